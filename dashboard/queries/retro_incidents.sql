-- grain: one incident that the filters let through, with what a retrospective asks about it
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, seen.services, seen.theme, seen.source_name,
    seen.cause_category, seen.trigger, seen.detection_source,
    seen.started_at IS NOT NULL AS has_start, seen.detected_at IS NOT NULL AS has_detection,
    seen.diagnosed_at IS NOT NULL AS has_diagnosis, seen.mitigated_at IS NOT NULL AS has_mitigation,
    seen.resolved_at IS NOT NULL AS has_resolution,
    seen.time_to_diagnose_minutes, seen.time_to_resolve_minutes,
    i.cause_text, i.went_well_text, d.path,
    CASE WHEN regexp_matches(i.url, '^https?://') THEN i.url END AS url,
    r.earlier_incident_id, r.earlier_title, r.earlier_occurred_on, r.fix_state, r.days_since, r.fix_text,
    earlier.cause_category AS earlier_cause_category, earlier.cause_text AS earlier_cause_text
FROM incidents_seen AS seen
INNER JOIN incidents AS i ON seen.incident_id = i.incident_id
LEFT JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN recurrences_seen AS r ON seen.incident_id = r.incident_id
LEFT JOIN incidents AS earlier ON r.earlier_incident_id = earlier.incident_id
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
