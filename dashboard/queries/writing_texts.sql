-- grain: one of the latest incidents that the filters let through, whose text holds a word that a blaming phrase may hold
SELECT latest.incident_id, latest.title, latest.occurred_on, t.text
FROM (
    SELECT incident_id, title, occurred_on
    FROM incidents_seen
    ORDER BY occurred_on DESC NULLS LAST, incident_id
    LIMIT $n_rows
) AS latest
INNER JOIN incident_texts AS t ON latest.incident_id = t.incident_id
WHERE regexp_matches(t.text, $cue)
ORDER BY latest.occurred_on DESC NULLS LAST, latest.incident_id
