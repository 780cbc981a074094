-- grain: the one build of this warehouse
SELECT build_id, built_at, as_of, n_documents, is_example, merged, layout
FROM builds
ORDER BY built_at DESC
LIMIT 1
