-- grain: one dimension, one of its groups and a whole number of minutes to diagnose
SELECT
    grouped.dimension,
    grouped.name,
    round(time_to_diagnose_minutes)::BIGINT AS minutes,
    count(*) AS n_incidents
FROM incidents_seen AS seen,
    LATERAL (
        SELECT 'theme' AS dimension, coalesce(seen.theme, 'No theme') AS name
        UNION ALL
        SELECT 'severity', coalesce(seen.severity_level, 0)::VARCHAR
        UNION ALL
        SELECT 'detection', coalesce(seen.detection_source, 'unknown')
        UNION ALL
        SELECT 'service', unnest(seen.services)
        UNION ALL
        SELECT 'method', method
        FROM incident_diagnosis_methods
        WHERE incident_id = seen.incident_id
    ) AS grouped
WHERE time_to_diagnose_minutes IS NOT NULL
GROUP BY ALL
ORDER BY ALL
