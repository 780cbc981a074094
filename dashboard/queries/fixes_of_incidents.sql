-- grain: one follow-up of the incidents asked for, whatever the filters, in its state on $as_of
SELECT
    follow_up_id, incident_id, text, kind, state, is_overdue, opened_on, opened_is_implied, due_on, done_on, declined_on,
    closed_on, url
FROM follow_ups_known
WHERE list_contains($incident_ids::VARCHAR[], incident_id)
ORDER BY opened_on, incident_id, line, follow_up_id
