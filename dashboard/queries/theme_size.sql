-- grain: one row: what the filters let through of the chosen theme
SELECT count(*) AS n_members
FROM members_seen
WHERE theme_id = $chosen_theme
