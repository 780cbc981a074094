-- grain: one incident whose text holds a word that a blaming phrase may hold
SELECT seen.incident_id, seen.title, seen.occurred_on, t.text
FROM incidents_seen AS seen
INNER JOIN incident_texts AS t ON seen.incident_id = t.incident_id
WHERE regexp_matches(t.text, $cue)
ORDER BY seen.occurred_on DESC NULLS LAST, seen.incident_id
LIMIT $n_rows
