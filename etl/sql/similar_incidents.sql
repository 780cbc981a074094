-- grain: one of the incidents asked for: what it was, how it was found, what ended it, what is open on the build's day
SELECT
    i.incident_id, i.title, i.occurred_on, f.services, i.cause_text, i.short_term_text, i.url, d.path, d.sha256,
    (SELECT list(method ORDER BY method) FROM incident_diagnosis_methods WHERE incident_id = i.incident_id) AS methods,
    (SELECT list(mitigation ORDER BY mitigation) FROM incident_mitigations WHERE incident_id = i.incident_id)
        AS mitigations,
    (SELECT count(*) FROM follow_ups WHERE incident_id = i.incident_id) AS n_follow_ups,
    (SELECT count(*) FROM follow_ups WHERE incident_id = i.incident_id AND status = 'not_recorded') AS n_not_recorded,
    (
        SELECT list({'text': o.text, 'due_on': o.due_on, 'is_overdue': coalesce(o.due_on < b.as_of, false)} ORDER BY o.seq)
        FROM follow_ups AS o
        WHERE o.incident_id = i.incident_id AND o.status IN ('open', 'in_progress')
    ) AS open_items
FROM incidents AS i
CROSS JOIN builds AS b
INNER JOIN mart.incident_facts AS f ON i.incident_id = f.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE list_contains($incident_ids::VARCHAR[], i.incident_id)
