-- grain: one incident that the filters let through and that repeats an earlier one
SELECT facts.*
FROM mart.recurrence_facts AS facts
SEMI JOIN incidents_seen USING (incident_id)
