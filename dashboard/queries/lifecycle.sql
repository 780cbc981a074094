-- grain: one part of an incident's life, whether it is measured, and a whole number of minutes (NULL: not measured)
WITH ends AS (
    SELECT
        CASE WHEN i.started_precision <> 'day' THEN i.started_at END AS began,
        CASE WHEN i.detected_precision <> 'day' AND i.detected_at < ($as_of::DATE + 1)::TIMESTAMPTZ THEN i.detected_at END AS detected,
        CASE WHEN i.diagnosed_precision <> 'day' AND i.diagnosed_at < ($as_of::DATE + 1)::TIMESTAMPTZ THEN i.diagnosed_at END AS diagnosed,
        CASE WHEN i.mitigated_precision <> 'day' AND i.mitigated_at < ($as_of::DATE + 1)::TIMESTAMPTZ THEN i.mitigated_at END AS mitigated,
        CASE WHEN i.resolved_precision <> 'day' AND i.resolved_at < ($as_of::DATE + 1)::TIMESTAMPTZ THEN i.resolved_at END AS resolved
    FROM incidents AS i
    SEMI JOIN incidents_seen AS seen ON i.incident_id = seen.incident_id
),
parts AS (
    SELECT 'detect' AS part, epoch(detected) - epoch(began) AS seconds, count(*) AS n FROM ends GROUP BY ALL
    UNION ALL
    SELECT 'diagnose', epoch(diagnosed) - epoch(detected) AS seconds, count(*) FROM ends GROUP BY ALL
    UNION ALL
    SELECT 'mitigate', epoch(mitigated) - epoch(diagnosed) AS seconds, count(*) FROM ends GROUP BY ALL
    UNION ALL
    SELECT 'resolve', epoch(resolved) - epoch(mitigated) AS seconds, count(*) FROM ends GROUP BY ALL
)
SELECT
    part,
    CASE
        WHEN seconds IS NULL THEN 'not stated'
        WHEN seconds < 0 AND part = 'mitigate' THEN 'mitigated first'
        WHEN seconds < 0 THEN 'impossible'
        ELSE 'measured'
    END AS what,
    CASE WHEN seconds >= 0 THEN round(seconds / 60.0)::BIGINT END AS minutes,
    sum(n)::BIGINT AS n_incidents
FROM parts
GROUP BY ALL
ORDER BY ALL
