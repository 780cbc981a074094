-- grain: one change of one of the named follow-ups that a document's new text showed
SELECT follow_up_id, observed_on, field, old_value, new_value
FROM follow_up_events
WHERE
    origin = 'reload'
    AND follow_up_id IN $follow_up_ids
    AND field IN ('status', 'due_on', 'done_on', 'declined_on')
ORDER BY follow_up_id, observed_on, field
