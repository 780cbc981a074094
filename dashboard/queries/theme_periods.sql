-- grain: one cause theme: its incidents from $split on, and in the period before it
SELECT
    theme_id,
    count(*) FILTER (occurred_on < $split::DATE) AS n_before,
    count(*) FILTER (occurred_on >= $split::DATE) AS n_after
FROM incidents_seen
WHERE theme_id IS NOT NULL
GROUP BY ALL
ORDER BY ALL
