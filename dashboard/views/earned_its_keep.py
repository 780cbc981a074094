"""What earned its keep: what noticed incidents first, what ended them, how causes were found, what went well."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import behind
from dashboard import format as fmt
from dashboard.behind import Behind
from dashboard.charts.shares import count_grid, shares
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_chart,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.rows import each_row
from dashboard.words import DEFINITIONS, severity_name, words
from etl.analysis.safeguards import safeguard
from etl.analysis.shares import wilson
from etl.transform.prose import plain

QUESTION = "What earned its keep?"
GROUPS = {"Theme": "theme", "Service": "service", "Severity": "severity", "Year": "year"}
PRACTICES = {
    "What ended it": ("mitigation", "mitigated by", "Time to mitigate"),
    "How the cause was found": ("method", "found by", "Time to diagnose"),
}
SHARE_COLUMNS = ["name", "n", "total", "value", "low", "high", "stored"]
OTHERS, OTHER_THEMES = "all_others", "Others and no theme"
MOST_GROUPS, MOST_THEMES, MOST_PRACTICES, MOST_NOTES = 15, 12, 8, 1_000


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    totals = view.row("earned_totals")
    found = {what: view.rows("earned_practices", what=what) for what, _, _ in PRACTICES.values()}
    show_header(QUESTION, _answer(totals, found))
    _caught(view, totals)
    _practices(view, totals, found)
    _went_well(view, totals)


def _answer(totals: dict[str, Any], found: dict[str, pd.DataFrame]) -> str:
    n_known = int(totals["n_known"])
    caught = (
        f"Monitoring noticed **{fmt.share_of(int(totals['n_monitoring']), n_known, 'incidents')}** first, of those "
        "that say how they were noticed."
        if n_known
        else "No document says how its incident was noticed."
    )
    best = {what: rows.groupby("practice")["n"].sum().sort_values(ascending=False) for what, rows in found.items()}
    ended = _most(best["mitigation"], int(totals["n_mitigation"]), "ended more of them than anything else")
    diagnosed = _most(best["method"], int(totals["n_method"]), "found more causes than any other way")
    n_well = fmt.share_of(int(totals["n_went_well"]), int(totals["n_incidents"]), "documents")
    return " ".join(part for part in (caught, ended, diagnosed, f"{n_well} say what went well.") if part)


def _most(counts: pd.Series[int], n: int, what: str) -> str:
    if counts.empty:
        return ""
    return f"**{fmt.sentence_case(words(counts.index[0]))}** {what} ({int(counts.iloc[0]):,} of {n:,})."


def _caught(view: View, totals: dict[str, Any]) -> None:
    st.header("Caught before users noticed", anchor=False, help=DEFINITIONS["caught"])
    n, n_known = int(totals["n_monitoring"]), int(totals["n_known"])
    if not n_known:
        show_nothing(
            "Nothing to count", "Write in each postmortem how the incident was noticed: by which alert, or by whom."
        )
        return
    by = st.segmented_control("By", list(GROUPS), default="Theme", required=True, key="caught_by", bind="query-params")
    counts = view.rows("earned_detection", by=GROUPS[str(by)])
    rows = _shares(counts[counts["name"] != "No theme"].head(MOST_GROUPS), str(by))
    if rows.empty:
        show_nothing("Nothing to compare", f"No incident that says how it was noticed has a {str(by).lower()}.")
    else:
        measured = f"{fmt.count(n_known, 'incident')} of {int(totals['n_incidents']):,} say how they were noticed"
        draw = partial(shares, rows, "Share noticed first by monitoring")
        title = _caught_title(rows, n, n_known, str(by))
        of_group = behind.incidents(view, "value", dimension=GROUPS[str(by)], is_detection_known=True)
        key = f"caught_by_{by}"
        show_chart(view, title, draw, rows, definition="caught", key=key, measured=measured, behind=of_group)
    _safeguards(view)


def _shares(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = []
    for row in each_row(counts):
        found = wilson(int(row.n), int(row.total))
        name = severity_name(int(row.name)) if by == "Severity" else row.name
        rows.append((name, found.n, found.total, found.value, found.low, found.high, row.name))
    frame = pd.DataFrame(rows, columns=SHARE_COLUMNS)
    return frame.sort_values("name") if by == "Year" else frame.sort_values("value", ascending=False, kind="stable")


def _caught_title(rows: pd.DataFrame, n: int, n_known: int, by: str) -> str:
    """The best and the worst group where their intervals part, else the share of all."""
    best, worst = rows.nlargest(1, "low").iloc[0], rows.nsmallest(1, "high").iloc[0]
    if best["low"] <= worst["high"]:
        return f"{fmt.percent(n / n_known)} were noticed first by monitoring; no clear difference by {by.lower()}"
    ends = (f"{fmt.percent(row['value'])} ({fmt.plain(str(row['name']))})" for row in (worst, best))
    return f"Noticed first by monitoring: from {' to '.join(ends)}"


def _safeguards(view: View) -> None:
    caught = view.rows("earned_caught")
    if caught.empty:
        return
    kinds = [safeguard(text if isinstance(text, str) else None) for text in caught["said"]]
    counts = pd.Series(kinds).value_counts()
    listed = fmt.listing([f"{kind} ({n:,})" for kind, n in counts.items()], limit=6)
    st.markdown(f"**What noticed them:** {listed}, as far as the documents say.")
    rows = incident_columns(caught.assign(kind=[fmt.sentence_case(kind) for kind in kinds]))
    rows["after"] = [
        None if pd.isna(minutes) else fmt.duration(minutes) for minutes in caught["time_to_detect_minutes"]
    ]
    rows["services"] = [", ".join(names) for names in caught["services"]]
    rows["said"] = [fmt.shorten(plain(text), 300) if isinstance(text, str) else None for text in caught["said"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "kind": st.column_config.TextColumn("Noticed by", width=180),
        "said": st.column_config.TextColumn("In the words of the document", width=420),
        "after": st.column_config.TextColumn("Time to detect"),
        "services": "Services",
        "theme": "Theme",
    }
    show_table(rows, columns, key="caught", alt="Incidents that monitoring noticed first")


def _practices(view: View, totals: dict[str, Any], found: dict[str, pd.DataFrame]) -> None:
    st.header("What worked, by theme", anchor=False, help=DEFINITIONS["practice"])
    picked = str(
        st.segmented_control(
            "Show",
            list(PRACTICES),
            default=next(iter(PRACTICES)),
            required=True,
            key="practice_of",
            bind="query-params",
        )
    )
    what, verb, duration = PRACTICES[picked]
    counts = found[what]
    if counts.empty:
        show_nothing("No document says so", "Write what ended the impact, and how the cause was found.")
        return
    ranked = counts.groupby("practice")["n"].sum().sort_values(ascending=False)
    cells = _cells(counts, ranked)
    total = int(totals[f"n_{what}"])
    most = fmt.sentence_case(words(ranked.index[0]))
    title = f"{most} is the most common: {fmt.share_of(int(ranked.iloc[0]), total, 'incidents')}"
    draw = partial(count_grid, cells, _parts(ranked), "incidents")
    measured = f"{fmt.count(total, 'incident')} of {int(totals['n_incidents']):,} say so; one may name several"
    show_chart(
        view,
        title,
        draw,
        cells,
        definition="practice",
        key=f"practices_{what}",
        measured=measured,
        behind=Behind(partial(_practised, view, what, ranked, cells), ("theme", "part")),
    )
    names = {words(practice): str(practice) for practice in ranked.index}
    one = st.selectbox(f"Incidents {verb}", list(names), key=f"one_{what}", width=320)
    rows = view.rows("earned_practice_incidents", what=what, practice=names[str(one)])
    shown = incident_columns(rows)
    shown["said"] = [fmt.shorten(plain(text), 300) if isinstance(text, str) else None for text in rows["said"]]
    shown["took"] = [None if pd.isna(minutes) else fmt.duration(minutes) for minutes in rows["minutes"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "said": st.column_config.TextColumn("In the words of the document", width=480),
        "took": st.column_config.TextColumn(duration),
        "theme": "Theme",
    }
    show_table(shown, columns, key=f"practice_{what}", alt=f"Incidents {verb} {one}")


def _practised(
    view: View,
    what: str,
    ranked: pd.Series[int],
    cells: pd.DataFrame,
    theme: str | None = None,
    part: str | None = None,
) -> pd.DataFrame:
    """The incidents of one cell of the grid, or of all."""
    practices = {words(practice): [str(practice)] for practice in ranked.index[:MOST_PRACTICES]}
    rare = practices.get(str(part), [str(practice) for practice in ranked.index[MOST_PRACTICES:]])
    chosen = rare if part else list(ranked.index)
    found = (view.rows("earned_practice_incidents", what=what, practice=practice) for practice in chosen)
    rows = pd.concat(found).drop_duplicates("incident_id")
    if theme is None:
        return rows
    others = ~rows["theme"].isin(cells["name"])
    return rows[others if theme == OTHER_THEMES else rows["theme"] == theme]


def _parts(ranked: pd.Series[int]) -> list[str]:
    others = [words(OTHERS)] if len(ranked) > MOST_PRACTICES else []
    return [words(practice) for practice in ranked.index[:MOST_PRACTICES]] + others


def _cells(counts: pd.DataFrame, ranked: pd.Series[int]) -> pd.DataFrame:
    """The largest themes and the most common practices: name, part, n; what is rarer is summed up."""
    themes = counts[counts["name"] != "No theme"].groupby("name")["n"].sum().nlargest(MOST_THEMES).index
    common = list(ranked.index[:MOST_PRACTICES])
    shown = counts.assign(
        part=counts["practice"].where(counts["practice"].isin(common), OTHERS),
        name=counts["name"].where(counts["name"].isin(themes), OTHER_THEMES),
    )
    cells = shown.groupby(["name", "part"])["n"].sum().reset_index()
    order = {name: place for place, name in enumerate([*themes, OTHER_THEMES])}
    cells = cells.sort_values("name", key=lambda column: column.map(order), kind="stable")
    return cells.assign(part=[words(part) for part in cells["part"]])


def _went_well(view: View, totals: dict[str, Any]) -> None:
    st.header("What went well", anchor=False)
    if not int(totals["n_went_well"]):
        show_nothing(
            "No document says what went well", "Ask for it in the next retrospective; it shows what to protect."
        )
        return
    search = st.text_input(
        "Search what went well",
        key="went_well_search",
        bind="query-params",
        placeholder="For example: runbook, rollback, dashboard",
        icon=":material/search:",
    )
    wanted = (search or "").strip()
    rows = view.rows("earned_went_well", search=wanted, n_rows=MOST_NOTES)
    notes = [
        (row.incident_id, row.title, row.occurred_on, row.theme, plain(line))
        for row in each_row(rows)
        for line in str(row.went_well_text).splitlines()
        if line.strip() and wanted.lower() in line.lower()
    ]
    if not notes:
        show_nothing("Nothing that went well says that", "Search for another word.")
        return
    frame = pd.DataFrame(notes, columns=["incident_id", "title", "occurred_on", "theme", "note"])
    st.markdown(f"**{fmt.count(len(frame), 'note')}** from {fmt.count(len(rows), 'document')}, the latest first.")
    columns = {
        "note": st.column_config.TextColumn("What went well", width=560),
        "incident": "Incident",
        "occurred_on": "Day",
        "theme": "Theme",
    }
    show_table(incident_columns(frame), columns, key="went_well", alt="What went well")


main(current_view())
