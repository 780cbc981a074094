-- grain: one day of opening, number of days that the policy gives, day of closing and state, with the follow-ups in it
SELECT opened_on, policy_days, closed_on, state, count(*) AS n_items
FROM (
    SELECT
        opened_on, policy_days, state,
        CASE WHEN state IN ('done', 'declined') THEN closed_on END AS closed_on
    FROM follow_ups_seen
    WHERE policy_days IS NOT NULL AND watched_days >= 0
)
GROUP BY ALL
ORDER BY ALL
