-- grain: one incident, one fixed category (cause_category, trigger, detection, mitigation, method) and one of its values
SELECT i.incident_id, named.dimension, named.value
FROM incidents AS i,
    LATERAL (
        SELECT 'cause_category' AS dimension, coalesce(i.cause_category, 'unknown') AS value
        UNION ALL
        SELECT 'trigger', coalesce(i.trigger, 'unknown')
        UNION ALL
        SELECT 'detection', coalesce(i.detection_source, 'unknown')
        UNION ALL
        SELECT 'mitigation', mitigation
        FROM incident_mitigations
        WHERE incident_id = i.incident_id
        UNION ALL
        SELECT 'method', method
        FROM incident_diagnosis_methods
        WHERE incident_id = i.incident_id
    ) AS named
WHERE i.is_incident
