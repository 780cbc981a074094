-- grain: one scope: a source, a team, a severity and a set of services that an incident has, whatever the filters
SELECT
    scope,
    any_value(source_name) AS source_name,
    any_value(team) AS team,
    any_value(severity_level) AS severity_level,
    any_value(services) AS services
FROM mart.incident_facts
GROUP BY scope
