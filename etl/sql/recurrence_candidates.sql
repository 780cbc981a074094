-- grain: one incident with what it may be recognised by: its texts, services, theme, the names that others may call it,
-- and whether postmortems like it list follow-ups. A practice holds from the first incident that shows it: a source's
-- earlier postmortems, and kinds of records in which fewer than one in five lists any, cannot tell that none was filed.
WITH told AS (
    SELECT
        i.*,
        d.path,
        d.format,
        coalesce(i.started_at, i.detected_at, i.occurred_on::TIMESTAMPTZ) AS began_at,
        CASE WHEN d.n_incidents > 1 THEN i.document_id ELSE '' END AS collection,
        i.incident_id IN (
            SELECT coalesce(t.told_in, f.incident_id)
            FROM follow_ups AS f
            LEFT JOIN told_elsewhere AS t ON f.incident_id = t.incident_id
        ) AS lists_some
    FROM incidents AS i
    INNER JOIN documents AS d ON i.document_id = d.document_id
    WHERE i.is_incident AND i.incident_id NOT IN (SELECT incident_id FROM told_elsewhere)
),
since AS (
    SELECT source_name, collection, format, min(began_at) FILTER (lists_some) AS first_listed_at
    FROM told
    GROUP BY ALL
),
practice AS (
    SELECT source_name, collection, format, first_listed_at, avg(lists_some::INTEGER) AS share
    FROM told
    INNER JOIN since USING (source_name, collection, format)
    WHERE began_at >= first_listed_at
    GROUP BY ALL
)
SELECT
    i.incident_id,
    i.source_name,
    i.began_at AS started_at,
    i.resolved_at,
    m.theme_id,
    t.stability AS theme_stability,
    coalesce(s.services, []::VARCHAR[]) AS services,
    s.services IS NOT NULL AND i.incident_id NOT IN (
        SELECT record_id FROM evidence WHERE field = 'services' AND rule = 'names of components'
    ) AS states_services,
    i.title,
    i.url,
    regexp_extract(i.path, '[^/\\]*$') AS stem,
    texts.text AS body,
    i.cause_text,
    concat_ws(chr(10), i.summary_text, i.cause_text, i.impact_text, i.diagnosis_text, i.went_wrong_text) AS told,
    coalesce(p.share >= 0.2 AND i.began_at >= p.first_listed_at, false) AS lists_follow_ups
FROM told AS i
LEFT JOIN practice AS p
    ON i.source_name = p.source_name AND i.collection = p.collection AND i.format = p.format
LEFT JOIN incident_texts AS texts ON i.incident_id = texts.incident_id
LEFT JOIN theme_members AS m ON i.incident_id = m.incident_id AND m.kind = 'cause' AND m.is_primary
LEFT JOIN themes AS t ON m.theme_id = t.theme_id
LEFT JOIN (
    SELECT incident_id, list(DISTINCT service ORDER BY service) AS services
    FROM incident_services
    GROUP BY incident_id
) AS s ON i.incident_id = s.incident_id
ORDER BY i.incident_id
