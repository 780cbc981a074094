-- grain: one record that tells of an incident, with what another one of the same may be known by. The texts are cut: what a
-- document tells first is enough to recognise it by.
SELECT
    i.incident_id,
    i.document_id,
    i.source_name,
    d.format,
    regexp_extract(d.path, '(?:^|[/\\])([^/\\]*)[/\\][^/\\]*$', 1) AS folder,
    CASE WHEN d.n_incidents <= 1 THEN regexp_extract(d.path, '[^/\\]*$') END AS stem,
    i.title,
    i.url,
    i.record_key,
    i.occurred_on,
    i.started_at,
    i.detected_at,
    i.mitigated_at,
    i.resolved_at,
    i.started_precision = 'day' AS is_day_only,
    coalesce(s.services, []::VARCHAR[]) AS services,
    concat_ws(
        ' ', i.title, left(i.summary_text, 400), left(i.impact_text, 400), left(i.cause_text, 400)
    ) AS told
FROM incidents AS i
INNER JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN (
    SELECT incident_id, list(DISTINCT service ORDER BY service) AS services
    FROM incident_services
    GROUP BY incident_id
) AS s ON i.incident_id = s.incident_id
WHERE i.is_incident
ORDER BY i.incident_id
