-- grain: one document, or one record of a document with several, that is not counted: it is no incident, or its incident is
-- told in another document
SELECT path, source_name, coalesce(not_incident_reason, 'not stated') AS reason
FROM documents
WHERE status = 'not_incident'
UNION ALL
SELECT
    coalesce(d.path, 'unknown file') || coalesce(', line ' || i.line_start, '') AS path, i.source_name,
    coalesce(i.not_incident_reason, 'not stated') AS reason
FROM incidents AS i
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE NOT i.is_incident AND coalesce(d.status, '') <> 'not_incident'
UNION ALL
SELECT d.path || coalesce(', line ' || i.line_start, '') AS path, i.source_name, t.reason
FROM told_elsewhere AS t
INNER JOIN incidents AS i ON t.incident_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
ORDER BY path
LIMIT $n_rows
