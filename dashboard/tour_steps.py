"""The steps of the tour: where each leads, and what to look at there, said with the numbers of the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard import links, measures
from dashboard.findings import times
from dashboard.layout import View
from dashboard.words import fix_state


@dataclass(frozen=True)
class Step:
    """One page, and what is said of it; `leads_to` gives what the page needs in its URL."""

    title: str
    page: str
    said: Callable[[View], str]
    leads_to: Callable[[View], dict[str, str]] | None = None


def _overview(view: View) -> str:
    numbers = view.row("overview")
    repeats = fmt.share_of(int(numbers["n_recurrences"]), int(numbers["n_incidents"]), "incidents")
    return (
        f"**{repeats}** repeat an earlier one. Look at *Worth acting on now*: what cost most stands first, and each "
        "line leads to the page that shows it. The *?* of a figure says how it is measured."
    )


def _recurrence(view: View) -> str:
    by_theme = view.rows("recurrences_by_theme").dropna(subset="theme_id")
    if by_theme.empty:
        return "Nothing came back here. Where something does, the colours say in which state the earlier fix was."
    totals = by_theme.groupby("name")["n_recurrences"].sum().sort_values(ascending=False, kind="stable")
    return (
        f"**{fmt.plain(str(totals.index[0]))}** came back most, {times(int(totals.iloc[0]))}. The colours say in which "
        "state the earlier fix was when it did. Below, each refrain stands on an axis of time, with its fixes."
    )


def _follow_ups(view: View) -> str:
    overdue = fmt.count(int(view.row("follow_up_numbers")["n_overdue"]), "follow-up")
    return (
        f"**{overdue} overdue**, those whose failure has come back most on top. Type your name at the left and change "
        "a cell: it is saved, and can be undone. *How they get done* counts open items as open, not as failures."
    )


def _diagnose(view: View) -> str:
    median = measures.diagnosis(view.build, view.filters).median
    return (
        f"Half of the causes were found within **{fmt.duration(median.minutes)}** (n = {median.n_measured:,}). Below "
        "the curve each dot is one incident. Further down: where the time goes, and what goes with a faster diagnosis."
    )


def _incident(view: View) -> str:
    pairs = view.rows("recurrence_pairs", n_rows=1)
    if pairs.empty:
        return "Open an incident: every number goes back to a sentence of its document."
    pair = pairs.iloc[0]
    return (
        f"This failure came back {fmt.days(float(pair['days_since']))} after an earlier one; its fix was then "
        f"**{fix_state(str(pair['fix_state']))}**. The timeline is drawn to scale, and "
        "*Facts, and where each was read* shows the line of the document behind each number."
    )


def _latest_repeat(view: View) -> dict[str, str]:
    pairs = view.rows("recurrence_pairs", n_rows=1)
    return {} if pairs.empty else {"incident": str(pairs["incident_id"].iloc[0])}


def _overdue(_: View) -> dict[str, str]:
    return {"queue": "Overdue"}


def _retro(view: View) -> str:
    themes = fmt.count(len(view.rows("themes", kind="cause")), "theme")
    return (
        f"Choose one of **{themes}**, a service or a period, and take the pack along: last time's items first, then "
        "contradictions, earlier fixes and open questions. As PDF, HTML or Markdown."
    )


STEPS = (
    Step("What cost most", links.OVERVIEW, _overview),
    Step("What keeps coming back", links.RECURRENCE, _recurrence),
    Step("What is left to do", links.FOLLOW_UPS, _follow_ups, _overdue),
    Step("How causes are found", links.DIAGNOSE, _diagnose),
    Step("One incident", links.INCIDENTS, _incident, _latest_repeat),
    Step("The next retrospective", links.RETRO, _retro),
)
