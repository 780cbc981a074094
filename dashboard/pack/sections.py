"""The sections of a retro pack, each from rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as fmt
from dashboard.pack.contradictions import contradictions, said_of
from dashboard.pack.model import Cell, Section, Table
from dashboard.rows import each_row
from dashboard.words import FIX_STATES, FOLLOW_UP_STATES, VERDICTS, words
from etl.analysis.retro import COVERAGE_KINDS, UNFINISHED, coverage, last_times_items, missing_facts
from etl.transform.prose import plain

MOST_ROWS = 40
LAST_TIME, HISTORY, FIXES = "Last time's items", "What happened", "Earlier fixes and what became of them"
CONTRADICTIONS, COVERAGE = "Contradictions to settle", "What the follow-ups cover"
WENT_WELL, QUESTIONS = "What went well before", "Open questions"
KIND_NAMES = {"prevent": "Prevent", "detect": "Detect", "mitigate": "Mitigate"}
NOTHING_FILED, NONE_DONE = "nothing filed", "none done"


@dataclass(frozen=True)
class Rows:
    """What a pack is made from, as the queries `retro_*` give it, and the fixes that were judged."""

    incidents: pd.DataFrame
    follow_ups: pd.DataFrame
    conflicts: pd.DataFrame
    impossible: pd.DataFrame
    fixes: pd.DataFrame
    n_incidents: int
    """How many there are; `incidents` holds the latest of them."""


def table(
    title: str, said: str, columns: dict[str, int], rows: Iterable[tuple[Cell, ...]], most: int = MOST_ROWS
) -> Section:
    """A section with a table of at most `most` rows, which says how many it leaves out."""
    all_rows = tuple(rows)
    if len(all_rows) > most:
        said = f"{said} The first {most} of {len(all_rows):,} are listed; narrow the choice to see the others."
    return Section(
        title, said, Table(tuple(columns), all_rows[:most], tuple(columns.values()), max(0, len(all_rows) - most))
    )


def incident(row: Any) -> Cell:
    """An incident by its title, linked to its document where that has an address."""
    title = "Untitled incident" if fmt.is_missing(row.title) else str(row.title)
    return Cell(title, str(row.incident_id), _text(row.url))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def states_in_words(items: pd.DataFrame) -> str:
    counts = items["state"].value_counts()
    parts = [f"{counts[state]:,} {_left(state)}" for state in UNFINISHED if state in counts]
    return f"{fmt.count(len(items), 'item')}: {fmt.listing(parts)}"


def _left(state: str) -> str:
    return "whose state nobody recorded" if state == "not_recorded" else FOLLOW_UP_STATES[state]


def last_time(rows: Rows) -> Section:
    """What earlier postmortems promised and nobody closed."""
    items = last_times_items(rows.incidents, rows.follow_ups)
    if items.empty:
        return Section(LAST_TIME, "No follow-up of an earlier incident is open, overdue or without a recorded state.")
    columns = {"Follow-up": 46, "State": 14, "Owner": 12, "Due": 10, "From": 28}
    said = f"{fmt.sentence_case(states_in_words(items))}. Close, re-date or decline each."
    return table(
        LAST_TIME,
        said,
        columns,
        (
            (
                Cell(row.text),
                Cell(fmt.sentence_case(FOLLOW_UP_STATES[row.state]), is_gap=row.state == "overdue"),
                _or(row.owner, "nobody named"),
                _or(row.due_on, "no date", fmt.day),
                incident(row),
            )
            for row in each_row(items)
        ),
    )


def _or(value: Any, missing: str, words_of: Callable[[Any], str] = str) -> Cell:
    return Cell(missing, is_gap=True) if fmt.is_missing(value) else Cell(words_of(value))


def history(incidents: pd.DataFrame) -> Section:
    """The chain of incidents, the latest first, each with the state that the earlier fix was in."""
    columns = {
        "Day": 11,
        "Incident": 27,
        "Service": 13,
        "Root cause": 34,
        "Time to diagnose": 10,
        "Came back after": 18,
    }
    if incidents.empty:
        return Section(HISTORY, "No incident is among those chosen.")
    timed = int(incidents["time_to_diagnose_minutes"].notna().sum())
    measured = fmt.measured_from(timed, len(incidents))
    said = f"{fmt.count(len(incidents), 'incident')}, the latest first; time to diagnose {measured}."
    return table(HISTORY, said, columns, (_history_row(row) for row in each_row(incidents)))


def _history_row(row: Any) -> tuple[Cell, ...]:
    after = ""
    if not fmt.is_missing(row.earlier_incident_id):
        after = f"{fmt.days(row.days_since)}; the earlier fix was {FIX_STATES.get(row.fix_state, words(row.fix_state))}"
    return (
        _or(row.occurred_on, "not stated", fmt.day),
        incident(row),
        Cell(", ".join(row.services) or "not stated"),
        _or(said_of(row.cause_text, 160) or None, "not stated"),
        _or(row.time_to_diagnose_minutes, "not measured", fmt.duration),
        Cell(after, None if not after else str(row.earlier_incident_id)),
    )


def fixes(rows: Rows) -> Section:
    """Every follow-up that was closed, and whether the failure came back since."""
    closed = rows.follow_ups[rows.follow_ups["state"].isin(["done", "declined"])]
    counts = rows.follow_ups["state"].value_counts()
    if closed.empty:
        listed = fmt.count(len(rows.follow_ups), "follow-up")
        said = f"None of {listed} is known to be done." if len(rows.follow_ups) else "No follow-up was ever listed."
        return Section(FIXES, said)
    verdicts = dict(zip(rows.fixes["follow_up_id"], rows.fixes["verdict"], strict=True))
    came_back = sum(verdict == "recurred" for verdict in verdicts.values())
    n_done = int(counts.get("done", 0))
    said = (
        f"{fmt.share_of(n_done, len(rows.follow_ups), 'follow-ups')} are done, {counts.get('declined', 0):,} declined. "
        f"Of {fmt.count(len(verdicts), 'finished preventive fix', 'finished preventive fixes')} with a date, "
        f"{came_back:,} saw the failure come back."
    )
    ordered = closed.assign(order=[verdicts.get(key) != "recurred" for key in closed["follow_up_id"]])
    columns = {"Fix": 44, "State": 10, "Closed on": 12, "Since then": 16, "From": 28}
    return table(
        FIXES,
        said,
        columns,
        (
            (
                Cell(row.text),
                Cell(fmt.sentence_case(FOLLOW_UP_STATES[row.state])),
                _or(row.done_on if row.state == "done" else row.declined_on, "not recorded", fmt.day),
                _fate(verdicts.get(row.follow_up_id)),
                incident(row),
            )
            for row in each_row(ordered.sort_values("order", kind="stable"))
        ),
    )


def _fate(verdict: str | None) -> Cell:
    return Cell(VERDICTS[verdict], is_gap=verdict == "recurred") if verdict else Cell("not judged")


def disagreements(rows: Rows) -> Section:
    """Where documents disagree with each other, with themselves or with what happened later."""
    found = contradictions(rows.incidents, rows.conflicts, rows.impossible)
    if not found:
        return Section(CONTRADICTIONS, "No document contradicts another or itself.")
    columns = {"What disagrees": 22, "In the documents": 58, "Incident": 30}
    said = (
        f"{fmt.count(len(found), 'contradiction')}: settle each, and correct the document that is wrong. "
        "Kinds of cause are read from the words of each document, which are quoted."
    )
    urls = dict(zip(rows.incidents["incident_id"], rows.incidents["url"], strict=True))
    cells = (
        (Cell(one.kind), Cell(one.said), Cell(one.title, one.incident_id, _text(urls.get(one.incident_id))))
        for one in found
    )
    return table(CONTRADICTIONS, said, columns, cells)


def coverage_cells(incidents: pd.DataFrame, follow_ups: pd.DataFrame, by: str) -> pd.DataFrame:
    """The matrix of causes by what follow-ups do, as `etl.analysis.retro.coverage`, with names in words."""
    found = coverage(incidents, follow_ups, by)
    return found.assign(name=[words(name) for name in found["name"]]) if by == "cause_category" else found


def coverage_matrix(rows: Rows, by: str) -> Section:
    """What was filed against each cause, and what nobody filed anything against."""
    cells = coverage_cells(rows.incidents, rows.follow_ups, by)
    if cells.empty:
        return Section(COVERAGE, "No incident here names a cause that follow-ups could be laid beside.")
    if not cells["n_items"].any():
        return Section(COVERAGE, "No follow-up that prevents, detects or mitigates anything is listed here.")
    said = f"{coverage_title(cells)}. Marked: nothing filed, or nothing of it done."
    what = "Kind of cause" if by == "cause_category" else "Theme"
    columns = {what: 40, "Incidents": 12, **{KIND_NAMES[kind]: 20 for kind in COVERAGE_KINDS}}
    drawn = []
    for name, group in cells.groupby("name", sort=False):
        n = Cell(f"{int(group['n_incidents'].iloc[0]):,}")
        drawn.append((Cell(str(name)), n, *(_covered(row) for row in each_row(group))))
    return table(COVERAGE, said, columns, drawn)


def coverage_title(cells: pd.DataFrame) -> str:
    """How many cells of the matrix are empty, and of which kind most."""
    empty = cells[cells["n_items"] == 0]
    if empty.empty:
        return f"Something was filed in each of {len(cells):,} cells"
    worst = str(empty["kind"].value_counts().idxmax())
    n_worst, n_rows = int((empty["kind"] == worst).sum()), int(cells["name"].nunique())
    rows = "" if n_rows == 1 else f" for {n_worst:,} of {n_rows:,} causes"
    return f"{len(empty):,} of {len(cells):,} cells are empty; nothing was filed to {worst}{rows}"


def _covered(row: Any) -> Cell:
    if not row.n_items:
        return Cell(NOTHING_FILED, is_gap=True)
    if not row.n_done:
        return Cell(f"{row.n_items:,} filed, {NONE_DONE}", is_gap=True)
    return Cell(f"{row.n_items:,} filed, {row.n_done:,} done")


def went_well(incidents: pd.DataFrame) -> Section:
    """What earlier postmortems say went well."""
    told = [row for row in each_row(incidents) if isinstance(row.went_well_text, str) and row.went_well_text.strip()]
    if not told:
        return Section(WENT_WELL, f"None of {fmt.count(len(incidents), 'document')} says what went well: ask.")
    said = f"{fmt.share_of(len(told), len(incidents), 'documents')} say what went well. Keep what made it so."
    rows = ((Cell(fmt.shorten(plain(row.went_well_text), 400)), incident(row)) for row in told)
    return table(WENT_WELL, said, {"What went well": 78, "Incident": 32}, rows, most=20)


def questions(rows: Rows) -> Section:
    """Facts that no document states, the newest incident first: somebody in the room may know."""
    found = missing_facts(rows.incidents, rows.follow_ups).set_index("incident_id")["missing"]
    if found.empty:
        return Section(QUESTIONS, "Every document states its cause, its five times, how it was detected and its fixes.")
    most = found.explode().value_counts()
    said = (
        f"{fmt.share_of(len(found), len(rows.incidents), 'documents')} leave something open, most often: "
        f"{most.index[0]} ({most.iloc[0]:,})."
    )
    chosen = rows.incidents[rows.incidents["incident_id"].isin(found.index)]
    cells = (
        (incident(row), Cell(fmt.sentence_case(", ".join(found[row.incident_id]) + "?"))) for row in each_row(chosen)
    )
    return table(QUESTIONS, said, {"Incident": 40, "Not stated": 70}, cells)
