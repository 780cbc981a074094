-- grain: one incident that monitoring noticed first, with the words that say so
SELECT
    chosen.*,
    coalesce(
        (
            SELECT min_by(e.quote, e.line_start)
            FROM evidence AS e
            WHERE e.record_id = chosen.incident_id AND e.field = 'detection_source'
        ),
        (
            SELECT min_by(t.text, t.seq)
            FROM timeline_events AS t
            WHERE t.incident_id = chosen.incident_id AND t.kind = 'detected'
        )
    ) AS said
FROM (
    SELECT incident_id, title, occurred_on, severity_level, services, theme, time_to_detect_minutes
    FROM incidents_seen
    WHERE detection_source = 'monitoring'
    ORDER BY occurred_on DESC NULLS LAST, incident_id
    LIMIT $n_rows
) AS chosen
ORDER BY chosen.occurred_on DESC NULLS LAST, chosen.incident_id
