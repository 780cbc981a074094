-- grain: one duration of one incident that could not be measured, with the reason.
WITH pairs AS (
    SELECT incident_id, title, source_name, occurred_on, u.*
    FROM incidents,
        LATERAL (VALUES
            ('time_to_detect', started_at, started_precision, 'start', detected_at, detected_precision, 'detection'),
            ('time_to_diagnose', detected_at, detected_precision, 'detection', diagnosed_at, diagnosed_precision, 'diagnosis'),
            ('time_to_mitigate', started_at, started_precision, 'start', mitigated_at, mitigated_precision, 'mitigation'),
            ('time_to_resolve', started_at, started_precision, 'start', resolved_at, resolved_precision, 'resolution')
        ) AS u (metric, a, a_precision, a_name, b, b_precision, b_name)
    WHERE is_incident
)
SELECT
    incident_id,
    title,
    source_name,
    occurred_on,
    metric,
    CASE
        WHEN a IS NULL AND b IS NULL THEN a_name || ' and ' || b_name || ' not stated'
        WHEN a IS NULL THEN a_name || ' not stated'
        WHEN b IS NULL THEN b_name || ' not stated'
        WHEN a_precision = 'day' OR b_precision = 'day' THEN 'known only to the day'
        ELSE b_name || ' is before ' || a_name
    END AS reason,
    (a IS NOT NULL AND b IS NOT NULL AND a_precision <> 'day' AND b_precision <> 'day') AS is_impossible
FROM pairs
WHERE a IS NULL OR b IS NULL OR a_precision = 'day' OR b_precision = 'day' OR b < a
