-- grain: one incident in the patch, with what its repeats depend on. Whether one like it lists follow-ups was judged by the
-- build; where that did not have to, it is not known.
SELECT
    i.incident_id,
    m.theme_id,
    coalesce(i.started_at, i.detected_at, i.occurred_on::TIMESTAMPTZ) AS started_at,
    coalesce(
        (SELECT list(DISTINCT s.service) FROM incident_services AS s WHERE s.incident_id = i.incident_id), []
    ) AS services,
    i.incident_id IN (SELECT earlier_incident_id FROM base.recurrences WHERE fix_state = 'never_filed')
        AS lists_follow_ups
FROM incidents AS i
LEFT JOIN theme_members AS m ON i.incident_id = m.incident_id AND m.kind = 'cause' AND m.is_primary
