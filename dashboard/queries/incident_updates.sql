-- grain: one update to users or colleagues that another record of the incident asked for tells of: of a status page's or a
-- tool's record every line is one
SELECT t.incident_id, t.seq, t."at" AS happened_at, t.precision, t.text
FROM timeline_events AS t
INNER JOIN incidents AS i ON t.incident_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
WHERE
    list_contains($incident_ids::VARCHAR[], t.incident_id)
    AND (t.kind = 'communicated' OR d.format IN ('json', 'jsonl', 'ndjson', 'csv', 'tsv', 'parquet'))
ORDER BY happened_at, t.incident_id, t.seq
