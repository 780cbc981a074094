-- grain: one incident that the filters let through, and whether its title holds the words searched for
SELECT seen.incident_id, contains(lower(coalesce(seen.title, '')), lower($search)) AS is_in_title
FROM incidents_seen AS seen
ORDER BY seen.occurred_on DESC, seen.incident_id
