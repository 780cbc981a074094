-- grain: one incident, with the headings that its parts were read from (lower case) and the format of its document
SELECT
    seen.incident_id,
    coalesce(
        list_sort(list(DISTINCT lower(substr(e.rule, 10))) FILTER (e.rule IS NOT NULL)), []
    ) AS headings,
    any_value(coalesce(d.format, 'unknown')) AS format
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN evidence AS e ON seen.incident_id = e.record_id AND e.rule LIKE 'section: %'
GROUP BY seen.incident_id
