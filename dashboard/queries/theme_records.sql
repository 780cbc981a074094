-- grain: one record whose first theme is the chosen one, whatever the filters
SELECT coalesce(follow_up_id, incident_id) AS record_id
FROM theme_members
WHERE theme_id = $chosen_theme AND is_primary
ORDER BY record_id
