-- grain: one cause theme (NULL: none) and one value of $dimension; an incident may have several values
SELECT seen.theme_id, seen.theme, valued.value, count(*) AS n_incidents
FROM incidents_seen AS seen
INNER JOIN mart.incident_values AS valued ON seen.incident_id = valued.incident_id
WHERE valued.dimension = $dimension
GROUP BY ALL
ORDER BY ALL
