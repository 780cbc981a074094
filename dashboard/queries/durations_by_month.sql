-- grain: one month (or quarter) and whole number of minutes to diagnose
SELECT
    date_trunc($grain, occurred_on)::DATE AS period,
    round(time_to_diagnose_minutes)::BIGINT AS minutes,
    count(*) AS n_incidents
FROM incidents_seen
WHERE time_to_diagnose_minutes IS NOT NULL AND occurred_on IS NOT NULL
GROUP BY ALL
ORDER BY ALL
