-- grain: one row: how many incidents the filters and the search let through
SELECT count(*) AS n_incidents
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE
    $search = ''
    OR contains(lower(concat_ws(' ', i.title, i.cause_text, i.impact_text)), lower($search))
