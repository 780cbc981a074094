-- grain: one row: of how many follow-ups changes were observed by $as_of, and how many of them were re-opened or moved back
SELECT
    count(*) AS n_follow_ups,
    count(changes.follow_up_id) AS n_with_history,
    count(*) FILTER (changes.n_reopened > 0) AS n_reopened,
    count(*) FILTER (changes.n_slipped > 0) AS n_slipped
FROM follow_ups_seen AS seen
LEFT JOIN (
    SELECT
        follow_up_id,
        count(*) FILTER (
            field = 'status' AND old_value IN ('done', 'declined') AND new_value IN ('open', 'in_progress')
        ) AS n_reopened,
        count(*) FILTER (field = 'due_on' AND new_value > old_value) AS n_slipped
    FROM follow_up_events
    WHERE observed_on <= $as_of::DATE AND origin <> 'document'
    GROUP BY follow_up_id
) AS changes ON seen.follow_up_id = changes.follow_up_id
