-- grain: one incident since one of the open fixes $follow_up_ids was filed, of its theme and on its services: those that
-- etl.analysis.open_fixes counts
SELECT DISTINCT
    later.incident_id, later.title, later.occurred_on, later.severity_level, later.time_to_diagnose_minutes
FROM follow_ups_seen AS fix
INNER JOIN mart.incident_facts AS own ON fix.incident_id = own.incident_id
INNER JOIN mart.incident_facts AS later
    ON
        own.theme_id = later.theme_id
        AND own.source_name = later.source_name
        AND list_has_any(own.services, later.services)
        AND own.incident_id <> later.incident_id
WHERE
    list_contains($follow_up_ids::VARCHAR[], fix.follow_up_id)
    AND later.started_at::DATE > fix.opened_on
    AND later.started_at::DATE <= $as_of::DATE
    AND later.occurred_on <= $as_of::DATE
ORDER BY later.occurred_on DESC, later.incident_id
LIMIT $n_rows
