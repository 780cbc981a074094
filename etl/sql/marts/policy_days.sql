-- grain: one severity level and one kind of follow-up (NULL: not stated), with the days that the policy gives such an
-- item. The most specific rule holds: severity and kind, then the shorter of the severity's and the kind's, then any.
SELECT
    levels.severity_level,
    kinds.kind,
    coalesce(
        min(p.days) FILTER (p.severity_level IS NOT NULL AND p.kind IS NOT NULL),
        min(p.days) FILTER (p.severity_level IS NOT NULL OR p.kind IS NOT NULL),
        min(p.days)
    ) AS days
FROM (VALUES (1), (2), (3), (4), (5), (NULL)) AS levels (severity_level)
CROSS JOIN (
    VALUES ('prevent'), ('detect'), ('mitigate'), ('process'), ('document'), ('investigate'), (NULL)
) AS kinds (kind)
INNER JOIN policies AS p
    ON
        coalesce(p.severity_level = levels.severity_level, p.severity_level IS NULL)
        AND coalesce(p.kind = kinds.kind, p.kind IS NULL)
GROUP BY levels.severity_level, kinds.kind
