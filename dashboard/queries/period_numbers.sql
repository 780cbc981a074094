-- grain: one row: incidents and repeats from $split on, and in the period before it
SELECT
    count(*) FILTER (seen.occurred_on < $split::DATE) AS n_before,
    count(*) FILTER (seen.occurred_on >= $split::DATE) AS n_after,
    count(*) FILTER (seen.occurred_on < $split::DATE AND seen.is_recurrence) AS n_repeats_before,
    count(*) FILTER (seen.occurred_on >= $split::DATE AND seen.is_recurrence) AS n_repeats_after
FROM incidents_seen AS seen
