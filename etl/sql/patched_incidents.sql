-- grain: one incident that changed, by its own id or a follow-up's, or that repeats one that did
CREATE TABLE touched AS
WITH named AS (
    SELECT incident_id FROM base.incidents WHERE incident_id IN $ids
    UNION
    SELECT incident_id FROM base.follow_ups WHERE follow_up_id IN $ids
)
SELECT incident_id FROM named
UNION
SELECT r.incident_id FROM base.recurrences AS r INNER JOIN named AS n ON r.earlier_incident_id = n.incident_id
