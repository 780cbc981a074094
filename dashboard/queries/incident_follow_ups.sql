-- grain: one follow-up of the incident asked for, in its state on $as_of
SELECT
    text, kind, owner, opened_on, opened_is_implied, due_on, done_on, declined_on, line, remediation_theme,
    CASE WHEN regexp_matches(url, '^https?://') THEN url END AS url,
    if(is_overdue, 'overdue', state) AS state
FROM follow_ups_known
WHERE incident_id = $incident_id
ORDER BY line, follow_up_id
