"""Links between the records of one incident, into the warehouse; and which of them is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from etl.analysis.incident_links import DIFFERENT, LINK_COLUMNS, PERSON, SAME, find_links
from etl.analysis.link_groups import told_elsewhere
from etl.analysis.link_names import own_names
from etl.edits.records import Edit
from etl.load.rows import arrow_table
from etl.load.verdicts import said_of_pairs
from etl.load.warehouse import fetch, frame, insert, query

SUBJECT = "link"
"""Of an edit that says of two records whether they tell of one incident. Its record_key is ``<id>|<id>``, its value
``same`` or ``different``, its reference has references of both under `SIDES`."""
SIDES = ("one", "other")
SAID = {"same": SAME, "different": DIFFERENT}
RULE = "a person said so"


def write_links(connection: duckdb.DuckDBPyConnection) -> None:
    """Find what documents tell of one another and which are alike, and write ``incident_links``.

    Before the edits are merged: what is found depends on the documents alone, so that no click moves other links.
    """
    records = frame(connection, query("link_records"))
    if records.empty:
        return
    records["services"] = records["services"].map(list)
    names = own_names(records)
    connection.register("link_names", names.astype({"incident_id": "str", "name": "str"}))
    named = frame(connection, query("link_mentions"))
    connection.unregister("link_names")
    _insert(connection, find_links(records, names, named))


def write_people_links(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> None:
    """Add to ``incident_links`` what people said of pairs."""
    insert(connection, "incident_links", arrow_table("incident_links", people_links(connection, edits)))


def people_links(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """The rows of ``incident_links`` that people made, of pairs whose records are both in this warehouse."""
    said = {
        (min(pair), max(pair)): SAID[value]
        for *pair, value in said_of_pairs(connection, edits, SUBJECT, SIDES)
        if value in SAID and pair[0] != pair[1]
    }
    return [
        {"incident_id": one, "other_id": other, "kind": kind, "confidence": 1.0, "rule": RULE, "origin": PERSON}
        for (one, other), kind in sorted(said.items())
    ]


def settle_links(connection: duckdb.DuckDBPyConnection) -> None:
    """Write ``told_elsewhere``: of each group of linked records all but the fullest."""
    links = frame(connection, f"SELECT {', '.join(LINK_COLUMNS)} FROM incident_links")
    if links.empty:
        return
    records = fetch(connection, query("link_facts"))
    titles = {row["incident_id"]: row["title"] for row in records}
    told = told_elsewhere(links, pd.DataFrame(records, columns=["incident_id", "document_id", "fullness"]))
    rows = [
        {"incident_id": one, "told_in": main, "reason": f"told in another document: {titles[main] or 'untitled'}"}
        for one, main in told.itertuples(index=False)
    ]
    insert(connection, "told_elsewhere", arrow_table("told_elsewhere", rows))


def _insert(connection: duckdb.DuckDBPyConnection, links: pd.DataFrame) -> None:
    listed = links.astype(object).where(links.notna(), None)
    insert(connection, "incident_links", arrow_table("incident_links", listed.to_dict("records")))
