-- grain: one theme member: none of a record that is told elsewhere now; a follow-up's is of the record that is counted
DELETE FROM theme_members
WHERE kind = 'cause' AND incident_id IN (SELECT incident_id FROM told_elsewhere);
UPDATE theme_members SET incident_id = counted.incident_id
FROM (
    SELECT f.follow_up_id, coalesce(t.told_in, f.incident_id) AS incident_id
    FROM follow_ups AS f
    LEFT JOIN told_elsewhere AS t ON f.incident_id = t.incident_id
) AS counted
WHERE theme_members.follow_up_id = counted.follow_up_id AND theme_members.incident_id <> counted.incident_id
