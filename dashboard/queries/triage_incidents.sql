-- grain: one incident that the filters let through, with what was to be seen of it by minute three, and what helped later
SELECT
    seen.incident_id,
    seen.title,
    seen.occurred_on,
    seen.theme,
    seen.services,
    seen.detection_source,
    coalesce(seen.detected_at, seen.started_at) AS began_at,
    seen.time_to_diagnose_minutes,
    concat_ws('. ', i.impact_text, early.detection) AS symptoms,
    early.events AS early_events,
    coalesce(m.mitigations, []::VARCHAR[]) AS mitigations,
    coalesce(d.methods, []::VARCHAR[]) AS methods
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN (
    SELECT
        e.incident_id,
        string_agg(e.text, '. ' ORDER BY e.seq) FILTER (e.kind = 'detected') AS detection,
        string_agg(e.text, '. ' ORDER BY e.seq) AS events
    FROM timeline_events AS e
    INNER JOIN incidents AS i ON e.incident_id = i.incident_id
    WHERE e.at <= coalesce(i.detected_at, i.started_at) + INTERVAL 3 MINUTE
    GROUP BY e.incident_id
) AS early ON seen.incident_id = early.incident_id
LEFT JOIN (
    SELECT incident_id, list(mitigation ORDER BY mitigation) AS mitigations
    FROM incident_mitigations
    GROUP BY incident_id
) AS m ON seen.incident_id = m.incident_id
LEFT JOIN (
    SELECT incident_id, list(method ORDER BY method) AS methods
    FROM incident_diagnosis_methods
    GROUP BY incident_id
) AS d ON seen.incident_id = d.incident_id
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
