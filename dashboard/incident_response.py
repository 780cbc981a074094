"""How one incident was handled: what was tried, which roles were held, when users were told."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.words import DEFINITIONS, LOOKED_FOR, words
from etl.analysis.communication import Told, told_users


def timeline_title(events: pd.DataFrame, minutes_to_mitigate: float | None) -> str:
    """What was tried and when the impact ended, in one line."""
    attempts = events[events["kind"] == "attempt"]
    n, n_failed = len(attempts), int((attempts["outcome"] == "failed").sum())
    tried = f"{fmt.count(n, 'attempt')}" + (f", {n_failed:,} of them without success" if n_failed else "") if n else ""
    ended = (
        ""
        if fmt.is_missing(minutes_to_mitigate)
        else f"the impact ended {fmt.duration(minutes_to_mitigate)} after its start"
    )
    said = "; ".join(part for part in (tried, ended) if part)
    return fmt.sentence_case(said) if said else "What happened when"


def roles_in_words(roles: list[str]) -> str:
    """The roles that the document names (never who held them), and those that it does not."""
    named = fmt.listing([fmt.plain(words(role)) for role in roles], limit=8)
    series = pd.Series(roles, dtype=str)
    lacking = [name for name, cue in LOOKED_FOR.items() if not series.str.contains(cue, case=False, regex=True).any()]
    said = f"Named: **{named}**." if roles else "The document names no role."
    return said + (f" Not named: {fmt.listing(lacking)}." if roles and lacking else "")


def told_in_words(told: Told) -> str:
    """When users were told, in a sentence or two."""
    if not told.n_updates:
        return "The timeline does not say when users were told anything."
    first = (
        "how long after the detection the first one came is not known"
        if told.first_update_minutes is None
        else f"the first {fmt.duration(told.first_update_minutes)} after the detection"
    )
    silence = (
        ""
        if told.longest_silence_minutes is None
        else f" The longest silence lasted {fmt.duration(told.longest_silence_minutes)}."
    )
    return f"**{fmt.count(told.n_updates, 'update')}**, {first}.{silence}"


def fate_in_words(states: pd.Series[str]) -> str:
    """What became of an incident's follow-ups: 2 of 4 done, 1 overdue, 1 declined."""
    counts = states.value_counts()
    rest = [
        f"{counts[state]:,} {words(state)}"
        for state in ("overdue", "open", "declined", "not_recorded")
        if state in counts
    ]
    return ", ".join([f"**{counts.get('done', 0):,} of {len(states):,} done**", *rest])


def show_response(incident: Any, events: pd.DataFrame, roles: list[str]) -> None:
    """Two cells: roles, and communication."""
    updates = events[(events["kind"] == "communicated") & (events["precision"] != "day")]
    told = told_users(updates.rename(columns={"happened_at": "at"}), _time(incident, "detected"), _end(incident))
    grid = st.grid(2, min_column_width=320, border=True)
    with grid.cell():
        st.markdown("**Which roles were held**", help=DEFINITIONS["roles"])
        st.markdown(roles_in_words(roles))
    with grid.cell():
        st.markdown("**When users were told**", help=DEFINITIONS["communication"])
        st.markdown(told_in_words(told))


def _time(incident: Any, name: str) -> Any:
    at = incident[f"{name}_at"]
    return None if fmt.is_missing(at) or incident[f"{name}_precision"] == "day" else at.to_pydatetime()


def _end(incident: Any) -> Any:
    """When the impact ended, else when the incident did."""
    return _time(incident, "mitigated") or _time(incident, "resolved")
