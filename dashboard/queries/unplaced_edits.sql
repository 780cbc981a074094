-- grain: one edit whose record is not in this warehouse
SELECT subject, told, field, value, made_at FROM unplaced_edits ORDER BY made_at DESC
