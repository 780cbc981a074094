"""Writing quality: what the postmortems leave out, where they blame, and whether their follow-ups can be finished."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import behind, clock, writing
from dashboard import format as fmt
from dashboard.behind import Behind, prepared
from dashboard.charts.shares import MOST_ROWS, share_grid, shares
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_chart,
    show_figure,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.rows import each_row
from dashboard.words import DEFINITIONS, LOOKED_FOR
from dashboard.writing import PARTS, WITHIN_DAYS
from etl.analysis.follow_up_quality import CRITERIA
from etl.analysis.shares import wilson

QUESTION = "Are our postmortems good enough to learn from?"
GROUPS = {"Source": "source", "Template": "template", "Year": "year", "Month": "month"}
ORDERS = {
    "Source": "",
    "Template": ", by the headings that tell the templates apart; the commonest on top",
    "Year": ", the latest at the bottom",
    "Month": ", the latest at the bottom",
}
SAID = {
    "cause_text": "the root cause",
    "impact_text": "the impact",
    "diagnosis_text": "how the cause was found",
    "short_term_text": "what ended it",
    "long_term_text": "what is to follow",
    "went_well_text": "what went well",
}
ADVICE = {
    "actionable": "Begin with a verb that leaves a result behind: add, limit, remove, automate.",
    "specific": "Name the component and what will change in it.",
    "bounded": "Say how to tell that it is finished: a number, a check, a date.",
}


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    totals = view.row(
        "writing_totals",
        commander=LOOKED_FOR["incident commander"],
        communications=LOOKED_FOR["communications lead"],
    )
    phrases = writing.blame(view.build, view.filters)
    items = writing.judged_follow_ups(view.build, view.filters)
    show_header(QUESTION, _answer(totals, phrases, items))
    _parts(view, totals)
    _blame(phrases, _n_read(totals), int(totals["n_incidents"]))
    _follow_ups(view, items)
    _communication(view, totals)


def _answer(totals: dict[str, Any], phrases: pd.DataFrame, items: pd.DataFrame) -> str:
    n, n_complete = int(totals["n_incidents"]), int(totals["n_complete"])
    worst = min(PARTS, key=lambda part: totals[part])
    lacking = n - int(totals[worst])
    most = f"most often missing: {SAID[worst]} (in {fmt.count(lacking, 'document')})" if lacking else "none is missing"
    n_blaming = phrases["incident_id"].nunique()
    blame = (
        f"{fmt.share_of(n_blaming, _n_read(totals), 'documents')} blame somebody in so many words"
        if n_blaming
        else "No phrase was found that blames anybody"
    )
    n_other = int((~items["is_sound"]).sum())
    loose = (
        f" {fmt.share_of(n_other, len(items), 'follow-ups')} cannot be acted on or checked off as they are worded."
        if n_other
        else ""
    )
    return f"**{fmt.share_of(n_complete, n, 'documents')}** hold all six parts; {most}. {blame}.{loose}"


def _n_read(totals: dict[str, Any]) -> int:
    """How many documents are read for blame: the latest, if there are very many."""
    return min(int(totals["n_incidents"]), writing.MOST_TEXTS)


def _parts(view: View, totals: dict[str, Any]) -> None:
    by = st.segmented_control(
        "Show the parts by", list(GROUPS), default="Year", required=True, key="parts_by", bind="query-params"
    )
    rows = _parts_by(view, GROUPS[str(by)])
    n = int(totals["n_incidents"])
    ordered = sorted(PARTS, key=lambda part: int(totals[part]))
    title = fmt.sentence_case(
        f"{fmt.percent(totals[ordered[0]] / n)} of the documents tell {SAID[ordered[0]]}, "
        f"{fmt.percent(totals[ordered[-1]] / n)} {SAID[ordered[-1]]}"
    )
    if rows.empty:
        show_nothing("No incident states its day", "Show the parts by source.")
    else:
        counted = int(rows["total"].sum()) // len(PARTS)
        show_chart(
            view,
            title,
            partial(share_grid, rows, PARTS),
            rows,
            definition="parts",
            key=f"parts_by_{by}",
            measured=fmt.count(counted, "document") + ORDERS[str(by)],
            behind=Behind(partial(_lacking, view, GROUPS[str(by)]), ("value", "lacking")),
        )
    _gaps(view, ordered)


def _lacking(view: View, group: str, value: str | None = None, lacking: str | None = None) -> pd.DataFrame:
    """The incidents of one group whose document lacks one part, or all."""
    if group != "template":
        return behind.incidents(view, dimension=group).rows(value=value, lacking=lacking)
    rows = behind.incidents(view).rows(lacking=lacking)
    if value is None:
        return rows
    of = writing.incidents_of_templates(view.build, view.filters)
    return rows[rows["incident_id"].isin(of.loc[of["template"] == value, "incident_id"])]


def _parts_by(view: View, group: str) -> pd.DataFrame:
    """The parts of as many groups as a chart can show: the commonest templates, else the latest."""
    if group == "template":
        rows = writing.parts_by_template(view.build, view.filters)
        return rows[rows["name"].isin(rows["name"].unique()[:MOST_ROWS])]
    rows = view.rows("writing_parts", by=group)
    return rows[rows["name"].isin(sorted(rows["name"].unique())[-MOST_ROWS:])]


def _gaps(view: View, ordered: list[str]) -> None:
    headings = [PARTS[part] for part in ordered]
    picked = st.segmented_control(
        "Documents without", headings, default=headings[0], required=True, key="gap", bind="query-params"
    )
    part = next(part for part, heading in PARTS.items() if heading == picked)
    gaps = view.rows("writing_gaps", part=part)
    if gaps.empty:
        show_nothing("None", f"Every document here has the part {str(picked).lower()}.")
        return
    rows = incident_columns(gaps)
    rows["missing"] = [", ".join(PARTS[one].lower() for one in missing) for missing in gaps["missing"]]
    columns = {
        "incident": "Document",
        "occurred_on": "Day",
        "missing": st.column_config.TextColumn("Missing parts", width=300),
        "team": "Team",
        "source_name": "Source",
    }
    show_table(rows, columns, key=f"gaps_{part}", alt=f"Documents without {picked}")


def _blame(phrases: pd.DataFrame, n_read: int, n: int) -> None:
    st.header("Where is somebody blamed?", anchor=False, help=DEFINITIONS["blame"])
    read = f"Read: {fmt.count(n, 'document')}." if n_read == n else f"Read: the latest {n_read:,} of {n:,} documents."
    if phrases.empty:
        show_nothing("No blaming phrase was found", f"{read} Facts told without blame are fine.")
        return
    common = phrases["kind"].value_counts()
    where = fmt.share_of(phrases["incident_id"].nunique(), n_read, "documents")
    st.markdown(
        f"{fmt.count(len(phrases), 'phrase')} in {where}, most often {common.index[0]} ({common.iloc[0]:,}). {read} "
        "A phrase like these makes the next reader hide what happened; beside each stands what to write instead."
    )
    rows = incident_columns(phrases)
    rows["kind"] = [fmt.sentence_case(kind) for kind in rows["kind"]]
    columns = {
        "phrase": st.column_config.TextColumn("Phrase", width=220),
        "rewrite": st.column_config.TextColumn("Write instead", width=420),
        "sentence": st.column_config.TextColumn("Where it stands", width=420),
        "kind": st.column_config.TextColumn("Kind", width=180),
        "incident": "Document",
    }
    show_table(rows, columns, key="blame", alt="Phrases that blame, each with another way to say it")


def _follow_ups(view: View, items: pd.DataFrame) -> None:
    st.header("Can the follow-ups be finished?", anchor=False, help=DEFINITIONS["sound_follow_up"])
    if items.empty:
        show_nothing(
            "These postmortems list no follow-ups", "Choose other filters, or add follow-ups to the documents."
        )
        return
    rows = _criteria(items)
    n_sound = int(items["is_sound"].sum())
    title = f"{fmt.share_of(n_sound, len(items), 'follow-ups')} are worded so that they can be acted on and finished"
    draw = partial(shares, rows, "Share of follow-ups that meet the criterion")
    missing = Behind(partial(_falling_short, items), ("name",), "follow-up", LOOSE)
    show_chart(view, title, draw, rows, definition="sound_follow_up", key="follow_up_wording", behind=missing)
    _completion(view)
    loose = incident_columns(prepared(_falling_short(items)))
    if len(loose):
        show_table(loose, LOOSE, key="loose_follow_ups", alt="Follow-ups that cannot be acted on or checked off")


LOOSE = {
    "text": st.column_config.TextColumn("Follow-up", width=380),
    "why": st.column_config.TextColumn("What would help", width=420),
    "state": "State",
    "incident": "Document",
}


def _falling_short(items: pd.DataFrame, name: str | None = None) -> pd.DataFrame:
    """The follow-ups that miss one criterion, or any, with what would help."""
    criterion = str(name).lower()
    is_loose = items[criterion].notna() if criterion in CRITERIA else ~items["is_sound"]
    loose = items[is_loose]
    return loose.assign(why=[_why(row) for row in each_row(loose[list(CRITERIA)])])


def _criteria(items: pd.DataFrame) -> pd.DataFrame:
    counts = {"All three": int(items["is_sound"].sum())}
    counts |= {fmt.sentence_case(name): int(items[name].isna().sum()) for name in CRITERIA}
    found = [(name, wilson(n, len(items))) for name, n in counts.items()]
    columns = ["name", "n", "total", "value", "low", "high"]
    return pd.DataFrame([(name, s.n, s.total, s.value, s.low, s.high) for name, s in found], columns=columns)


def _why(row: Any) -> str:
    """What each criterion that is missed would take."""
    found = ((name, getattr(row, name)) for name in CRITERIA if isinstance(getattr(row, name), str))
    return " ".join(f"Not {name} (“{words}”): {ADVICE[name][:1].lower()}{ADVICE[name][1:]}" for name, words in found)


def _completion(view: View) -> None:
    compared = writing.completion_by_wording(view.build, view.filters)
    if not compared or compared[0].result.difference.low is None:
        show_nothing(
            "Whether loose items get done less cannot be told here",
            f"It takes items of both kinds, watched for {WITHIN_DAYS} days, with the day on which they were done.",
        )
        return
    one = compared[0].result
    gap = one.difference
    clear = gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0)
    verdict = "a clear difference" if clear else "no clear difference"
    points = (
        f"{abs(gap.value or 0) * 100:.0f} percentage points {'less' if (gap.value or 0) < 0 else 'more'}, "
        f"95 % interval {_points(gap.low)} to {_points(gap.high)}"
    )
    st.markdown(
        f"Done within {WITHIN_DAYS} days: {fmt.percent(one.sound.value)} of the {one.n_sound:,} items that meet all "
        f"three, {fmt.percent(one.other.value)} of the {one.n_other:,} others ({points}): **{verdict}**.",
        help=DEFINITIONS["within_days"],
    )


def _points(value: float | None) -> str:
    return "not known" if value is None else f"{value * 100:+.0f}"


def _communication(view: View, totals: dict[str, Any]) -> None:
    st.header("Were people told in time?", anchor=False, help=DEFINITIONS["communication"])
    n = int(totals["n_incidents"])
    found = writing.communication(view.build, view.filters)
    grid = st.grid(4, min_column_width=200, border=True)
    with grid.cell():
        _median(found.updates["first_update_minutes"], "First update after", n)
    with grid.cell():
        _median(found.updates["longest_silence_minutes"], "Longest silence", n)
    with grid.cell():
        kept = found.kept
        value = "–" if kept.value is None else fmt.percent(kept.value)
        note = f"{kept.n:,} of {kept.total:,} promised updates" if kept.total else "No promise of an update has a time"
        if kept.low is not None:
            note += f"; 95 % interval {fmt.interval(kept.low, kept.high, fmt.percent)}"
        show_figure("Promises kept", value, note, "promise")
    with grid.cell():
        both = (int(totals["n_commander"]), int(totals["n_communications"]))
        note = f"{both[0]:,} of {n:,} name who commands; {both[1]:,} who tells users ({fmt.percent(both[1] / n)})"
        show_figure("Incident commander named", fmt.percent(both[0] / n), note, "roles")
    if found.updates.empty:
        show_nothing("No timeline says when users were told", "Add a line with its time for each update.")
    else:
        _silences(found.updates)
    _late(found.promises)
    _at_once(writing.simultaneous_changes(view.build, view.filters))


def _median(minutes: pd.Series[float], label: str, n: int) -> None:
    known = minutes.dropna()
    value = fmt.duration(float(known.median())) if len(known) else "–"
    show_figure(label, value, f"Median, {fmt.measured_from(len(known), n)}", "communication")


def _silences(updates: pd.DataFrame) -> None:
    rows = incident_columns(updates.head(200))
    for name in ("first_update", "longest_silence"):
        rows[name] = [fmt.duration(minutes) for minutes in rows[f"{name}_minutes"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "severity": "Severity",
        "longest_silence": st.column_config.TextColumn("Longest silence"),
        "first_update": st.column_config.TextColumn("First update after"),
        "n_updates": st.column_config.NumberColumn("Updates"),
    }
    show_table(rows, columns, key="silences", alt="Incidents by their longest silence")


def _late(promises: pd.DataFrame) -> None:
    late = promises[~promises["is_kept"].fillna(True).astype(bool)]
    if late.empty:
        return
    with st.expander(f"{fmt.count(len(late), 'promised update')} came late"):
        rows = incident_columns(late)
        rows["promised"] = [clock.moment(at) for at in late["due_at"]]
        rows["came"] = [clock.moment(at) for at in late["told_at"]]
        columns = {"incident": "Incident", "promised": "Promised for", "came": "Came"}
        show_table(rows, columns, key="late_updates", alt="Updates that came later than promised")


def _at_once(pairs: pd.DataFrame) -> None:
    if pairs.empty:
        st.caption("No timeline here names two people, roles or handles that changed production within ten minutes.")
        return
    st.markdown(f"**{fmt.count(len(pairs), 'time')} two people changed production within ten minutes**")
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "first": st.column_config.TextColumn("First"),
        "second": st.column_config.TextColumn("Second"),
        "minutes_apart": st.column_config.NumberColumn("Minutes apart", format="%.0f"),
    }
    show_table(incident_columns(pairs), columns, key="at_once", alt="Changes to production at the same time")


main(current_view())
