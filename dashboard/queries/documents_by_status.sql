-- grain: one status of documents in one source
SELECT source_name, status, count(*) AS n_documents
FROM documents
GROUP BY ALL
ORDER BY ALL
