-- grain: one line of the timeline of the incident asked for
SELECT seq, t."at" AS happened_at, kind, text, line, precision, outcome
FROM timeline_events AS t
WHERE incident_id = $incident_id
ORDER BY seq
