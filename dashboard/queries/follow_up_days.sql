-- grain: one group, one number of days under watch: follow-ups finished, declined and still open
SELECT
    grouped.dimension,
    grouped.name,
    seen.watched_days AS days,
    count(*) FILTER (seen.state = 'done') AS n_done,
    count(*) FILTER (seen.state = 'declined') AS n_declined,
    count(*) FILTER (seen.state = 'open') AS n_censored
FROM follow_ups_seen AS seen,
    LATERAL (
        VALUES
            ('all', 'all'),
            ('kind', coalesce(seen.kind, 'not stated')),
            ('severity', coalesce(seen.severity_level, 0)::VARCHAR),
            ('team', coalesce(seen.team, 'team not stated')),
            ('cohort', strftime(seen.opened_on, '%Y') || ' Q' || quarter(seen.opened_on)),
            ('owner', CASE WHEN seen.has_owner THEN 'with an owner' ELSE 'without an owner' END)
    ) AS grouped (dimension, name)
WHERE seen.watched_days >= 0
GROUP BY ALL
ORDER BY ALL
