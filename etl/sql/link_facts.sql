-- grain: one record that is linked as one of several that tell of an incident, with how full it is: a point for each time
-- and each part that it states, two for a cause and for a document of its own, three for follow-ups. The write-up is
-- meant to win against the record that it sums up.
SELECT
    i.incident_id,
    i.document_id,
    i.title,
    (i.started_at IS NOT NULL)::INTEGER
    + (i.detected_at IS NOT NULL)::INTEGER
    + (i.diagnosed_at IS NOT NULL)::INTEGER
    + (i.mitigated_at IS NOT NULL)::INTEGER
    + (i.resolved_at IS NOT NULL)::INTEGER
    + (i.impact_text IS NOT NULL)::INTEGER
    + (i.diagnosis_text IS NOT NULL)::INTEGER
    + (i.short_term_text IS NOT NULL)::INTEGER
    + (i.long_term_text IS NOT NULL)::INTEGER
    + (i.went_well_text IS NOT NULL)::INTEGER
    + (i.went_wrong_text IS NOT NULL)::INTEGER
    + 2 * (i.cause_text IS NOT NULL)::INTEGER
    + 2 * (d.n_incidents <= 1)::INTEGER
    + 3 * (i.incident_id IN (SELECT incident_id FROM follow_ups))::INTEGER AS fullness
FROM incidents AS i
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE
    i.is_incident
    AND i.incident_id IN (
        SELECT unnest([incident_id, other_id]) FROM incident_links WHERE kind = 'same_incident'
    )
ORDER BY i.incident_id
