-- grain: one group of $dimension, one number of days under watch: follow-ups finished, declined and still open
SELECT
    CASE $dimension
        WHEN 'kind' THEN coalesce(kind, 'not stated')
        WHEN 'severity' THEN coalesce(severity_level, 0)::VARCHAR
        WHEN 'team' THEN coalesce(team, 'team not stated')
        WHEN 'cohort' THEN strftime(opened_on, '%Y') || ' Q' || quarter(opened_on)
        WHEN 'owner' THEN CASE WHEN has_owner THEN 'with an owner' ELSE 'without an owner' END
        ELSE 'all'
    END AS name,
    watched_days AS days,
    count(*) FILTER (state = 'done') AS n_done,
    count(*) FILTER (state = 'declined') AS n_declined,
    count(*) FILTER (state = 'open') AS n_censored
FROM follow_ups_seen
WHERE watched_days >= 0
GROUP BY ALL
ORDER BY ALL
