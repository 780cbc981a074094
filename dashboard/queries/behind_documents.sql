-- grain: one document of $source that turned out to be $status, if given
SELECT path, source_name, status
FROM documents
WHERE ($source::VARCHAR IS NULL OR source_name = $source) AND ($status::VARCHAR IS NULL OR status = $status)
ORDER BY path
LIMIT $n_rows
