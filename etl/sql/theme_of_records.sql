-- grain: one record of $kind (an incident, a follow-up) that is in a theme
SELECT coalesce(follow_up_id, incident_id) AS record_id, theme_id
FROM theme_members
WHERE kind = $kind AND is_primary
ORDER BY record_id
