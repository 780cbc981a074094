-- grain: one follow-up of the incident asked for, in its state on $as_of
SELECT
    f.text, f.kind, f.owner, f.opened_on, f.opened_is_implied, f.due_on, f.done_on, f.declined_on, f.line,
    f.remediation_theme, CASE WHEN regexp_matches(f.url, '^https?://') THEN f.url END AS url,
    CASE
        WHEN f.done_on <= $as_of::DATE THEN 'done'
        WHEN f.declined_on <= $as_of::DATE THEN 'declined'
        WHEN f.closed_on IS NOT NULL OR f.status IN ('open', 'in_progress')
            THEN CASE WHEN f.due_on < $as_of::DATE THEN 'overdue' ELSE 'open' END
        WHEN f.status IN ('done', 'declined') AND $as_of::DATE >= builds.as_of THEN f.status
        ELSE 'not_recorded'
    END AS state
FROM mart.follow_up_facts AS f, builds
WHERE f.incident_id = $incident_id
ORDER BY f.line, f.follow_up_id
