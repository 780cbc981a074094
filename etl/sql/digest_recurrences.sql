-- grain: one incident that repeats an earlier one and became known in the window: on its day, or when its postmortem
-- was first read, if that was at most 90 days later
SELECT
    r.incident_id, r.title, r.occurred_on, r.severity_level, r.theme, r.service, r.fix_state, r.fix_text, r.days_since,
    r.earlier_incident_id, r.earlier_title, r.earlier_occurred_on,
    greatest(r.occurred_on, CASE WHEN d.first_seen_on - r.occurred_on <= 90 THEN d.first_seen_on END) AS known_on
FROM mart.recurrence_facts AS r
INNER JOIN incidents AS i ON r.incident_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
WHERE known_on BETWEEN $first AND $last
ORDER BY r.incident_id
