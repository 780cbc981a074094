-- grain: one document recognised as no incident
SELECT path, source_name, coalesce(not_incident_reason, 'not stated') AS reason
FROM documents
WHERE status = 'not_incident'
ORDER BY path
LIMIT $n_rows
