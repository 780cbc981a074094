-- grain: one incident that repeats an earlier one: what chains are made of
SELECT incident_id, earlier_incident_id, days_since
FROM recurrences_seen
