-- grain: one of two periods (from $split on, or before it) and a whole number of minutes to diagnose
SELECT
    occurred_on >= $split::DATE AS is_after,
    round(time_to_diagnose_minutes)::BIGINT AS minutes,
    count(*) AS n_incidents
FROM incidents_seen
WHERE time_to_diagnose_minutes IS NOT NULL
GROUP BY ALL
ORDER BY ALL
