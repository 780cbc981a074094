-- grain: one of the latest incidents that state how long the diagnosis took
SELECT incident_id, title, occurred_on, time_to_diagnose_minutes AS minutes
FROM incidents_seen
WHERE time_to_diagnose_minutes IS NOT NULL
ORDER BY occurred_on DESC NULLS LAST, incident_id
LIMIT $n_rows
