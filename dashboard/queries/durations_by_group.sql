-- grain: one group of $dimension and a whole number of minutes to diagnose; an incident may be in several groups
SELECT name, round(minutes)::BIGINT AS minutes, count(*) AS n_incidents
FROM (
    SELECT
        CASE $dimension
            WHEN 'theme' THEN coalesce(theme, 'No theme')
            WHEN 'severity' THEN coalesce(severity_level, 0)::VARCHAR
            WHEN 'detection' THEN coalesce(detection_source, 'unknown')
        END AS name,
        time_to_diagnose_minutes AS minutes
    FROM incidents_seen
    WHERE $dimension IN ('theme', 'severity', 'detection')
    UNION ALL
    SELECT unnest(services), time_to_diagnose_minutes
    FROM incidents_seen
    WHERE $dimension = 'service'
    UNION ALL
    SELECT found.method, seen.time_to_diagnose_minutes
    FROM incidents_seen AS seen
    INNER JOIN incident_diagnosis_methods AS found ON seen.incident_id = found.incident_id
    WHERE $dimension = 'method'
)
WHERE minutes IS NOT NULL
GROUP BY ALL
ORDER BY ALL
