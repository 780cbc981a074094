-- grain: one follow-up that was re-opened, or whose agreed date was moved to a later one, by $as_of
SELECT
    seen.follow_up_id, seen.incident_id, seen.incident_title AS title, seen.occurred_on, seen.text, seen.owner,
    CASE WHEN seen.is_overdue THEN 'overdue' ELSE seen.state END AS state,
    changes.n_reopened, changes.reopened_on, changes.n_slipped, changes.first_due_on, seen.due_on,
    date_diff('day', changes.first_due_on, seen.due_on) AS days_later
FROM follow_ups_seen AS seen
INNER JOIN (
    SELECT
        follow_up_id,
        count(*) FILTER (field = 'status') AS n_reopened,
        max(observed_on) FILTER (field = 'status') AS reopened_on,
        count(*) FILTER (field = 'due_on') AS n_slipped,
        min(try_cast(old_value AS DATE)) FILTER (field = 'due_on') AS first_due_on
    FROM follow_up_events
    WHERE
        observed_on <= $as_of::DATE
        AND (
            (field = 'status' AND old_value IN ('done', 'declined') AND new_value IN ('open', 'in_progress'))
            OR (field = 'due_on' AND new_value > old_value)
        )
    GROUP BY follow_up_id
) AS changes ON seen.follow_up_id = changes.follow_up_id
ORDER BY changes.n_reopened + changes.n_slipped DESC, days_later DESC NULLS LAST, seen.follow_up_id
LIMIT $n_rows
