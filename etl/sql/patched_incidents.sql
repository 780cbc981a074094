-- grain: one incident that changed, by its own id or a follow-up's, or that repeats one that did, or that is linked with one
CREATE TABLE touched AS
WITH RECURSIVE pairs AS (
    SELECT incident_id, other_id FROM base.incident_links WHERE kind = 'same_incident'
    UNION
    SELECT incident_id, other_id FROM said_links
),
joined AS (
    SELECT incident_id, other_id FROM pairs
    UNION
    SELECT other_id, incident_id FROM pairs
),
named AS (
    SELECT incident_id FROM base.incidents WHERE incident_id IN $ids
    UNION
    SELECT incident_id FROM base.follow_ups WHERE follow_up_id IN $ids
    UNION
    SELECT unnest([incident_id, other_id]) FROM said_links
    UNION
    SELECT unnest([incident_id, other_id]) FROM base.incident_links WHERE origin = 'person'
),
told_together AS (
    SELECT incident_id FROM named
    UNION
    SELECT j.other_id FROM told_together AS t INNER JOIN joined AS j ON t.incident_id = j.incident_id
),
repeating AS (
    SELECT incident_id FROM told_together
    UNION
    SELECT r.incident_id FROM base.recurrences AS r INNER JOIN told_together AS n ON r.earlier_incident_id = n.incident_id
),
whole AS (
    SELECT incident_id FROM repeating
    UNION
    SELECT j.other_id FROM whole AS t INNER JOIN joined AS j ON t.incident_id = j.incident_id
)
SELECT incident_id FROM whole
