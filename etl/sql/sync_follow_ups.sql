-- grain: one follow-up of an incident, with the places in its document that may name a tracker's item
SELECT
    f.follow_up_id, f.text, f.url, i.title AS incident_title, i.occurred_on, e.quotes,
    CASE WHEN e.is_table_row AND t.text IS NOT NULL
        THEN string_split(t.text, chr(10))[f.line - t.line_start + 1] END AS row
FROM follow_ups AS f
JOIN incidents AS i USING (incident_id)
LEFT JOIN incident_texts AS t USING (incident_id)
LEFT JOIN (
    SELECT record_id, string_agg(quote, chr(10) ORDER BY field) FILTER (field = 'text') AS quotes,
        bool_or(rule = 'follow_up: table row') AS is_table_row
    FROM evidence GROUP BY record_id
) AS e ON e.record_id = f.follow_up_id
WHERE i.is_incident
ORDER BY f.follow_up_id
