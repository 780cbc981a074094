-- grain: one record of another document that tells of an incident within three days of the one asked for, the nearest first
SELECT near.incident_id, near.title, near.occurred_on, near.source_name
FROM incidents AS near, incidents AS own
WHERE
    own.incident_id = $incident_id
    AND near.is_incident
    AND near.incident_id <> own.incident_id
    AND near.document_id <> own.document_id
    AND near.occurred_on BETWEEN own.occurred_on - 3 AND own.occurred_on + 3
ORDER BY abs(near.occurred_on - own.occurred_on), near.title, near.incident_id
LIMIT 50
