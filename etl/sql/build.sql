-- grain: the one build of this warehouse
SELECT build_id, built_at
FROM builds
