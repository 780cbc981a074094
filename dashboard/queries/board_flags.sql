-- grain: one follow-up that the filters let through, with what calls for someone's attention on $as_of
WITH changes AS (
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
),
known AS (
    SELECT
        seen.*,
        coalesce(changes.changed_on, seen.opened_on) AS changed_on,
        coalesce(changes.n_reopened, 0) AS n_reopened,
        coalesce(changes.n_slipped, 0) AS n_slipped
    FROM follow_ups_seen AS seen
    LEFT JOIN changes ON seen.follow_up_id = changes.follow_up_id
)
SELECT
    follow_up_id,
    incident_id,
    owner,
    state,
    age_days,
    state = 'open' AS is_open,
    state = 'done' AS is_done,
    state = 'declined' AS is_declined,
    coalesce(is_overdue, false) AS is_overdue,
    is_overdue_by_policy,
    state = 'open' AND changed_on <= $as_of::DATE - 7 AS is_stale_7,
    state = 'open' AND changed_on <= $as_of::DATE - 30 AS is_stale_30,
    state = 'open' AND owner IS NULL AS is_without_owner,
    state = 'open' AND due_on IS NULL AS is_without_due,
    state = 'done' AND evidence_url IS NULL AND url IS NULL AS is_without_evidence,
    state = 'open' AND n_reopened > 0 AS is_reopened,
    state = 'open' AND n_slipped > 0 AS is_slipped,
    state = 'open' AND kind IN ('investigate', 'document') AS is_weak,
    state = 'not_recorded' AS is_not_recorded,
    n_reopened,
    n_slipped,
    changed_on
FROM known
