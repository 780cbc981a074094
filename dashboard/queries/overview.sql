-- grain: one row: the counts behind the overview
SELECT
    (SELECT count(*) FROM incidents_seen) AS n_incidents,
    (SELECT min(occurred_on) FROM incidents_seen) AS first_day,
    (SELECT count(*) FROM incidents_seen WHERE theme_id IS NOT NULL) AS n_in_theme,
    (SELECT count(*) FROM recurrences_seen) AS n_recurrences,
    (SELECT count(*) FROM recurrences_seen WHERE fix_state IN ('open', 'overdue', 'never_filed')) AS n_unfinished_fix,
    (SELECT count(time_to_diagnose_minutes) FROM incidents_seen) AS n_diagnosed,
    (SELECT count(*) FROM follow_ups_seen) AS n_follow_ups,
    (SELECT count(*) FROM follow_ups_seen WHERE state = 'open') AS n_open,
    (SELECT count(*) FROM follow_ups_seen WHERE is_overdue) AS n_overdue,
    (SELECT count(*) FROM follow_ups_seen WHERE state = 'open' AND coalesce(due_on, implied_due_on) IS NOT NULL)
        AS n_open_with_due,
    (SELECT count(*) FROM follow_ups_seen WHERE state = 'not_recorded') AS n_not_recorded,
    (SELECT max(age_days) FROM follow_ups_seen WHERE is_overdue) AS oldest_overdue_days
