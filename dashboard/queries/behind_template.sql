-- grain: one document of a template, told by the sets of headings ($sets, each joined) that are of it or, where it has no
-- name, by its $form too; of those that lack the part $lacking, where one is named
WITH headed AS (
    SELECT e.record_id, array_to_string(list_sort(list(DISTINCT lower(substr(e.rule, 10)))), chr(31)) AS headings
    FROM evidence AS e
    SEMI JOIN incidents_seen AS seen ON e.record_id = seen.incident_id
    WHERE e.rule LIKE 'section: %'
    GROUP BY e.record_id
)
SELECT seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, d.path
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN headed ON seen.incident_id = headed.record_id
WHERE
    ($sets::VARCHAR[] IS NULL OR list_contains($sets::VARCHAR[], coalesce(headed.headings, '')))
    AND ($form::VARCHAR IS NULL OR coalesce(d.format, 'unknown') = $form)
    AND CASE $lacking::VARCHAR
        WHEN 'cause_text' THEN i.cause_text IS NULL
        WHEN 'impact_text' THEN i.impact_text IS NULL
        WHEN 'diagnosis_text' THEN i.diagnosis_text IS NULL
        WHEN 'short_term_text' THEN i.short_term_text IS NULL
        WHEN 'long_term_text' THEN i.long_term_text IS NULL
        WHEN 'went_well_text' THEN i.went_well_text IS NULL
        ELSE true
    END
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
