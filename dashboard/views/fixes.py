"""Did the fixes hold? The ledger: what came back after finished fixes, and what open ones have let through so far."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import behind, findings, ledger
from dashboard import format as fmt
from dashboard.behind import Behind
from dashboard.charts.counts import cost_of_open_fixes, fixes_by_verdict
from dashboard.charts.ledger import rate_ratios
from dashboard.layout import (
    MOST_ROWS,
    View,
    current_view,
    incident_columns,
    show_chart,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.words import VERDICTS, words

QUESTION = "Did the fixes hold?"


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    finished = ledger.finished_fixes(view.build, view.filters)
    unfinished = ledger.open_fixes(view.build, view.filters)
    show_header(QUESTION, findings.fixes_answer(finished, unfinished))
    _finished(view, finished)
    _open(view, unfinished)


def _finished(view: View, judged: pd.DataFrame) -> None:
    if judged.empty:
        show_nothing(
            "Whether finished fixes held is not known",
            "It takes a preventive fix with a recorded day of completion, for an incident that belongs to a theme.",
        )
        return
    counts = judged.groupby(["theme", "verdict"]).size().reset_index(name="n_fixes")
    title, draw = findings.fixes_title(judged), partial(fixes_by_verdict, counts)
    show_chart(
        view,
        title,
        draw,
        counts,
        definition="fix_held",
        key="fixes_by_verdict",
        behind=behind.among(judged, "theme", "verdict", noun="fix", plural="fixes", columns=BEHIND),
    )
    ratios = judged[judged["n_before"] + judged["n_after"] > 0]
    if len(ratios):
        show_chart(
            view,
            findings.rate_ratio_title(ratios),
            partial(rate_ratios, ratios),
            ratios,
            definition="rate_ratio",
            key="rate_ratios",
            behind=behind.among(ratios, "follow_up_id", noun="fix", plural="fixes", columns=BEHIND),
        )
    st.header("Finished fixes", anchor=False)
    show_table(_finished_rows(judged), FINISHED, key="finished_fixes", alt="Finished fixes and whether they held")


BEHIND = {"text": "Fix", "done_on": "Done", "theme": "Theme", "incident": "Filed after"}
FINISHED = {
    "text": st.column_config.TextColumn("Fix", width="large"),
    "verdict": "Verdict",
    "done_on": "Done",
    "before": st.column_config.TextColumn("Before it was done"),
    "after": st.column_config.TextColumn("Since then"),
    "expected": st.column_config.NumberColumn("Expected since", format="%.1f", help="At the rate of before."),
    "ratio": st.column_config.TextColumn("Rate since, of before (95 % interval)"),
    "theme": "Theme",
    "incident": "Filed after",
}


def _finished_rows(judged: pd.DataFrame) -> pd.DataFrame:
    rows = incident_columns(judged.sort_values(["n_after", "days_after"], ascending=False).head(MOST_ROWS))
    for side in ("before", "after"):
        pairs = zip(rows[f"n_{side}"], rows[f"days_{side}"], strict=True)
        rows[side] = [f"{fmt.count(int(n), 'incident')} in {fmt.days(float(n_days))}" for n, n_days in pairs]
    ratios = zip(rows["rate_ratio"], rows["rate_ratio_low"], rows["rate_ratio_high"], strict=True)
    rows["ratio"] = [findings.ratio_in_words(*ratio) for ratio in ratios]
    return rows.assign(verdict=rows["verdict"].map(VERDICTS), expected=rows["expected_after"])


def _since(view: View, dearest: pd.DataFrame, follow_up_id: str | None = None) -> pd.DataFrame:
    """The incidents that one open fix, or all of them, have let through."""
    ids = (follow_up_id,) if follow_up_id else tuple(dearest["follow_up_id"])
    return view.rows("behind_open_fixes", follow_up_ids=ids)


def _open(view: View, costs: pd.DataFrame) -> None:
    st.header("Open fixes, the costliest first", anchor=False)
    if costs.empty:
        show_nothing("No open fix can be given a cost", "It takes an open follow-up of an incident that is in a theme.")
        return
    dearest = costs[costs["n_incidents_since"] > 0]
    if len(dearest):
        show_chart(
            view,
            findings.open_cost_title(costs),
            partial(cost_of_open_fixes, dearest),
            dearest,
            definition="open_cost",
            key="cost_of_open_fixes",
            behind=Behind(partial(_since, view, dearest), ("follow_up_id",)),
        )
    rows = incident_columns(costs.head(MOST_ROWS))
    rows["minutes"] = [
        None if fmt.is_missing(minutes) else fmt.duration(float(minutes)) for minutes in rows["minutes_since"]
    ]
    rows["kind"] = [fmt.sentence_case(words(kind)) for kind in rows["kind"]]
    rows["overdue"] = ["overdue" if overdue is True else "" for overdue in rows["is_overdue"]]
    show_table(rows, OPEN, key="open_fixes", alt="Open fixes and what they have let through")


OPEN = {
    "text": st.column_config.TextColumn("Fix", width="large"),
    "n_incidents_since": st.column_config.NumberColumn("Incidents since", format="localized"),
    "minutes": st.column_config.TextColumn("Their time in all", help="Of those that state both start and end."),
    "opened_on": "Filed",
    "due_on": "Due",
    "overdue": "Overdue",
    "kind": "Kind",
    "theme": "Theme",
    "incident": "Filed after",
    "url": st.column_config.LinkColumn("Tracker", display_text="Open"),
}


main(current_view())
