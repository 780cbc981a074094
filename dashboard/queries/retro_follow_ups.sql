-- grain: one follow-up of an incident that the filters let through, in its state on $as_of
SELECT
    f.follow_up_id, f.incident_id, f.incident_title AS title, f.occurred_on, f.text, f.kind, f.owner, f.opened_on,
    f.due_on, f.done_on, f.declined_on, CASE WHEN f.is_overdue THEN 'overdue' ELSE f.state END AS state,
    CASE WHEN regexp_matches(i.url, '^https?://') THEN i.url END AS url
FROM follow_ups_seen AS f
INNER JOIN incidents AS i ON f.incident_id = i.incident_id
ORDER BY f.occurred_on DESC NULLS LAST, f.incident_id, f.line, f.follow_up_id
LIMIT $n_rows
