-- grain: one incident ($kind cause) or follow-up (remediation) that the filters let through and that is in no theme
SELECT seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, NULL AS follow_up_id, i.cause_text AS text
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE $kind = 'cause' AND seen.theme_id IS NULL
UNION ALL
SELECT incident_id, incident_title, occurred_on, severity_level, follow_up_id, text
FROM follow_ups_seen
WHERE $kind = 'remediation' AND remediation_theme_id IS NULL
