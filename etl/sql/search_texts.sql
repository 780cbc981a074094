-- grain: one incident, with the texts that it is found by. The summary stands in where nothing else is told.
SELECT
    incident_id, title, cause_text, impact_text, diagnosis_text, short_term_text,
    CASE WHEN coalesce(cause_text, impact_text, diagnosis_text, short_term_text) IS NULL THEN summary_text END
        AS summary_text
FROM incidents
WHERE is_incident AND incident_id NOT IN (SELECT incident_id FROM told_elsewhere)
ORDER BY incident_id
