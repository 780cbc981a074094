-- grain: one follow-up that the filters let through, with what calls for someone's attention on $as_of
SELECT
    seen.follow_up_id,
    seen.owner,
    seen.age_days,
    seen.state = 'open' AS is_open,
    seen.state = 'done' AS is_done,
    seen.state = 'declined' AS is_declined,
    coalesce(seen.is_overdue, false) AS is_overdue,
    is_open AND coalesce(changes.changed_on, seen.opened_on) <= $as_of::DATE - 7 AS is_stale_7,
    is_open AND coalesce(changes.changed_on, seen.opened_on) <= $as_of::DATE - 30 AS is_stale_30,
    is_open AND seen.owner IS NULL AS is_without_owner,
    is_open AND seen.due_on IS NULL AS is_without_due,
    is_done AND seen.evidence_url IS NULL AND seen.url IS NULL AS is_without_evidence,
    is_open AND coalesce(changes.n_reopened, 0) > 0 AS is_reopened,
    is_open AND coalesce(changes.n_slipped, 0) > 0 AS is_slipped,
    is_open AND coalesce(seen.kind IN ('investigate', 'document'), false) AS is_weak,
    seen.state = 'not_recorded' AS is_not_recorded
FROM follow_ups_seen AS seen
LEFT JOIN follow_up_changes AS changes ON seen.follow_up_id = changes.follow_up_id
