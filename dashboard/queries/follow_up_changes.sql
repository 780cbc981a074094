-- grain: one follow-up that was observed to change by $as_of, whatever the filters
SELECT
    follow_up_id,
    max(observed_on) AS changed_on,
    count(*) FILTER (
        field = 'status' AND old_value IN ('done', 'declined') AND new_value IN ('open', 'in_progress')
    ) AS n_reopened,
    count(*) FILTER (field = 'due_on' AND new_value > old_value) AS n_slipped
FROM follow_up_events
WHERE observed_on <= $as_of::DATE
GROUP BY follow_up_id
