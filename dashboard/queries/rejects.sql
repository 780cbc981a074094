-- grain: one thing that could not be read
SELECT path, line, problem, hint
FROM rejects
ORDER BY path, line
LIMIT $n_rows
