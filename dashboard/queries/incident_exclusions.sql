-- grain: one duration of the incident asked for that could not be measured
SELECT metric, reason
FROM mart.duration_exclusions
WHERE incident_id = $incident_id
ORDER BY metric
