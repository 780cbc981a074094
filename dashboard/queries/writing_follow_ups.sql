-- grain: one follow-up of an incident that the filters let through, in its state on $as_of
SELECT
    follow_up_id, incident_id, incident_title AS title, occurred_on, text,
    CASE WHEN is_overdue THEN 'overdue' ELSE state END AS state,
    watched_days AS days
FROM follow_ups_seen
ORDER BY occurred_on DESC NULLS LAST, incident_id, line, follow_up_id
LIMIT $n_rows
