-- grain: one follow-up behind a chart or one of its marks. A parameter that is NULL chooses nothing: $state (open: not
-- overdue; still_open: either), $value of $dimension, those that a curve can hold ($is_timed), open ones between
-- $youngest and $oldest days old and the $part of them, those that were open on the day $at and have a policy, those
-- opened in the month $cohort that have one, and those opened, done or declined ($moved) in the $period of $grain.
SELECT
    follow_up_id, text, CASE WHEN is_overdue THEN 'overdue' ELSE state END AS state, opened_on, due_on,
    incident_id, incident_title AS title, occurred_on
FROM follow_ups_seen
WHERE
    ($state::VARCHAR IS NULL OR $state = CASE
        WHEN state = 'open' AND $state = 'still_open' THEN $state WHEN is_overdue THEN 'overdue' ELSE state
    END)
    AND ($is_timed::BOOLEAN IS NULL OR coalesce(watched_days >= 0, false) = $is_timed)
    AND ($youngest::INTEGER IS NULL OR (state = 'open' AND age_days BETWEEN $youngest AND $oldest::INTEGER))
    AND CASE $part::VARCHAR
        WHEN 'n_overdue' THEN is_overdue AND NOT is_due_implied
        WHEN 'n_overdue_by_policy' THEN is_overdue_by_policy
        WHEN 'n_due_later' THEN NOT coalesce(is_overdue, false) AND due_on IS NOT NULL
        WHEN 'n_without_due' THEN due_on IS NULL AND NOT is_overdue_by_policy
        ELSE true
    END
    AND ($at::DATE IS NULL OR (
        policy_days IS NOT NULL AND watched_days >= 0 AND opened_on <= $at::DATE
        AND NOT coalesce(state IN ('done', 'declined') AND closed_on <= $at::DATE, false)
    ))
    AND ($moved::VARCHAR IS NULL OR CASE
        WHEN $moved = 'opened' THEN date_trunc($grain, opened_on)::DATE = $period::DATE
        ELSE state = $moved AND date_trunc($grain, closed_on)::DATE = $period::DATE
    END)
    AND ($cohort::DATE IS NULL OR (
        policy_days IS NOT NULL AND watched_days >= 0 AND date_trunc('month', opened_on)::DATE = $cohort::DATE
    ))
    AND ($value::VARCHAR IS NULL OR CASE $dimension::VARCHAR
        WHEN 'kind' THEN coalesce(kind, 'not stated') = $value
        WHEN 'severity' THEN coalesce(severity_level, 0)::VARCHAR = $value
        WHEN 'team' THEN coalesce(team, 'team not stated') = $value
        WHEN 'cohort' THEN strftime(opened_on, '%Y') || ' Q' || quarter(opened_on) = $value
        WHEN 'owner' THEN CASE WHEN has_owner THEN 'with an owner' ELSE 'without an owner' END = $value
    END)
ORDER BY opened_on DESC NULLS LAST, follow_up_id
LIMIT $n_rows
