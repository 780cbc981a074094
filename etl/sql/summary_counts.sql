-- grain: one row, what a warehouse holds
SELECT
    (SELECT count(*) FROM incidents WHERE is_incident) - (SELECT count(*) FROM told_elsewhere) AS n_incidents,
    (SELECT count(*) FROM told_elsewhere) AS n_told_elsewhere,
    (SELECT count(*) FROM incidents WHERE NOT is_incident) AS n_not_incidents,
    (SELECT count(*) FROM follow_ups) AS n_follow_ups,
    (SELECT count(*) FROM themes) AS n_themes,
    (SELECT count(*) FROM recurrences) AS n_recurrences
