-- grain: one theme and state of the earlier fix
SELECT theme_id, coalesce(theme, 'No theme') AS name, fix_state, count(*) AS n_recurrences
FROM recurrences_seen
GROUP BY ALL
ORDER BY ALL
