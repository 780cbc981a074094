-- grain: one incident that repeats an earlier one
SELECT
    incident_id, title, occurred_on, severity_level, theme_id, theme, service, fix_state, days_since, confidence,
    earlier_incident_id, earlier_title, earlier_occurred_on, fix_text
FROM recurrences_seen
ORDER BY occurred_on DESC, incident_id
LIMIT $n_rows
