-- grain: one of the first follow-ups in one list of the board, those whose failure has come back most (fix_costs) first
SELECT flags.follow_up_id, costs.n_incidents_since, costs.minutes_since
FROM board_flags AS flags
LEFT JOIN fix_costs AS costs ON flags.follow_up_id = costs.follow_up_id
WHERE
    ($owner::VARCHAR IS NULL OR flags.owner = $owner)
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
    costs.n_incidents_since DESC NULLS LAST, costs.minutes_since DESC NULLS LAST, flags.age_days DESC NULLS LAST,
    flags.follow_up_id
LIMIT $n_rows
