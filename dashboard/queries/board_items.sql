-- grain: one of the first follow-ups in one list of the board, those whose failure has come back most (fix_costs) first
SELECT
    seen.follow_up_id, seen.text, seen.state, seen.status, seen.kind, seen.owner, seen.opened_on, seen.due_on, seen.closed_on,
    seen.done_on, seen.declined_reason, seen.evidence_url, seen.note, seen.age_days, seen.is_overdue, seen.implied_due_on,
    seen.is_overdue_by_policy, seen.incident_id, seen.incident_title, seen.occurred_on, seen.severity_level, seen.theme,
    CASE WHEN regexp_matches(seen.url, '^https?://') THEN seen.url END AS url,
    costs.n_incidents_since,
    costs.minutes_since
FROM follow_ups_seen AS seen
LEFT JOIN fix_costs AS costs ON seen.follow_up_id = costs.follow_up_id
WHERE
    ($owner::VARCHAR IS NULL OR seen.owner = $owner)
    AND CASE $queue
        WHEN 'is_open' THEN is_open
        WHEN 'is_overdue' THEN is_overdue
        WHEN 'is_stale_7' THEN is_stale_7
        WHEN 'is_stale_30' THEN is_stale_30
        WHEN 'is_without_owner' THEN is_without_owner
        WHEN 'is_without_due' THEN is_without_due
        WHEN 'is_reopened' THEN is_reopened
        WHEN 'is_slipped' THEN is_slipped
        WHEN 'is_weak' THEN is_weak
        WHEN 'is_done' THEN is_done
        WHEN 'is_without_evidence' THEN is_without_evidence
        WHEN 'is_declined' THEN is_declined
        WHEN 'is_not_recorded' THEN is_not_recorded
    END
ORDER BY
    costs.n_incidents_since DESC NULLS LAST, costs.minutes_since DESC NULLS LAST, seen.age_days DESC NULLS LAST,
    seen.follow_up_id
LIMIT $n_rows
