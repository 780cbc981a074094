"""What people said of two incidents: the same failure again, or not."""

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
    """The newest verdict on each pair whose incidents are both in this warehouse: incident_id, earlier_incident_id,
    is_confirmed. An edit (subject ``recurrence``) has ``<later id>|<earlier id>`` for its record_key, ``confirmed`` or
    ``rejected`` for its value, and references of both in its reference, under ``later`` and ``earlier``.
    """
    newest = {e.address: e for e in edits if e.subject == "recurrence"}
    standing = [e for e in newest.values() if e.value and not e.is_reset]
    abouts = {(e.record_key, side): _about(e, position) for e in standing for position, side in enumerate(SIDES)}
    ids, _ = find_records(connection, list(abouts.values()))
    today = {key: ids.get(("incident", about.record_key)) for key, about in abouts.items()}
    rows = [
        (today[e.record_key, "later"], today[e.record_key, "earlier"], e.value == "confirmed")
        for e in standing
        if today[e.record_key, "later"] and today[e.record_key, "earlier"]
    ]
    return pd.DataFrame(rows, columns=list(VERDICT_COLUMNS))


def _about(edit: Edit, position: int) -> Edit:
    """The same edit as one about a single incident of the pair."""
    side = SIDES[position]
    return replace(
        edit,
        subject="incident",
        record_key=edit.record_key.split(SEPARATOR)[position],
        reference=edit.reference.get(side, {}),
    )
