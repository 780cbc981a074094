-- grain: one postmortem of the example company, with what was read from it
SELECT
    d.path,
    epoch(i.started_at) AS started_at,
    epoch(i.detected_at) AS detected_at,
    epoch(i.diagnosed_at) AS diagnosed_at,
    epoch(i.mitigated_at) AS mitigated_at,
    epoch(i.resolved_at) AS resolved_at,
    m.theme_id,
    e.path AS earlier_path,
    r.fix_state,
    coalesce((SELECT list(f.status ORDER BY f.seq) FROM follow_ups AS f WHERE f.incident_id = i.incident_id), []) AS statuses
FROM documents AS d
INNER JOIN incidents AS i ON d.document_id = i.document_id
LEFT JOIN theme_members AS m ON i.incident_id = m.incident_id AND m.kind = 'cause' AND m.is_primary
LEFT JOIN recurrences AS r ON i.incident_id = r.incident_id
LEFT JOIN incidents AS ei ON r.earlier_incident_id = ei.incident_id
LEFT JOIN documents AS e ON ei.document_id = e.document_id
WHERE d.format = 'markdown'
