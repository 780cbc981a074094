-- grain: one cause theme
SELECT theme_id, label
FROM themes
WHERE kind = 'cause'
ORDER BY label
