-- grain: one row: the counts behind the overview
WITH of_incidents AS (
    SELECT
        count(*) AS n_incidents,
        min(occurred_on) AS first_day,
        count(theme_id) AS n_in_theme,
        count(time_to_diagnose_minutes) AS n_diagnosed
    FROM incidents_seen
),
of_repeats AS (
    SELECT
        count(*) AS n_recurrences,
        count(*) FILTER (fix_state IN ('open', 'overdue', 'never_filed')) AS n_unfinished_fix
    FROM recurrences_seen
),
of_follow_ups AS (
    SELECT
        count(*) AS n_follow_ups,
        count(*) FILTER (state = 'open') AS n_open,
        count(*) FILTER (is_overdue) AS n_overdue,
        count(*) FILTER (state = 'open' AND coalesce(due_on, implied_due_on) IS NOT NULL) AS n_open_with_due,
        count(*) FILTER (state = 'not_recorded') AS n_not_recorded,
        max(age_days) FILTER (is_overdue) AS oldest_overdue_days
    FROM follow_ups_seen
)
SELECT *
FROM of_incidents, of_repeats, of_follow_ups
