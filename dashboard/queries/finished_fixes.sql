-- grain: one follow-up done by $as_of that should prevent a repeat, of an incident that the filters let through
SELECT
    follow_up_id, incident_id, 'done' AS status, done_on, text, kind, incident_title AS title, theme,
    occurred_on, url
FROM follow_ups_seen
WHERE state = 'done' AND done_on IS NOT NULL AND coalesce(kind, 'prevent') = 'prevent'
