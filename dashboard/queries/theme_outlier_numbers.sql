-- grain: one row: how many incidents ($kind cause) or follow-ups (remediation) are in no theme, and how many say nothing
SELECT count(*) AS n_outliers, count(*) FILTER (text IS NULL) AS n_silent
FROM outliers_seen
