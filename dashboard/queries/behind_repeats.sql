-- grain: one incident that repeats an earlier one, of $value of $dimension (theme or service) and of $fix_state, if given
SELECT
    incident_id, title, occurred_on, severity_level, fix_state, fix_text, earlier_incident_id, earlier_title
FROM recurrences_seen
WHERE
    ($fix_state::VARCHAR IS NULL OR fix_state = $fix_state)
    AND ($value::VARCHAR IS NULL OR CASE $dimension::VARCHAR
        WHEN 'theme' THEN coalesce(theme, 'No theme') = $value
        WHEN 'service' THEN coalesce(service, 'Service not stated') = $value
    END)
ORDER BY occurred_on DESC, incident_id
LIMIT $n_rows
