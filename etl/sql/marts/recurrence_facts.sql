-- grain: one incident that repeats an earlier one, with both incidents' names and the state of the earlier fix.
SELECT
    r.incident_id,
    r.earlier_incident_id,
    r.fix_state,
    r.days_since,
    r.confidence,
    r.service,
    r.follow_up_id,
    f.text AS fix_text,
    r.theme_id,
    t.label AS theme,
    later.title,
    later.occurred_on,
    later.month,
    later.source_name,
    later.severity,
    later.severity_level,
    later.team,
    later.services,
    later.scope,
    later.theme_id AS incident_theme_id,
    later.resolved_at,
    later.time_to_resolve_minutes,
    earlier.title AS earlier_title,
    earlier.occurred_on AS earlier_occurred_on
FROM recurrences AS r
INNER JOIN mart.incident_facts AS later ON r.incident_id = later.incident_id
INNER JOIN mart.incident_facts AS earlier ON r.earlier_incident_id = earlier.incident_id
LEFT JOIN themes AS t ON r.theme_id = t.theme_id
LEFT JOIN follow_ups AS f ON r.follow_up_id = f.follow_up_id
ORDER BY later.services, later.scope  -- what a filter lets through lies together: the rest is skipped
