"""Saving on the board: each changed cell at once, or several rows together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import editing
from dashboard import format as fmt
from dashboard.board_edits import drafts_of_row, new_changes, newest_versions
from dashboard.layout import View
from dashboard.words import words
from etl.edits.records import Draft

State = st.session_state


def frozen(place: Any, read: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The rows on the board, which stay where they are while someone edits, until the place or the board changes.

    What was known of each field when they were read tells a conflict later.
    """
    if State.get("_board_place") != place:
        State["_board_place"] = place
        refresh()
    if "_board_rows" not in State:
        State["_board_rows"] = read()
        State["_board_saved"] = {}
        State["_board_seen"] = None
    rows: pd.DataFrame = State["_board_rows"]
    return rows


def refresh() -> None:
    """Read the board anew at the next run."""
    State.pop("_board_rows", None)
    State["_board_turn"] = State.get("_board_turn", 0) + 1


def editor_key() -> str:
    """The table's key: another one for each time the board is read anew."""
    return f"board_{State.get('_board_turn', 0)}"


def save_changes(view: View, rows: pd.DataFrame) -> None:
    """Keep what was changed in the table since the last run, and run again to show it."""
    seen = _seen(view)
    edited = State.get(editor_key(), {}).get("edited_rows", {})
    fresh = new_changes(edited, State["_board_saved"])
    if not editing.who() or not fresh:
        return
    drafts = [d for row, changed in fresh.items() for d in _drafts(view, rows.iloc[row], changed, seen)]
    for row, changed in fresh.items():
        State["_board_saved"].setdefault(row, {}).update(changed)
    _keep(view, drafts)


def _seen(view: View) -> dict[Any, int]:
    if State.get("_board_seen") is None:
        State["_board_seen"] = newest_versions(editing.edits_of(view))
    seen: dict[Any, int] = State["_board_seen"]
    return seen


def _drafts(view: View, item: Any, changed: dict[str, Any], seen: dict[Any, int]) -> list[Draft]:
    return drafts_of_row(item, changed, editing.key_of(view, str(item["follow_up_id"])), seen)


def _keep(view: View, drafts: Sequence[Draft]) -> None:
    outcome = editing.keep(view, drafts)
    if State.get("_board_seen") is not None:
        State["_board_seen"] |= {edit.address: edit.version for edit in outcome.kept}
    if outcome.conflicts:
        refresh()
    if outcome.kept or outcome.conflicts:
        st.rerun()


def show_bulk(
    view: View, rows: pd.DataFrame, edited: pd.DataFrame, statuses: Sequence[str], reasons: Sequence[str]
) -> None:
    """Change several items at once: those that are picked in the table."""
    picked = rows[edited["is_picked"].to_numpy(dtype=bool)]
    label = f"Change {fmt.count(len(picked), 'item')}" if len(picked) else "Pick items to change them together"
    with st.popover(label, disabled=picked.empty, icon=":material/edit_note:"), st.form("bulk", border=False):
        given = {
            "status": st.selectbox("State", statuses, index=None, format_func=words, placeholder="Leave as it is"),
            "declined_reason": st.selectbox(
                "Declined because", reasons, index=None, format_func=words, placeholder="Leave as it is"
            ),
            "owner": st.text_input("Owner", placeholder="Leave as it is"),
            "due_on": st.date_input("Due", value=None, format="YYYY-MM-DD"),
            "note": st.text_input("Note", placeholder="Leave as it is"),
        }
        if st.form_submit_button("Change them", type="primary"):
            changed = {name: value for name, value in given.items() if value}
            seen = _seen(view)
            drafts = [d for _, item in picked.iterrows() for d in _drafts(view, item, changed, seen)]
            refresh()
            _keep(view, drafts)
