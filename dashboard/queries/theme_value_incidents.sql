-- grain: one incident of one cause theme ($chosen_theme, NULL: of none) with $value of $dimension
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, i.cause_text, i.impact_text, seen.services
FROM incidents_seen AS seen
INNER JOIN mart.incident_values AS valued ON seen.incident_id = valued.incident_id
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE
    valued.dimension = $dimension
    AND valued.value = $value
    AND seen.theme_id IS NOT DISTINCT FROM $chosen_theme
ORDER BY seen.occurred_on DESC, seen.incident_id
LIMIT $n_rows
