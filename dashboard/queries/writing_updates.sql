-- grain: one incident whose timeline says when users were told something
-- Where the first update is the very line that tells of the detection, the time between them is not known.
-- A line that only says who takes which role tells users nothing. A silence lasts from the detection (or the first
-- update) to the next update, and from the last update to the end of the impact.
WITH updates AS (
    SELECT t.incident_id, t."at" AS told_at
    FROM timeline_events AS t
    SEMI JOIN incidents_seen USING (incident_id)
    WHERE
        t.kind = 'communicated' AND t."at" IS NOT NULL AND t.precision <> 'day' AND t."at"::DATE <= $as_of
        AND NOT regexp_matches(t.text, '(?i)declared|takes? (over|command)|assigned|(incident|war) (channel|room)')
),
bounded AS (
    SELECT
        incident_id,
        CASE WHEN detected_precision <> 'day' THEN detected_at END AS detected_at,
        coalesce(
            CASE WHEN mitigated_precision <> 'day' THEN mitigated_at END,
            CASE WHEN resolved_precision <> 'day' THEN resolved_at END
        ) AS ended_at
    FROM incidents
    SEMI JOIN incidents_seen USING (incident_id)
),
points AS (
    SELECT incident_id, told_at AS point FROM updates
    UNION
    SELECT incident_id, detected_at FROM bounded SEMI JOIN updates USING (incident_id) WHERE detected_at IS NOT NULL
    UNION
    SELECT incident_id, ended_at FROM bounded SEMI JOIN updates USING (incident_id) WHERE ended_at IS NOT NULL
),
silences AS (
    SELECT
        p.incident_id,
        date_diff('second', lag(p.point) OVER (PARTITION BY p.incident_id ORDER BY p.point), p.point) / 60.0 AS minutes
    FROM points AS p
    INNER JOIN bounded AS b ON p.incident_id = b.incident_id
    WHERE p.point <= coalesce(b.ended_at, p.point) AND p.point >= coalesce(b.detected_at, p.point)
),
first_updates AS (
    SELECT u.incident_id, count(*) AS n_updates, min(u.told_at) AS first_at
    FROM updates AS u
    GROUP BY u.incident_id
)
SELECT
    seen.incident_id, seen.title, seen.occurred_on, seen.severity_level, f.n_updates,
    CASE WHEN f.first_at > b.detected_at THEN date_diff('second', b.detected_at, f.first_at) / 60.0 END
        AS first_update_minutes,
    (SELECT max(minutes) FROM silences AS s WHERE s.incident_id = seen.incident_id) AS longest_silence_minutes
FROM first_updates AS f
INNER JOIN incidents_seen AS seen ON f.incident_id = seen.incident_id
INNER JOIN bounded AS b ON f.incident_id = b.incident_id
ORDER BY longest_silence_minutes DESC NULLS LAST, seen.incident_id
