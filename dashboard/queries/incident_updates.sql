-- grain: one update to users or colleagues that another record of the incident asked for tells of
SELECT incident_id, seq, t."at" AS happened_at, precision, text
FROM timeline_events AS t
WHERE kind = 'communicated' AND list_contains($incident_ids::VARCHAR[], incident_id)
ORDER BY happened_at, incident_id, seq
