-- grain: one age band of open follow-ups, split by whether the agreed date, or the one that the policy implies, has passed
SELECT
    CASE
        WHEN age_days <= 30 THEN 'up to 30 days'
        WHEN age_days <= 90 THEN '31 to 90 days'
        WHEN age_days <= 180 THEN '91 to 180 days'
        WHEN age_days <= 365 THEN '181 days to a year'
        ELSE 'over a year'
    END AS age,
    min(age_days) AS youngest_days,
    max(age_days) AS oldest_days,
    count(*) FILTER (is_overdue AND NOT is_due_implied) AS n_overdue,
    count(*) FILTER (is_overdue_by_policy) AS n_overdue_by_policy,
    count(*) FILTER (NOT coalesce(is_overdue, false) AND due_on IS NOT NULL) AS n_due_later,
    count(*) FILTER (due_on IS NULL AND NOT is_overdue_by_policy) AS n_without_due
FROM follow_ups_seen
WHERE state = 'open' AND age_days IS NOT NULL
GROUP BY ALL
ORDER BY youngest_days
