-- grain: one occurrence of the same failure right before or right after the incident asked for
SELECT 'earlier' AS direction, r.earlier_incident_id AS incident_id, r.earlier_title AS title,
    r.earlier_occurred_on AS occurred_on, r.fix_state, r.days_since, r.service, r.fix_text
FROM mart.recurrence_facts AS r
WHERE r.incident_id = $incident_id
UNION ALL
SELECT 'later', r.incident_id, r.title, r.occurred_on, r.fix_state, r.days_since, r.service, r.fix_text
FROM mart.recurrence_facts AS r
WHERE r.earlier_incident_id = $incident_id AND r.occurred_on <= $as_of::DATE
ORDER BY occurred_on
