"""The chosen period against the one before, in words: better, worse, or too early to tell. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import format as fmt
from dashboard import links
from etl.analysis.period_changes import WITHIN_DAYS, Change, Changes

GROUPS = {"better": "Got better", "worse": "Got worse", "too_early": "Too early to tell"}


@dataclass(frozen=True)
class Line:
    """One figure in two periods (Markdown) and the page that shows it."""

    text: str
    see: str
    page: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Figure:
    name: str
    field: str
    noun: str
    words: Callable[[float | None], str]
    see: str
    page: str
    parameters: tuple[tuple[str, str], ...] = ()


def _number(value: float | None) -> str:
    return fmt.NOT_KNOWN if value is None else f"{value:,.0f}"


FIGURES = (
    _Figure("Incidents", "incidents", "", _number, "See them", links.INCIDENTS),
    _Figure("Share of repeats", "repeats", "incident", fmt.percent, "See what comes back", links.RECURRENCE),
    _Figure("Median time to diagnose", "diagnosis", "incident", fmt.duration, "See the trend", links.DIAGNOSE),
    _Figure(
        f"Follow-ups done within {WITHIN_DAYS} days",
        "completion",
        "follow-up",
        fmt.percent,
        "See how they get done",
        links.FOLLOW_UPS,
        (("show", "How they get done"),),
    ),
    _Figure(
        "Due dates missed",
        "missed",
        "due date",
        fmt.percent,
        "See what is overdue",
        links.FOLLOW_UPS,
        (("queue", "Overdue"),),
    ),
)


def change_lines(changes: Changes) -> dict[str, list[Line]]:
    """The figures by verdict, in the order of the overview; every verdict has a list."""
    found: dict[str, list[Line]] = {verdict: [] for verdict in GROUPS}
    for figure in FIGURES:
        change: Change = getattr(changes, figure.field)
        line = Line(_sentence(figure, change), figure.see, figure.page, figure.parameters)
        found[change.verdict].append(line)
    return found


def _sentence(figure: _Figure, change: Change) -> str:
    if change.before is None or change.after is None:
        return f"**{figure.name}**: nothing to measure it from in {_empty_period(change)}"
    before, after = (figure.words(value) for value in (change.before, change.after))
    if figure.noun:
        before = f"{before} before (n = {change.n_before:,})"
        after = f"{after} now (n = {fmt.count(change.n_after, figure.noun)})"
    else:
        before, after = f"{before} before", f"{after} now"
    return f"**{figure.name}**: {before}, {after}; {_size(change).replace('-', '−')}"


def _empty_period(change: Change) -> str:
    if change.before is None and change.after is None:
        return "either period"
    return "the earlier period" if change.before is None else "the later one"


def _size(change: Change) -> str:
    if change.change is None:
        return "too few to compare"
    if change.unit == "share":
        said, ends = (
            f"{_points(change.change)} {_noun(change.change, 'percentage point')}",
            [_points(end) for end in _ends(change)],
        )
    else:
        many = "many" if change.unit == "count" else "long"
        said, ends = f"{change.change:.2f} times as {many}", [f"{end:.2f}" for end in _ends(change)]
    return f"{said} (95 % interval {' to '.join(ends)})" if ends else said


def _ends(change: Change) -> list[float]:
    return [] if change.low is None or change.high is None else [change.low, change.high]


def _points(value: float) -> str:
    whole = round(value * 100)
    return f"{whole:+d}" if whole else "0"


def _noun(value: float, noun: str) -> str:
    return noun if abs(round(value * 100)) == 1 else f"{noun}s"


def delta(change: Change) -> str | None:
    """The change as a figure shows it beside its value; None where there is none."""
    if change.before is None or change.after is None:
        return None
    if change.unit == "share":
        return f"{_points(change.after - change.before)} {_noun(change.after - change.before, 'point')}"
    if change.unit == "count":
        return f"{change.after - change.before:+,.0f}"
    return f"{(change.after / change.before - 1) * 100:+.0f} %" if change.before else None


def delta_colour(change: Change) -> str:
    """Green or red only where chance rarely explains the change; else grey."""
    return {"better": "green", "worse": "red"}.get(change.verdict, "gray")


def missed_note(change: Change | None, period: str) -> str:
    """How many due dates were missed in both periods; "" where that is not known."""
    if change is None or change.before is None or change.after is None:
        return ""
    return f"; {fmt.percent(change.after)} of due dates missed in {period}, {fmt.percent(change.before)} before"


def incidents_title(change: Change | None, n: int, period: str) -> str:
    """More or fewer incidents than in the period before, and whether chance explains it."""
    if change is None:
        return f"{fmt.count(n, 'incident')}; nothing earlier to compare with"
    said, gap = f"{fmt.count(change.n_after, 'incident')} in {period}", change.n_after - change.n_before
    if not gap:
        return f"{said}, as many as in the period before"
    chance = ", which may be chance" if change.verdict == "too_early" else ""
    return f"{said}, {abs(gap):,} {'fewer' if gap < 0 else 'more'} than in the period before{chance}"
