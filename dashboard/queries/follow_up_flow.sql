-- grain: one month or quarter ($grain) in which a follow-up was opened, done or declined; only those whose times are known
SELECT
    date_trunc($grain, moved.day)::DATE AS period,
    count(*) FILTER (moved.what = 'opened') AS n_opened,
    count(*) FILTER (moved.what = 'done') AS n_done,
    count(*) FILTER (moved.what = 'declined') AS n_declined
FROM (
    SELECT 'opened' AS what, opened_on AS day
    FROM follow_ups_seen
    WHERE watched_days >= 0
    UNION ALL
    SELECT state, closed_on
    FROM follow_ups_seen
    WHERE watched_days >= 0 AND state IN ('done', 'declined')
) AS moved
GROUP BY ALL
ORDER BY ALL
