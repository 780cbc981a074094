"""The index of similar incidents in the warehouse: written once at load, read back whole."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array

from etl.analysis.similar import SimilarIndex, build_index
from etl.load.warehouse import frame, insert, query

_IS_SAVED = "SELECT count(*) > 0 AS is_saved FROM duckdb_tables() WHERE schema_name = 'search'"


def write_search(connection: duckdb.DuckDBPyConnection) -> None:
    """Index every incident and write the tables ``search.*``."""
    index = build_index(frame(connection, query("search_texts")))
    connection.execute(query("search_index"))
    for name, rows in _tables(index).items():
        insert(connection, f"search.{name}", rows)


def read_index(connection: duckdb.DuckDBPyConnection) -> SimilarIndex:
    """The saved index. An older warehouse without one is indexed on the spot, which takes longer."""
    if not frame(connection, _IS_SAVED)["is_saved"].item():
        return build_index(frame(connection, query("search_texts")))
    ids = frame(connection, "SELECT incident_id FROM search.incidents ORDER BY incident_no")["incident_id"]
    terms = frame(connection, "SELECT term, rarity, n_incidents FROM search.terms ORDER BY term_no")
    # Not sorted here: DuckDB keeps the order in which rows were inserted (`preserve_insertion_order`).
    held = connection.execute("SELECT incident_no, weight FROM search.postings").to_arrow_table()
    ends = np.concatenate([[0], terms["n_incidents"].to_numpy().cumsum()]).astype(np.int32)
    parts = (held["weight"].to_numpy(), held["incident_no"].to_numpy(), ends)
    rows = dict(zip(terms["term"], range(len(terms)), strict=True))
    postings = csr_array(parts, shape=(len(terms), len(ids)))
    return SimilarIndex(ids.to_numpy(dtype=object), rows, terms["rarity"].to_numpy(), postings)


def _tables(index: SimilarIndex) -> dict[str, pa.Table]:
    terms = sorted(index.term_rows, key=index.term_rows.__getitem__)
    n_terms, n_incidents = index.postings.shape
    n_uses = np.diff(index.postings.indptr)
    ids = pa.array(index.incident_ids, pa.string())
    return {
        "incidents": pa.table({"incident_no": np.arange(n_incidents), "incident_id": ids}),
        "terms": pa.table(
            {
                "term_no": np.arange(n_terms),
                "term": pa.array(terms, pa.string()),
                "rarity": index.rarity,
                "n_incidents": n_uses,
            }
        ),
        "postings": pa.table(
            {
                "term_no": np.repeat(np.arange(n_terms), n_uses),
                "incident_no": index.postings.indices,
                "weight": index.postings.data,
            }
        ),
    }
