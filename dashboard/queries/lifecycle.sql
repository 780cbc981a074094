-- grain: one part of an incident's life and a whole number of minutes (NULL: not measured, with the reason), with its incidents
WITH ends AS (
    SELECT
        i.incident_id,
        u.part,
        u.a IS NOT NULL AND u.b IS NOT NULL AS is_stated,
        date_diff('second', u.a, u.b) / 60.0 AS minutes,
        u.part = 'mitigate' AS may_come_first
    FROM incidents AS i
    SEMI JOIN incidents_seen AS seen ON i.incident_id = seen.incident_id,
        LATERAL (VALUES
            (
                'detect', CASE WHEN i.started_precision <> 'day' THEN i.started_at END,
                CASE WHEN i.detected_precision <> 'day' AND i.detected_at::DATE <= $as_of THEN i.detected_at END
            ),
            (
                'diagnose', CASE WHEN i.detected_precision <> 'day' THEN i.detected_at END,
                CASE WHEN i.diagnosed_precision <> 'day' AND i.diagnosed_at::DATE <= $as_of THEN i.diagnosed_at END
            ),
            (
                'mitigate', CASE WHEN i.diagnosed_precision <> 'day' THEN i.diagnosed_at END,
                CASE WHEN i.mitigated_precision <> 'day' AND i.mitigated_at::DATE <= $as_of THEN i.mitigated_at END
            ),
            (
                'resolve', CASE WHEN i.mitigated_precision <> 'day' THEN i.mitigated_at END,
                CASE WHEN i.resolved_precision <> 'day' AND i.resolved_at::DATE <= $as_of THEN i.resolved_at END
            )
        ) AS u (part, a, b)
)
SELECT
    part,
    CASE
        WHEN NOT is_stated THEN 'not stated'
        WHEN minutes < 0 AND may_come_first THEN 'mitigated first'
        WHEN minutes < 0 THEN 'impossible'
        ELSE 'measured'
    END AS what,
    CASE WHEN what = 'measured' THEN round(minutes)::BIGINT END AS minutes,
    count(*) AS n_incidents
FROM ends
GROUP BY ALL
ORDER BY ALL
