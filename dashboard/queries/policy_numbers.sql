-- grain: one row: whether there is a policy, and what it says of the follow-ups that are open
SELECT
    (SELECT count(*) FROM policies) AS n_rules,
    count(*) AS n_follow_ups,
    count(*) FILTER (policy_days IS NOT NULL AND watched_days >= 0) AS n_measured,
    count(*) FILTER (state = 'open' AND policy_days IS NOT NULL) AS n_open,
    count(*) FILTER (state = 'open' AND policy_due_on < $as_of::DATE) AS n_beyond,
    count(*) FILTER (state = 'open' AND policy_due_on < $as_of::DATE AND due_on >= $as_of::DATE) AS n_beyond_but_agreed,
    count(*) FILTER (is_overdue_by_policy) AS n_overdue_by_policy
FROM follow_ups_seen
