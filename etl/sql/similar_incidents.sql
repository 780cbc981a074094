-- grain: one of the incidents asked for: what it was, how it was found, what ended it, what is open on the build's day
SELECT
    i.incident_id, i.title, i.occurred_on, f.services, i.cause_text, i.short_term_text, i.url, d.path, d.sha256,
    found.methods, ended.mitigations, items.open_items,
    coalesce(items.n_follow_ups, 0) AS n_follow_ups, coalesce(items.n_not_recorded, 0) AS n_not_recorded
FROM incidents AS i
INNER JOIN mart.incident_facts AS f ON i.incident_id = f.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN (
    SELECT incident_id, list(method ORDER BY method) AS methods
    FROM incident_diagnosis_methods
    WHERE list_contains($incident_ids::VARCHAR[], incident_id)
    GROUP BY incident_id
) AS found ON i.incident_id = found.incident_id
LEFT JOIN (
    SELECT incident_id, list(mitigation ORDER BY mitigation) AS mitigations
    FROM incident_mitigations
    WHERE list_contains($incident_ids::VARCHAR[], incident_id)
    GROUP BY incident_id
) AS ended ON i.incident_id = ended.incident_id
LEFT JOIN (
    SELECT
        o.incident_id, count(*) AS n_follow_ups, count(*) FILTER (o.status = 'not_recorded') AS n_not_recorded,
        list(
            {'text': o.text, 'due_on': o.due_on, 'is_overdue': coalesce(o.due_on < b.as_of, false)} ORDER BY o.seq
        ) FILTER (o.status IN ('open', 'in_progress')) AS open_items
    FROM follow_ups AS o
    CROSS JOIN builds AS b
    WHERE list_contains($incident_ids::VARCHAR[], o.incident_id)
    GROUP BY o.incident_id
) AS items ON i.incident_id = items.incident_id
WHERE list_contains($incident_ids::VARCHAR[], i.incident_id)
