-- grain: one incident ($kind cause) or follow-up (remediation) that is in no theme, those that say something first
SELECT *
FROM outliers_seen
ORDER BY text IS NULL, occurred_on DESC, incident_id, follow_up_id
LIMIT $n_rows
