-- grain: one row: how many follow-ups are in each list of the board ($owner NULL: of everyone)
SELECT
    count(*) FILTER (is_open) AS is_open,
    count(*) FILTER (is_overdue) AS is_overdue,
    count(*) FILTER (is_stale_7) AS is_stale_7,
    count(*) FILTER (is_stale_30) AS is_stale_30,
    count(*) FILTER (is_without_owner) AS is_without_owner,
    count(*) FILTER (is_without_due) AS is_without_due,
    count(*) FILTER (is_reopened) AS is_reopened,
    count(*) FILTER (is_slipped) AS is_slipped,
    count(*) FILTER (is_weak) AS is_weak,
    count(*) FILTER (is_done) AS is_done,
    count(*) FILTER (is_without_evidence) AS is_without_evidence,
    count(*) FILTER (is_declined) AS is_declined,
    count(*) FILTER (is_not_recorded) AS is_not_recorded
FROM follow_ups_seen
WHERE $owner::VARCHAR IS NULL OR owner = $owner
