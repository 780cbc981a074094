-- grain: one incident whose theme, or the name of whose theme, is another one with the edits than in the build
SELECT DISTINCT coalesce(old.incident_id, new.incident_id) AS incident_id
FROM (
    SELECT m.*, t.label FROM base.theme_members AS m INNER JOIN base.themes AS t USING (theme_id)
) AS old
FULL JOIN (
    SELECT m.*, t.label FROM theme_members AS m INNER JOIN themes AS t USING (theme_id)
) AS new
    ON
        old.theme_id = new.theme_id
        AND old.incident_id = new.incident_id
        AND old.follow_up_id IS NOT DISTINCT FROM new.follow_up_id
        AND old.is_primary = new.is_primary
        AND old.label = new.label
WHERE old.theme_id IS NULL OR new.theme_id IS NULL
