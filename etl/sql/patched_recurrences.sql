-- grain: one recurrence in the patch, with what its fix state depends on
SELECT
    r.incident_id,
    r.earlier_incident_id,
    r.fix_state,
    r.follow_up_id,
    coalesce(later.started_at, later.detected_at, later.occurred_on::TIMESTAMPTZ) AS started_at,
    earlier.source_name IN (
        SELECT listing.source_name
        FROM base.incidents AS listing
        INNER JOIN base.follow_ups USING (incident_id)
        WHERE listing.is_incident
    ) AS lists_follow_ups
FROM recurrences AS r
INNER JOIN incidents AS later ON r.incident_id = later.incident_id
INNER JOIN incidents AS earlier ON r.earlier_incident_id = earlier.incident_id
