-- grain: one link of a touched record: as the build found it, or as people say now
INSERT INTO incident_links
SELECT * FROM base.incident_links AS l
WHERE l.origin <> 'person' AND l.incident_id IN (SELECT incident_id FROM touched)
UNION ALL
SELECT * FROM said_links
