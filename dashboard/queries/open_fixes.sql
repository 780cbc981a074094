-- grain: one follow-up that is open on $as_of, of an incident that the filters let through
SELECT follow_up_id, incident_id, 'open' AS status, opened_on
FROM follow_ups_seen
WHERE state = 'open' AND opened_on IS NOT NULL
