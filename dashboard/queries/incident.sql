-- grain: the one incident asked for
SELECT
    i.*, d.path, d.format, f.theme, f.theme_id, f.services, f.is_recurrence, f.is_mitigated_before_diagnosed,
    f.time_to_detect_minutes, f.time_to_diagnose_minutes, f.time_to_mitigate_minutes, f.time_to_resolve_minutes,
    (SELECT list(method ORDER BY method) FROM incident_diagnosis_methods WHERE incident_id = i.incident_id) AS methods,
    (SELECT list(mitigation ORDER BY mitigation) FROM incident_mitigations WHERE incident_id = i.incident_id)
        AS mitigations,
    (SELECT list(role ORDER BY role) FROM incident_roles WHERE incident_id = i.incident_id) AS roles
FROM incidents AS i
INNER JOIN mart.record_facts AS f ON i.incident_id = f.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE i.incident_id = $incident_id
