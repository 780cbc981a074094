-- grain: one follow-up of an incident that the filters let through, in its state on $as_of
SELECT known.*
FROM follow_ups_known AS known
SEMI JOIN incidents_seen USING (incident_id)
