-- grain: one incident whose document says what went well, in words that hold the search
SELECT seen.incident_id, seen.title, seen.occurred_on, seen.theme, i.went_well_text
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
WHERE i.went_well_text IS NOT NULL AND ($search = '' OR contains(lower(i.went_well_text), lower($search)))
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
