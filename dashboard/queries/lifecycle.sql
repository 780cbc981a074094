-- grain: one part of an incident's life, whether it is measured, and a whole number of minutes (NULL: not measured)
WITH ends AS (
    SELECT
        started AS began,
        CASE WHEN detected < ($as_of::DATE + 1)::TIMESTAMPTZ THEN detected END AS detected,
        CASE WHEN diagnosed < ($as_of::DATE + 1)::TIMESTAMPTZ THEN diagnosed END AS diagnosed,
        CASE WHEN mitigated < ($as_of::DATE + 1)::TIMESTAMPTZ THEN mitigated END AS mitigated,
        CASE WHEN resolved < ($as_of::DATE + 1)::TIMESTAMPTZ THEN resolved END AS resolved
    FROM incidents_seen
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
