"""What the trackers know of the follow-ups of a warehouse, as changes to be merged."""

from __future__ import annotations

from datetime import date

import pandas as pd
import sqlalchemy as sa

from etl.edits.fold import Change
from etl.sync.store import linked_changes

ORIGIN = "tracker"


def observed_changes(engine: sa.Engine) -> list[Change]:
    """Every change of every linked item, the first one also as the day on which the follow-up was opened."""
    return [change for row in linked_changes(engine).to_dict("records") for change in _changes(row)]


def _changes(row: dict[object, object]) -> list[Change]:
    at = pd.Timestamp(str(row["at"])).to_pydatetime()
    is_opening = row["field"] == "status" and row["old_value"] is None
    found = [Change(str(row["follow_up_id"]), str(row["field"]), row["new_value"], at, ORIGIN, is_opening=is_opening)]
    if is_opening:
        found.append(Change(str(row["follow_up_id"]), "opened_on", date.isoformat(at.date()), at, ORIGIN))
    return found
