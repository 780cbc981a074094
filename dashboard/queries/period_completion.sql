-- grain: one of two periods of the incident (from $split on, or before it) and a number of days under watch
SELECT
    occurred_on >= $split::DATE AS is_after,
    watched_days AS days,
    count(*) FILTER (state = 'done') AS n_done,
    count(*) FILTER (state = 'declined') AS n_declined,
    count(*) FILTER (state = 'open') AS n_censored
FROM follow_ups_seen
WHERE watched_days >= 0
GROUP BY ALL
ORDER BY ALL
