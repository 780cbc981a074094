"""What stands behind a chart: the incidents, follow-ups or documents of the mark that was clicked, or of all marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.words import FOLLOW_UP_STATES

if TYPE_CHECKING:
    from dashboard.layout import View

INCIDENTS = {"incident": "Incident", "occurred_on": "Day", "took": "Time to diagnose", "severity": "Severity"}
REPEATS = {"incident": "Incident", "occurred_on": "Day", "fix_text": "Earlier fix", "earlier": "Earlier incident"}
FOLLOW_UPS = {"text": "Follow-up", "state": "State", "opened_on": "Opened", "due_on": "Due", "incident": "Incident"}
DOCUMENTS = {"path": "File", "status": "What it is"}
INCIDENT_CHOICES = (
    "period", "grain", "dimension", "value", "theme", "is_timed", "at_least", "missing", "is_day", "lacking",
    "is_detection_known", "one", "stage",
)  # fmt: skip
FOLLOW_UP_CHOICES = (
    "state", "dimension", "value", "is_timed", "youngest", "oldest", "part", "at", "cohort", "moved", "period", "grain",
)  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """The rows behind a chart. A clicked mark chooses among them by the values that it carries, named in `by`.

    A mark carries them as its customdata: first its label in words, last these values.
    """

    rows: Callable[..., pd.DataFrame]
    by: tuple[str, ...] = ()
    noun: str = "incident"
    columns: Mapping[str, Any] = field(default_factory=lambda: INCIDENTS)
    plural: str | None = None


def incidents(view: View, *by: str, **chosen: Any) -> Behind:
    """Incidents that the filters let through; see behind_incidents.sql for what a mark can choose by."""
    return Behind(partial(_asked, view, "behind_incidents", INCIDENT_CHOICES, chosen), by)


def follow_ups(view: View, *by: str, **chosen: Any) -> Behind:
    """Follow-ups of these incidents; see behind_follow_ups.sql."""
    rows = partial(_asked, view, "behind_follow_ups", FOLLOW_UP_CHOICES, chosen)
    return Behind(rows, by, "follow-up", FOLLOW_UPS)


def repeats(view: View, *by: str, **chosen: Any) -> Behind:
    """Incidents that repeat an earlier one."""
    rows = partial(_asked, view, "behind_repeats", ("dimension", "value", "fix_state"), chosen)
    return Behind(rows, by, "repeat", REPEATS)


def documents(view: View, *by: str) -> Behind:
    """Documents by source and by what they turned out to be."""
    return Behind(partial(_asked, view, "behind_documents", ("source", "status"), {}), by, "document", DOCUMENTS)


def _asked(view: View, name: str, choices: tuple[str, ...], chosen: Mapping[str, Any], **mark: Any) -> pd.DataFrame:
    return view.rows(name, **{**dict.fromkeys(choices), **chosen, **mark})


def among(
    frame: pd.DataFrame,
    *by: str,
    noun: str = "incident",
    plural: str | None = None,
    columns: Mapping[str, Any] = INCIDENTS,
) -> Behind:
    """Rows that the page has already."""
    return Behind(partial(_matching, frame), by, noun, columns, plural)


def _matching(frame: pd.DataFrame, **mark: Any) -> pd.DataFrame:
    chosen = frame
    for name, value in mark.items():
        chosen = chosen[chosen[name].astype(str) == str(value)]
    return chosen


def clicked(behind: Behind, state: Any) -> tuple[str, dict[str, Any]] | None:
    """The label and the values of the mark that is selected; None where none is, or where it stands for nothing."""
    marks = [point["customdata"] for point in state["selection"]["points"] if point.get("customdata")]
    if not marks:
        return None
    return str(marks[0][0]), dict(zip(behind.by, marks[0][-len(behind.by) :], strict=True))


def prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Durations and states as people say them."""
    shown = rows.copy()
    if "time_to_diagnose_minutes" in shown:
        shown["took"] = [
            None if fmt.is_missing(minutes) else fmt.duration(minutes) for minutes in shown["time_to_diagnose_minutes"]
        ]
    if "state" in shown:
        shown["state"] = [fmt.sentence_case(FOLLOW_UP_STATES.get(str(state), str(state))) for state in shown["state"]]
    return shown


def switch(key: str) -> bool:
    """The quiet button that lists everything behind a chart, and whether it is on."""
    place = f"all_behind_{key}"
    is_on = bool(st.session_state.get(place))
    st.button(
        "Hide the list" if is_on else "List what is behind it",
        key=f"behind_{key}",
        type="tertiary",
        icon=":material/list:",
        on_click=_flip,
        args=(place,),
    )
    return is_on


def _flip(place: str) -> None:
    st.session_state[place] = not st.session_state.get(place)
