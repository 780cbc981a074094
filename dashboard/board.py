"""The board: what is left to do, the costliest first, edited in place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import board_save, editing, ledger
from dashboard import format as fmt
from dashboard.findings import times
from dashboard.layout import MOST_ROWS, View, incident_columns, show_nothing, show_table
from dashboard.links import incident_urls
from dashboard.proposals import show_proposals
from dashboard.words import words
from etl.edits.records import DECLINED_REASONS
from etl.records import FOLLOW_UP_KINDS

QUEUES = {
    "Open": "is_open",
    "Overdue": "is_overdue",
    "No change for 7 days": "is_stale_7",
    "No change for 30 days": "is_stale_30",
    "Without an owner": "is_without_owner",
    "Without an agreed date": "is_without_due",
    "Re-opened": "is_reopened",
    "Date moved back": "is_slipped",
    "Only investigate or document": "is_weak",
    "Done": "is_done",
    "Done without evidence": "is_without_evidence",
    "Declined": "is_declined",
    "Not recorded": "is_not_recorded",
}
EVERYONE = "Everyone"
STATUSES = ["open", "in_progress", "done", "declined", "not_recorded"]
MOST_ON_BOARD = 200
READ_ONLY = ["text", "incident", "implied_due_on", "n_incidents_since", "minutes_since", "age_days", "url"]


def show_board(view: View) -> None:
    """The queues, the items of one of them, and what has no item at all."""
    owner = _choose_owner(view.rows("board_owners")["owner"].tolist())
    of_owner = None if owner == EVERYONE else owner
    counts = view.row("board_counts", owner=of_owner)
    queue = _choose_queue({name: int(counts[column]) for name, column in QUEUES.items()})
    items = ledger.costliest(view.build, view.filters, QUEUES[queue], of_owner, MOST_ON_BOARD)
    if items.empty:
        show_nothing(f"Nothing in the list “{queue}”", "Choose another list, or other filters.")
    else:
        _show_items(view, queue, owner, items, int(counts[QUEUES[queue]]))
    editing.show_recent(view, lambda edit: edit.subject == "follow_up")
    show_proposals(view)
    if owner == EVERYONE:
        _show_unfixed(view)
        _show_unknown(view)


def _choose_owner(owners: list[str]) -> str:
    if not owners:
        return EVERYONE
    picked = st.selectbox(
        "Whose items", [EVERYONE, *owners], key="owner", bind="query-params", help="To follow one's own items.",
        width=320,
    )  # fmt: skip
    return str(picked or EVERYONE)


def _choose_queue(counts: dict[str, int]) -> str:
    names = [name for name, n in counts.items() if n or name == "Open"]
    asked = st.query_params.get("queue", "Open")
    picked = st.pills(
        "List", names, default=asked if asked in names else "Open", required=True, key="queue",
        format_func=lambda name: f"{name} ({counts[name]:,})", on_change=_keep_queue,
    )  # fmt: skip
    return str(picked)


def _keep_queue() -> None:
    """Into the URL by name: a bound widget would put its label there, with a count that changes."""
    st.query_params["queue"] = str(st.session_state["queue"])


def _show_items(view: View, queue: str, owner: str, items: pd.DataFrame, n: int) -> None:
    place = (view.build.path, view.build.generation, view.filters, queue, owner, editing.turn())
    rows = board_save.frozen(place, lambda: _rows(items))
    shown = f"The first {len(rows):,} of {n:,}" if len(rows) < n else fmt.sentence_case(fmt.count(n, "follow-up"))
    st.caption(
        f"{shown}, those whose failure has come back most since they were filed first. "
        + ("Change a cell and it is saved." if editing.who() else "Type your name at the left to change them.")
    )
    edited = st.data_editor(
        rows,
        column_order=["is_picked", *_columns(rows)],
        column_config={"is_picked": st.column_config.CheckboxColumn("Pick", width=75), **_columns(rows)},
        disabled=READ_ONLY if editing.who() else True,
        hide_index=True,
        placeholder="–",
        key=board_save.editor_key(),
        height=460,
        alt=f"Follow-ups: {queue}",
    )
    board_save.save_changes(view, rows)
    if editing.who():
        board_save.show_bulk(view, rows, edited, STATUSES, DECLINED_REASONS)


def _rows(items: pd.DataFrame) -> pd.DataFrame:
    rows = items.assign(incident=incident_urls(items["incident_id"], items["incident_title"]))
    rows["minutes_since"] = [None if fmt.is_missing(m) else fmt.duration(m) for m in rows["minutes_since"]]
    rows["is_picked"] = False
    for name in ("owner", "declined_reason", "evidence_url", "note", "kind", "url", "minutes_since"):
        rows[name] = rows[name].astype(object).where(rows[name].notna(), None)
    return rows.reset_index(drop=True)


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    column = st.column_config
    shown = {
        "text": column.TextColumn("Follow-up", width=310),
        "status": column.SelectboxColumn("State", options=STATUSES, format_func=_said, required=True, width=110),
        "owner": column.TextColumn("Owner", width=120),
        "due_on": column.DateColumn("Due", format="D MMM YYYY", width=105),
        "implied_due_on": column.DateColumn(
            "Due by policy", format="D MMM YYYY", width=115, help="No date was agreed; the policy implies this one."
        ),
        "n_incidents_since": column.NumberColumn(
            "Repeats since", width=95, help="Incidents of the same theme on its services since it was filed."
        ),
        "minutes_since": column.TextColumn("Lasting", width=90, help="How long those incidents lasted, where stated."),
        "age_days": column.NumberColumn("Days open", format="localized", width=85),
        "done_on": column.DateColumn("Done on", format="D MMM YYYY", width=105),
        "evidence_url": column.LinkColumn("Evidence", width=120, help="A link to what shows that it was done."),
        "declined_reason": column.SelectboxColumn(
            "Declined because", options=DECLINED_REASONS, format_func=_said, width=130
        ),
        "kind": column.SelectboxColumn("Kind", options=FOLLOW_UP_KINDS, format_func=_said, width=100),
        "note": column.TextColumn("Note", width=160),
        "incident": column.LinkColumn("Incident", display_text=r"#(.*)$", width=220),
        "url": column.LinkColumn("Tracker", display_text="Open", width=70),
    }
    always = {"status", "owner", "due_on", "done_on", "evidence_url", "declined_reason", "kind", "note"}
    return {name: given for name, given in shown.items() if name in always or rows[name].notna().any()}


def _said(value: object) -> str:
    return fmt.sentence_case(words(value))


def _show_unfixed(view: View) -> None:
    rows = view.rows("incidents_without_fix")
    if rows.empty:
        return
    n_none, n_repeats = int((rows["n_follow_ups"] == 0).sum()), int(rows["n_repeats"].sum())
    came_back = f"; they came back {times(n_repeats)}" if n_repeats else ""
    st.header("Causes that nothing is going to change", anchor=False)
    at_least = "The first " if len(rows) >= MOST_ROWS else ""
    st.markdown(
        f"{at_least}{fmt.count(len(rows), 'incident')}: {n_none:,} without any follow-up, {len(rows) - n_none:,} with "
        f"follow-ups that only investigate or document{came_back}."
    )
    columns = {
        "incident": "Incident", "occurred_on": "Day", "severity": "Severity", "theme": "Theme",
        "n_follow_ups": st.column_config.NumberColumn("Follow-ups"),
        "n_repeats": st.column_config.NumberColumn("Came back"),
    }  # fmt: skip
    show_table(incident_columns(rows), columns, key="unfixed", alt="Incidents without a fix", height=320)


def _show_unknown(view: View) -> None:
    places = view.rows("places_that_would_tell")
    if places.empty:
        return
    n = int(places["n_follow_ups"].sum())
    linked = places.dropna(subset="place")
    n_linked = int(linked["n_follow_ups"].sum())
    st.header("What we do not know", anchor=False)
    if linked.empty:
        told = "None of them links to a tracker: say here what became of them, or link them in the document."
    else:
        told = f"{n_linked:,} of them link to a tracker that would tell: connect it (`refrain sync`)."
    st.markdown(f"What became of **{fmt.count(n, 'follow-up')}** is not recorded. {told}")
    if not linked.empty:
        columns = {
            "place": "Tracker", "n_follow_ups": st.column_config.NumberColumn("Follow-ups it would tell of"),
            "n_incidents": st.column_config.NumberColumn("Incidents"),
        }  # fmt: skip
        show_table(linked, columns, key="places_that_would_tell", alt="Trackers that follow-ups link to")
