-- grain: one link of a status page's record of the example company with a postmortem, and whether it is counted once
SELECT
    r.record_key,
    d.path,
    l.kind,
    t.incident_id IS NOT NULL AS is_counted_once
FROM incident_links AS l
INNER JOIN incidents AS r ON r.incident_id IN (l.incident_id, l.other_id) AND r.record_key IS NOT NULL
INNER JOIN incidents AS i ON i.incident_id IN (l.incident_id, l.other_id) AND i.incident_id <> r.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN told_elsewhere AS t ON r.incident_id = t.incident_id AND t.told_in = i.incident_id
