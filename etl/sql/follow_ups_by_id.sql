-- grain: one of the named follow-ups, as it stands
SELECT * FROM follow_ups WHERE follow_up_id IN $follow_up_ids
