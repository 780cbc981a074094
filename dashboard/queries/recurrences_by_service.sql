-- grain: one service and state of the earlier fix
SELECT coalesce(service, 'Service not stated') AS name, fix_state, count(*) AS n_recurrences
FROM recurrences_seen
GROUP BY ALL
ORDER BY ALL
