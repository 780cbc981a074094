-- grain: one record that tells of an incident (is_incident), with its durations in minutes. told_in: another record tells
-- of the incident more fully, and is counted in its place.
-- scope: the same for records of one source, team and severity that name the same services; filters choose by it.
-- A duration is NULL when an end is missing, known only to the day, or impossible (negative);
-- mart.duration_exclusions says which and why. Definitions: docs/metrics.md. started, detected and so on are the times that
-- are known better than to the day.
WITH ends AS (
    SELECT
        i.*,
        CASE WHEN started_precision <> 'day' THEN started_at END AS started,
        CASE WHEN detected_precision <> 'day' THEN detected_at END AS detected,
        CASE WHEN diagnosed_precision <> 'day' THEN diagnosed_at END AS diagnosed,
        CASE WHEN mitigated_precision <> 'day' THEN mitigated_at END AS mitigated,
        CASE WHEN resolved_precision <> 'day' THEN resolved_at END AS resolved
    FROM incidents AS i
    WHERE is_incident
),
spans AS (
    SELECT
        *,
        date_diff('second', started, detected) / 60.0 AS to_detect,
        date_diff('second', detected, diagnosed) / 60.0 AS to_diagnose,
        date_diff('second', started, mitigated) / 60.0 AS to_mitigate,
        date_diff('second', started, resolved) / 60.0 AS to_resolve,
        date_diff('second', resolved_at, published_at) / 86400.0 AS to_publish
    FROM ends
),
causes AS (
    SELECT m.incident_id, t.theme_id, t.label
    FROM theme_members AS m
    INNER JOIN themes AS t ON m.theme_id = t.theme_id
    WHERE m.kind = 'cause' AND m.is_primary
),
services AS (
    SELECT incident_id, list(service ORDER BY service) AS services
    FROM incident_services
    GROUP BY incident_id
)
SELECT
    s.incident_id,
    s.source_name,
    s.title,
    s.url,
    s.severity,
    s.severity_level,
    s.team,
    s.occurred_on,
    date_trunc('month', s.occurred_on)::DATE AS month,
    s.started_at,
    s.detected_at,
    s.diagnosed_at,
    s.mitigated_at,
    s.resolved_at,
    s.published_at,
    s.started,
    s.detected,
    s.diagnosed,
    s.mitigated,
    s.resolved,
    s.cause_category,
    s.trigger,
    s.detection_source,
    c.theme_id,
    c.label AS theme,
    coalesce(v.services, []::VARCHAR[]) AS services,
    hash(s.source_name, s.team, s.severity_level, coalesce(v.services, []::VARCHAR[])) AS scope,
    CASE WHEN s.to_detect >= 0 THEN s.to_detect END AS time_to_detect_minutes,
    CASE WHEN s.to_diagnose >= 0 THEN s.to_diagnose END AS time_to_diagnose_minutes,
    CASE WHEN s.to_mitigate >= 0 THEN s.to_mitigate END AS time_to_mitigate_minutes,
    CASE WHEN s.to_resolve >= 0 THEN s.to_resolve END AS time_to_resolve_minutes,
    CASE WHEN s.to_publish >= 0 THEN s.to_publish END AS publish_lag_days,
    s.mitigated < s.diagnosed AS is_mitigated_before_diagnosed,
    r.incident_id IS NOT NULL AS is_recurrence,
    e.told_in
FROM spans AS s
LEFT JOIN causes AS c ON s.incident_id = c.incident_id
LEFT JOIN services AS v ON s.incident_id = v.incident_id
LEFT JOIN recurrences AS r ON s.incident_id = r.incident_id
LEFT JOIN told_elsewhere AS e ON s.incident_id = e.incident_id
