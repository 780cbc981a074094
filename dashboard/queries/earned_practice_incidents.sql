-- grain: one incident in which the chosen mitigation or way to find the cause worked
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.theme,
    CASE $what WHEN 'mitigation' THEN i.short_term_text ELSE i.diagnosis_text END AS said,
    CASE $what WHEN 'mitigation' THEN seen.time_to_mitigate_minutes ELSE seen.time_to_diagnose_minutes END AS minutes
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE
    CASE $what
        WHEN 'mitigation' THEN EXISTS (
            FROM incident_mitigations AS m WHERE m.incident_id = seen.incident_id AND m.mitigation = $practice
        )
        ELSE EXISTS (
            FROM incident_diagnosis_methods AS m WHERE m.incident_id = seen.incident_id AND m.method = $practice
        )
    END
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
