-- grain: one row: follow-ups whose due date (agreed, else implied by the policy) lay in the period from $split to $until,
-- or in the one from $first on before it, and those of them that were still open when it had passed.
-- An item whose state, or the day on which it was closed, is not known counts in neither.
WITH due AS (
    SELECT
        coalesce(due_on, implied_due_on) AS due,
        coalesce(closed_on, 'infinity'::DATE) > due AS is_missed
    FROM follow_ups_seen
    WHERE
        due >= $first::DATE AND due <= $until::DATE AND due < $as_of::DATE
        AND (state = 'open' OR (state IN ('done', 'declined') AND closed_on IS NOT NULL))
)
SELECT
    count(*) FILTER (due < $split::DATE) AS n_before,
    count(*) FILTER (due >= $split::DATE) AS n_after,
    count(*) FILTER (due < $split::DATE AND is_missed) AS n_missed_before,
    count(*) FILTER (due >= $split::DATE AND is_missed) AS n_missed_after
FROM due
