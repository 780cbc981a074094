-- grain: one month and severity level (0: not stated)
SELECT month, coalesce(severity_level, 0) AS severity_level, count(*) AS n_incidents
FROM incidents_seen
WHERE month IS NOT NULL
GROUP BY ALL
ORDER BY ALL
