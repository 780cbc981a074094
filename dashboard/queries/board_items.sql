-- grain: one of the named follow-ups, as it stands on $as_of
SELECT
    follow_up_id, text, state, status, kind, owner, opened_on, due_on, closed_on, done_on, declined_reason, evidence_url, note,
    age_days, is_overdue, implied_due_on, is_overdue_by_policy, incident_id, incident_title, occurred_on,
    severity_level, theme,
    CASE WHEN regexp_matches(url, '^https?://') THEN url END AS url
FROM follow_ups_seen
WHERE follow_up_id IN (SELECT unnest($follow_up_ids::VARCHAR[]))
