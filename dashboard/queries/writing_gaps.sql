-- grain: one document that lacks the chosen part of a postmortem
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.team, seen.source_name, d.path,
    list_filter([
        CASE WHEN i.cause_text IS NULL THEN 'cause_text' END,
        CASE WHEN i.impact_text IS NULL THEN 'impact_text' END,
        CASE WHEN i.diagnosis_text IS NULL THEN 'diagnosis_text' END,
        CASE WHEN i.short_term_text IS NULL THEN 'short_term_text' END,
        CASE WHEN i.long_term_text IS NULL THEN 'long_term_text' END,
        CASE WHEN i.went_well_text IS NULL THEN 'went_well_text' END
    ], part -> part IS NOT NULL) AS missing
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE list_contains(missing, $part)
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
