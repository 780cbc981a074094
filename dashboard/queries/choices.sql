-- grain: one row: everything the filters can be set to
SELECT
    coalesce(list_sort(list(DISTINCT source_name)), []) AS sources,
    coalesce((SELECT list_sort(list(DISTINCT service)) FROM incident_services), []) AS services,
    coalesce(list_sort(list(DISTINCT team) FILTER (team IS NOT NULL)), []) AS teams,
    coalesce(list_sort(list(DISTINCT coalesce(severity_level, 0))), []) AS severities,
    min(occurred_on) AS first_day,
    max(occurred_on) AS last_day,
    count(*) AS n_incidents
FROM mart.incident_facts
