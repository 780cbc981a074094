-- grain: one duration that could not be measured, of an incident that the filters let through
SELECT excluded.*
FROM mart.duration_exclusions AS excluded
SEMI JOIN incidents_seen USING (incident_id)
UNION ALL
SELECT
    later.incident_id, later.title, later.source_name, later.occurred_on, later.metric,
    'happened after the day shown' AS reason, false AS is_impossible
FROM (
    SELECT
        facts.incident_id, facts.title, facts.source_name, facts.occurred_on,
        unnest(['time_to_diagnose', 'time_to_mitigate', 'time_to_resolve']) AS metric,
        unnest([time_to_diagnose_minutes, time_to_mitigate_minutes, time_to_resolve_minutes]) AS minutes,
        unnest([diagnosed_at, mitigated_at, resolved_at])::DATE AS ended_on
    FROM mart.incident_facts AS facts
    SEMI JOIN incidents_seen USING (incident_id)
) AS later
WHERE later.minutes IS NOT NULL AND later.ended_on > $as_of::DATE
