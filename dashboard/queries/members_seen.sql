-- grain: one incident ($kind cause) or follow-up (remediation) that the filters let through and that is in a theme
SELECT theme_id, incident_id, occurred_on, month, services
FROM incidents_seen
WHERE $kind = 'cause' AND theme_id IS NOT NULL
UNION ALL
SELECT remediation_theme_id, incident_id, occurred_on, date_trunc('month', occurred_on)::DATE, services
FROM follow_ups_seen
WHERE $kind = 'remediation' AND remediation_theme_id IS NOT NULL
