-- grain: one duration of one incident whose two times contradict each other
SELECT incident_id, title, occurred_on, metric, reason
FROM exclusions_seen
WHERE is_impossible
ORDER BY occurred_on DESC, incident_id, metric
LIMIT $n_rows
