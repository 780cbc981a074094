"""What is worth acting on, put into words, the most pressing first. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import format as fmt
from dashboard import links
from dashboard.findings import Row, times
from dashboard.format import plain

MOST_ACTIONS = 5
FEWEST_IN_GROUP = 5


@dataclass(frozen=True)
class Action:
    """Something to act on (Markdown) and the page that shows it."""

    text: str
    see: str
    page: str
    icon: str
    parameters: tuple[tuple[str, str], ...] = ()


def actions(numbers: Row, by_theme: pd.DataFrame, slowest: pd.DataFrame, n_undiagnosed: int) -> list[Action]:
    """At most five things to act on, the most pressing first."""
    found = [
        *_unfinished(
            by_theme,
            ("open", "overdue"),
            "came back {times} while its fix was open or overdue",
            ":material/replay:",
        ),
        *_overdue(numbers),
        *_unfinished(
            by_theme,
            ("never_filed",),
            "came back {times} after a postmortem without follow-ups",
            ":material/note_add:",
        ),
        *_unfinished(
            by_theme,
            ("done",),
            "came back {times} after its fix was done: the fix did not hold",
            ":material/build:",
        ),
        *_slowest(slowest),
        *_unknown(numbers, n_undiagnosed),
    ]
    return found[:MOST_ACTIONS]


def _unfinished(by_theme: pd.DataFrame, states: tuple[str, ...], said: str, icon: str) -> list[Action]:
    chosen = by_theme[by_theme["fix_state"].isin(states) & by_theme["theme_id"].notna()]
    if chosen.empty:
        return []
    totals = chosen.groupby("name")["n_recurrences"].sum().sort_values(ascending=False)
    theme, n = str(totals.index[0]), int(totals.iloc[0])
    text = f"**{plain(theme)}** {said.format(times=times(n))}"
    return [Action(text, "See its repeats", links.RECURRENCE, icon, (("theme", theme),))]


def _overdue(numbers: Row) -> list[Action]:
    n = int(numbers["n_overdue"] or 0)
    if not n:
        return []
    oldest = fmt.days(float(numbers["oldest_overdue_days"]))
    are = "is" if n == 1 else "are"
    text = f"**{fmt.count(n, 'follow-up')}** {are} overdue, the oldest was opened {oldest} ago"
    return [Action(text, "See what is overdue", links.FOLLOW_UPS, ":material/event_busy:", (("queue", "Overdue"),))]


def _slowest(groups: pd.DataFrame) -> list[Action]:
    known = groups[(groups["n"] >= FEWEST_IN_GROUP) & (groups["name"] != "No theme")].sort_values("minutes")
    if len(known) < 2:
        return []
    row = known.iloc[-1]
    median = f"{fmt.duration(row['minutes'])} (n = {int(row['n']):,})"
    text = f"**{plain(str(row['name']))}** takes longest to diagnose: {median}"
    return [
        Action(
            text,
            "See how causes were found",
            links.DIAGNOSE,
            ":material/timer:",
            (("theme", str(row["name"])),),
        )
    ]


def _unknown(numbers: Row, n_undiagnosed: int) -> list[Action]:
    n, n_unknown = int(numbers["n_follow_ups"]), int(numbers["n_not_recorded"])
    found = []
    if n_unknown:
        text = f"**{fmt.share_of(n_unknown, n, 'follow-ups')}** have no recorded state"
        found.append(
            Action(
                text,
                "Ask what became of them",
                links.FOLLOW_UPS,
                ":material/help:",
                (("queue", "Not recorded"),),
            )
        )
    if n_undiagnosed:
        text = f"**{fmt.count(n_undiagnosed, 'postmortem')}** cannot tell how long the diagnosis took"
        found.append(Action(text, "See what is missing", links.HEALTH, ":material/fact_check:"))
    return found
