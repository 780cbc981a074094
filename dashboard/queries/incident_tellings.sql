-- grain: one other record that is linked with the incident asked for. relation: same (both are one incident: told_in is the
-- one that is counted), possible, different (a person said so), mentions, mentioned. What a person said stands first.
WITH linked AS (
    SELECT other_id AS incident_id, kind, confidence, rule, origin, quote, true AS is_forward
    FROM incident_links
    WHERE incident_id = $incident_id
    UNION ALL
    SELECT incident_id, kind, confidence, rule, origin, quote, false AS is_forward
    FROM incident_links
    WHERE other_id = $incident_id
),
direct AS (
    SELECT *
    FROM linked
    QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY origin = 'person' DESC, confidence DESC) = 1
),
counted AS (
    SELECT coalesce(max(told_in), $incident_id) AS incident_id
    FROM told_elsewhere
    WHERE incident_id = $incident_id
),
together AS (
    SELECT incident_id FROM counted
    UNION
    SELECT t.incident_id FROM told_elsewhere AS t SEMI JOIN counted AS c ON t.told_in = c.incident_id
)
SELECT
    i.incident_id,
    CASE
        WHEN i.incident_id IN (SELECT incident_id FROM together) THEN 'same'
        WHEN l.kind = 'mentions' THEN if(l.is_forward, 'mentions', 'mentioned')
        WHEN l.kind = 'different' THEN 'different'
        ELSE 'possible'
    END AS relation,
    i.incident_id IN (SELECT incident_id FROM counted) AS is_counted,
    i.title, i.occurred_on, i.source_name, i.url, d.path, d.format,
    i.started_at, i.detected_at, i.diagnosed_at, i.mitigated_at, i.resolved_at,
    i.started_precision, i.detected_precision, i.diagnosed_precision, i.mitigated_precision, i.resolved_precision,
    l.confidence, l.rule, l.origin, l.quote
FROM incidents AS i
LEFT JOIN direct AS l ON i.incident_id = l.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
WHERE
    i.is_incident
    AND i.incident_id <> $incident_id
    AND (l.incident_id IS NOT NULL OR i.incident_id IN (SELECT incident_id FROM together))
ORDER BY is_counted DESC, l.confidence DESC, i.incident_id
