-- grain: one change of the themes of $kind since the build before, with the incident that it is about, if any
SELECT
    m.change, m.record_id, m.incident_id, m.from_label, m.to_label, m.to_theme_id, m.earlier_built_at,
    i.title, i.occurred_on, f.text
FROM theme_moves AS m
LEFT JOIN incidents AS i ON m.incident_id = i.incident_id
LEFT JOIN follow_ups AS f ON m.record_id = f.follow_up_id
WHERE m.kind = $kind
ORDER BY m.change, m.to_label, m.from_label, m.record_id
