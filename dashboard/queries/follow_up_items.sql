-- grain: one follow-up in the chosen state
SELECT
    follow_up_id, text, kind, state, owner, opened_on, due_on, age_days, is_overdue, incident_id, incident_title,
    severity_level, remediation_theme,
    CASE WHEN regexp_matches(url, '^https?://') THEN url END AS url
FROM follow_ups_seen
WHERE $state = 'any' OR ($state = 'overdue' AND is_overdue) OR state = $state
ORDER BY is_overdue DESC NULLS LAST, age_days DESC NULLS LAST, follow_up_id
LIMIT $n_rows
