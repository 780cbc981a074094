-- grain: one follow-up done by $last that should prevent a repeat; known_on is the day on which it was known to be done
WITH ordered AS (
    SELECT follow_up_id, known_from, done_on, lag(done_on) OVER (
        PARTITION BY follow_up_id ORDER BY known_from NULLS FIRST
    ) AS done_before
    FROM follow_up_versions
),
edited AS (
    SELECT follow_up_id, max(known_from) AS known_on
    FROM ordered
    WHERE done_on IS NOT NULL AND done_on IS DISTINCT FROM done_before
    GROUP BY follow_up_id
),
reloaded AS (
    SELECT follow_up_id, max(observed_on) AS known_on
    FROM follow_up_events
    WHERE origin = 'reload' AND field = 'status' AND new_value = 'done'
    GROUP BY follow_up_id
)
SELECT
    f.follow_up_id, f.incident_id, f.status, f.done_on, f.text, f.url, f.owner, f.incident_title, f.severity_level,
    greatest(
        f.done_on, edited.known_on, reloaded.known_on,
        CASE WHEN d.first_seen_on - i.occurred_on <= 90 THEN d.first_seen_on END
    ) AS known_on
FROM mart.follow_up_facts AS f
INNER JOIN incidents AS i ON f.incident_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
LEFT JOIN edited ON f.follow_up_id = edited.follow_up_id
LEFT JOIN reloaded ON f.follow_up_id = reloaded.follow_up_id
WHERE f.status = 'done' AND f.done_on <= $last AND coalesce(f.kind, 'prevent') = 'prevent'
ORDER BY f.follow_up_id
