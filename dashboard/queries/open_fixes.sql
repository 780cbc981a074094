-- grain: one follow-up that is open on $as_of, of an incident that the filters let through
SELECT
    follow_up_id, incident_id, state AS status, opened_on, due_on, is_overdue, text, kind, incident_title AS title, theme,
    occurred_on, url
FROM follow_ups_seen
WHERE state = 'open' AND opened_on IS NOT NULL
