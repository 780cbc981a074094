"""A retro pack from rows: the answer, the agenda and the sections. Pure."""

from __future__ import annotations

import datetime as dt

from dashboard import format as fmt
from dashboard.pack import sections as parts
from dashboard.pack.model import Cell, Items, Pack, Section, Table
from dashboard.pack.sections import Rows
from dashboard.rows import each_row
from etl.analysis.retro import last_times_items

NOTE = (
    "Made by Refrain from the documents as they stood on {day}. It is about systems, fixes and documents, never "
    "about people: ask what made the action look right at the time, not who took it."
)


def make_pack(scope: str, rows: Rows, as_of: dt.date, by: str) -> Pack:
    """The pack about `scope`; the coverage has a row for each value of the column `by` of the incidents."""
    sections = [
        parts.last_time(rows),
        parts.history(rows.incidents),
        parts.fixes(rows),
        parts.disagreements(rows),
        parts.coverage_matrix(rows, by),
        parts.went_well(rows.incidents),
        parts.questions(rows),
    ]
    return Pack(
        f"Retrospective: {scope}",
        answer(rows),
        NOTE.format(day=fmt.day(as_of)),
        (agenda(rows, sections), *sections),
    )


def answer(rows: Rows) -> str:
    """What to talk about, in a few sentences."""
    incidents = rows.incidents
    days = incidents["occurred_on"].dropna()
    between = f" between {fmt.day(days.min())} and {fmt.day(days.max())}" if len(days) > 1 else ""
    n_repeats = int(incidents["earlier_incident_id"].notna().sum())
    n_done = int((incidents["fix_state"] == "done").sum())
    unfinished = last_times_items(incidents, rows.follow_ups)
    n = len(incidents)
    counted = (
        f"The latest {n:,} of {rows.n_incidents:,} incidents," if rows.n_incidents > n else fmt.count(n, "incident")
    )
    came_after = f", {n_done:,} of them after its fix had been called done" if n_done else ""
    said = [
        f"{counted}{between}; {fmt.share_of(n_repeats, n)} repeat an earlier one{came_after}.",
        f"Earlier postmortems left {parts.states_in_words(unfinished)}."
        if len(unfinished)
        else "No item is left from earlier postmortems.",
    ]
    return " ".join(said)


def agenda(rows: Rows, sections: list[Section]) -> Section:
    """The agenda, which begins with last time's items and leaves out what there is nothing to say about."""
    n = {section.title: _size(section) for section in sections}
    gaps = sum(cell.is_gap for row in _rows_of(sections, parts.COVERAGE) for cell in row)
    latest = rows.incidents.dropna(subset="occurred_on").head(1)
    steps = [
        f"Last time's items: {fmt.count(n[parts.LAST_TIME], 'item')} to close, re-date or decline"
        if n[parts.LAST_TIME]
        else "Last time's items: none is left",
        *(f"What happened last: {row.title or 'Untitled'}, {fmt.day(row.occurred_on)}" for row in each_row(latest)),
        f"Contradictions to settle: {n[parts.CONTRADICTIONS]:,}" if n[parts.CONTRADICTIONS] else "",
        f"Gaps in what was filed: {fmt.count(gaps, 'empty or unfinished cell')}" if gaps else "",
        f"What went well, and what keeps it so: {fmt.count(n[parts.WENT_WELL], 'note')}" if n[parts.WENT_WELL] else "",
        f"Open questions: {fmt.count(n[parts.QUESTIONS], 'document')} with missing facts" if n[parts.QUESTIONS] else "",
        "New follow-ups: each with an owner, a date, and an end that can be checked",
    ]
    items = tuple(Cell(step) for step in steps if step)
    return Section("Agenda", "In this order:", Items(items, is_numbered=True))


def _size(section: Section) -> int:
    if isinstance(section.body, Table):
        return len(section.body.rows) + section.body.n_left_out
    return len(section.body.items) if section.body else 0


def _rows_of(sections: list[Section], title: str) -> tuple[tuple[Cell, ...], ...]:
    found = next(section.body for section in sections if section.title == title)
    return found.rows if isinstance(found, Table) else ()
