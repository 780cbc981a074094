"""The same bytes at two paths are one document: the one that was there first stays."""

from __future__ import annotations

import duckdb

from etl.load.reuse import BY_INCIDENT

_FIND = """
CREATE TEMP TABLE doubles AS
SELECT document_id, path, first_path FROM (
    SELECT document_id, path, sha256,
           first_value(path) OVER w AS first_path, row_number() OVER w AS place
    FROM documents WHERE n_incidents > 0
    WINDOW w AS (PARTITION BY sha256 ORDER BY loaded_at, path)
) WHERE place > 1;
INSERT INTO rejects
SELECT path, NULL, 'The same content as ' || first_path, 'Keep one of the two; the first was read',
       document_id
FROM doubles;
UPDATE documents SET status = 'rejected', n_incidents = 0
WHERE document_id IN (SELECT document_id FROM doubles);
CREATE TEMP TABLE double_incidents AS
SELECT incident_id FROM incidents WHERE document_id IN (SELECT document_id FROM doubles);
CREATE TEMP TABLE double_follow_ups AS
SELECT follow_up_id FROM follow_ups WHERE incident_id IN (SELECT incident_id FROM double_incidents);
DELETE FROM evidence WHERE record_id IN (
    SELECT incident_id FROM double_incidents UNION ALL SELECT follow_up_id FROM double_follow_ups);
DELETE FROM follow_up_events WHERE follow_up_id IN (SELECT follow_up_id FROM double_follow_ups);
"""


def drop_duplicates(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the rows of every second copy out and list it in ``rejects``."""
    connection.execute(_FIND)
    for table in BY_INCIDENT:
        connection.execute(f"DELETE FROM {table} WHERE incident_id IN (FROM double_incidents)")
    connection.execute("DROP TABLE doubles; DROP TABLE double_incidents; DROP TABLE double_follow_ups")
