"""What people said of two incidents: the same failure again, or not; one incident told twice, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from etl.analysis.recurrence_verdicts import VERDICT_COLUMNS
from etl.edits.records import Edit
from etl.load.merge import find_records

SIDES = ("later", "earlier")
SEPARATOR = "|"


def read_verdicts(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> pd.DataFrame:
    """The newest verdict on each repeat whose incidents are both in this warehouse: incident_id, earlier_incident_id,
    is_confirmed. An edit (subject ``recurrence``) has ``<later id>|<earlier id>`` for its record_key, ``confirmed`` or
    ``rejected`` for its value, and references of both in its reference, under ``later`` and ``earlier``.
    """
    said = said_of_pairs(connection, edits, "recurrence", SIDES)
    rows = [(later, earlier, value == "confirmed") for later, earlier, value in said]
    return pd.DataFrame(rows, columns=list(VERDICT_COLUMNS))


def said_of_pairs(
    connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit], subject: str, sides: tuple[str, str]
) -> list[tuple[str, str, str]]:
    """Today's ids of both incidents and the newest value that stands, of each pair that is in this warehouse."""
    newest = {e.address: e for e in edits if e.subject == subject}
    standing = [e for e in newest.values() if e.value and not e.is_reset]
    abouts = {(e.record_key, side): _about(e, place, side) for e in standing for place, side in enumerate(sides)}
    ids, _ = find_records(connection, list(abouts.values()))
    today = {key: ids.get(("incident", about.record_key)) for key, about in abouts.items()}
    rows = []
    for edit in standing:
        one, other = (today[edit.record_key, side] for side in sides)
        if one and other:
            rows.append((one, other, str(edit.value)))
    return rows


def _about(edit: Edit, place: int, side: str) -> Edit:
    """The same edit as one about a single incident of the pair."""
    return replace(
        edit,
        subject="incident",
        record_key=edit.record_key.split(SEPARATOR)[place],
        reference=edit.reference.get(side, {}),
    )
