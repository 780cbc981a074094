-- grain: one row: how many incidents the diagnosis figures stand on, the mean, and the incident that drives it
SELECT
    count(*) AS n_incidents,
    count(time_to_diagnose_minutes) AS n_diagnosed,
    avg(time_to_diagnose_minutes) AS mean_minutes,
    arg_max(incident_id, time_to_diagnose_minutes) AS longest_id,
    arg_max(title, time_to_diagnose_minutes) AS longest_title,
    max(time_to_diagnose_minutes) AS longest_minutes,
    count(is_mitigated_before_diagnosed) AS n_both_known,
    count(*) FILTER (is_mitigated_before_diagnosed) AS n_mitigated_first
FROM incidents_seen
