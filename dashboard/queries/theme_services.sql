-- grain: one service of one theme
SELECT service, count(*) AS n_members
FROM members_seen, unnest(services) AS named (service)
WHERE theme_id = $chosen_theme
GROUP BY ALL
ORDER BY n_members DESC, service
