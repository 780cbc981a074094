-- grain: one incident, by the record that tells of it most fully, with its durations in minutes (mart.record_facts).
SELECT * EXCLUDE (told_in)
FROM mart.record_facts
WHERE told_in IS NULL
ORDER BY services, scope  -- what a filter lets through lies together: the rest is skipped
