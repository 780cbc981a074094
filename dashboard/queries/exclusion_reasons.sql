-- grain: one duration and one reason why it could not be measured
SELECT metric, reason, is_impossible, count(*) AS n_incidents
FROM exclusions_seen
GROUP BY ALL
ORDER BY metric, n_incidents DESC, reason
