-- grain: one row: follow-ups by state, and those whose time is not known
SELECT
    count(*) AS n_follow_ups,
    count(*) FILTER (state = 'done') AS n_done,
    count(*) FILTER (state = 'declined') AS n_declined,
    count(*) FILTER (state = 'open') AS n_open,
    count(*) FILTER (state = 'not_recorded') AS n_not_recorded,
    count(*) FILTER (is_overdue) AS n_overdue,
    count(*) FILTER (is_overdue_by_policy) AS n_overdue_by_policy,
    count(*) FILTER (state = 'open' AND due_on IS NULL) AS n_open_without_due,
    count(*) FILTER (watched_days >= 0) AS n_timed,
    count(*) FILTER (state IN ('done', 'declined') AND watched_days IS NULL) AS n_closed_undated,
    count(*) FILTER (state = 'done' AND watched_days IS NULL) AS n_done_undated,
    count(*) FILTER (watched_days < 0) AS n_impossible
FROM follow_ups_seen
