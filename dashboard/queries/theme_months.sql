-- grain: one theme and month
SELECT theme_id, month, count(*) AS n_members
FROM members_seen
WHERE month IS NOT NULL
GROUP BY ALL
ORDER BY ALL
