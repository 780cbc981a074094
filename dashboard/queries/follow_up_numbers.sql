-- grain: one row: follow-ups by state, and those whose time is not known
SELECT
    count(*) AS n_follow_ups,
    count_if(state = 'done') AS n_done,
    count_if(state = 'declined') AS n_declined,
    count_if(state = 'open') AS n_open,
    count_if(state = 'not_recorded') AS n_not_recorded,
    count_if(is_overdue) AS n_overdue,
    count_if(state = 'open' AND due_on IS NULL) AS n_open_without_due,
    count_if(watched_days >= 0) AS n_timed,
    count_if(state IN ('done', 'declined') AND watched_days IS NULL) AS n_closed_undated,
    count_if(watched_days < 0) AS n_impossible
FROM follow_ups_seen
