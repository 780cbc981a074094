-- grain: one recurrence in the patch, with what its fix state depends on. An earlier incident without any follow-up is of a
-- kind that lists some where the load found that none was filed.
SELECT
    r.incident_id,
    r.earlier_incident_id,
    r.fix_state,
    r.follow_up_id,
    coalesce(later.started_at, later.detected_at, later.occurred_on::TIMESTAMPTZ) AS started_at,
    r.fix_state = 'never_filed' AS lists_follow_ups
FROM recurrences AS r
INNER JOIN incidents AS later ON r.incident_id = later.incident_id
