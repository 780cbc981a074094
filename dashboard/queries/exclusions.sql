-- grain: one duration that could not be measured
SELECT incident_id, title, source_name, occurred_on, reason, is_impossible
FROM exclusions_seen
WHERE metric = $metric
ORDER BY occurred_on DESC, incident_id
LIMIT $n_rows
