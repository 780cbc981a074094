-- grain: one observed change of one follow-up of the incident asked for, known by $as_of
SELECT e.observed_on, f.text, e.field, e.old_value, e.new_value, e.origin
FROM follow_up_events AS e
INNER JOIN follow_ups AS f ON e.follow_up_id = f.follow_up_id
WHERE f.incident_id = $incident_id AND e.observed_on <= $as_of::DATE
ORDER BY e.observed_on, e.observed_at NULLS FIRST, f.seq
