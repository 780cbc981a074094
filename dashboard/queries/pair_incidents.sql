-- grain: one of the incidents asked for, with the texts that tell what failed
SELECT
    f.incident_id, f.title, f.occurred_on, f.services, f.theme, i.cause_text, i.summary_text, i.impact_text,
    i.diagnosis_text, i.short_term_text, i.went_wrong_text
FROM mart.incident_facts AS f
INNER JOIN incidents AS i ON f.incident_id = i.incident_id
WHERE list_contains($incident_ids::VARCHAR[], f.incident_id)
