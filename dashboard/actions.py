"""What is worth acting on, put into words, what cost most first. Pure.

The cost of a thing is the time that its incidents lasted, where they state both ends; what has no cost that is known
comes last.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import format as fmt
from dashboard import links
from dashboard.findings import Row, times
from dashboard.format import plain
from dashboard.rows import each_row

MOST_ACTIONS = 5
MOST_OF_A_KIND = 2
FEWEST_IN_GROUP = 5
# The states of the earlier fix that call for one thing, how it is said, and its icon.
KINDS = (
    (("open", "overdue"), "came back {times} while its fix was open or overdue", ":material/replay:"),
    (("never_filed",), "came back {times} after a postmortem without follow-ups", ":material/note_add:"),
    (("done",), "came back {times} after its fix was done: the fix did not hold", ":material/build:"),
)


@dataclass(frozen=True)
class Action:
    """Something to act on (Markdown), the page that shows it, and its cost in minutes of incidents (0: unknown)."""

    text: str
    see: str
    page: str
    icon: str
    parameters: tuple[tuple[str, str], ...] = ()
    minutes: float = 0


def actions(numbers: Row, repeats: pd.DataFrame, slowest: pd.DataFrame, n_undiagnosed: int) -> list[Action]:
    """At most five things to act on, the costliest first.

    `repeats`: theme_id, name, fix_state, has_fix, n_recurrences, n_with_minutes, minutes; `slowest`: name, minutes
    (median to diagnose), n, extra_minutes (beyond the median of all).
    """
    found = [
        *(action for states, said, icon in KINDS for action in _unfinished(repeats, states, said, icon)),
        *_overdue(numbers, repeats),
        *_slowest(slowest),
        *_not_recorded(numbers, repeats),
        *_undiagnosed(n_undiagnosed),
    ]
    return sorted(found, key=lambda action: -action.minutes)[:MOST_ACTIONS]


def _unfinished(repeats: pd.DataFrame, states: tuple[str, ...], said: str, icon: str) -> list[Action]:
    chosen = repeats[repeats["fix_state"].isin(states) & repeats["theme_id"].notna()]
    totals = chosen.groupby("name")[["n_recurrences", "n_with_minutes", "minutes"]].sum()
    worst = totals.sort_values(["minutes", "n_recurrences"], ascending=False, kind="stable").head(MOST_OF_A_KIND)
    return [
        Action(
            f"**{plain(str(row.Index))}** {said.format(times=times(int(row.n_recurrences)))}{_lasted(row)}",
            "See its repeats",
            links.RECURRENCE,
            icon,
            (("theme", str(row.Index)),),
            float(row.minutes),
        )
        for row in each_row(worst.rename_axis("Index").reset_index())
    ]


def _lasted(row: object) -> str:
    """How long the incidents lasted, and how many of them say so."""
    n, n_known, minutes = (int(getattr(row, name)) for name in ("n_recurrences", "n_with_minutes", "minutes"))
    if not n_known:
        return "; none says how long it lasted"
    known = "" if n_known == n else f" (n = {n_known:,} that say so)"
    return f", lasting {fmt.duration(minutes)} in all{known}"


def _total(repeats: pd.DataFrame, state: str) -> pd.Series:
    return repeats.loc[repeats["fix_state"] == state, ["n_recurrences", "n_with_minutes", "minutes"]].sum()


def _overdue(numbers: Row, repeats: pd.DataFrame) -> list[Action]:
    n = int(numbers["n_overdue"] or 0)
    if not n:
        return []
    oldest = fmt.days(float(numbers["oldest_overdue_days"]))
    are = "is" if n == 1 else "are"
    text = f"**{fmt.count(n, 'follow-up')}** {are} overdue, the oldest was opened {oldest} ago"
    cost = _total(repeats, "overdue")
    if cost["n_recurrences"]:
        text += f"; failures came back {times(int(cost['n_recurrences']))} past such a date{_lasted(cost)}"
    see = ("See what is overdue", links.FOLLOW_UPS, ":material/event_busy:", (("queue", "Overdue"),))
    return [Action(text, *see, float(cost["minutes"]))]


def _slowest(groups: pd.DataFrame) -> list[Action]:
    known = groups[(groups["n"] >= FEWEST_IN_GROUP) & (groups["name"] != "No theme")]
    known = known.sort_values("extra_minutes")
    if len(known) < 2 or known.iloc[-1]["extra_minutes"] <= 0:
        return []
    row = known.iloc[-1]
    text = (
        f"**{plain(str(row['name']))}** takes {fmt.duration(row['minutes'])} to diagnose at the median "
        f"(n = {int(row['n']):,}): {fmt.duration(row['extra_minutes'])} more in all than at the pace of the others"
    )
    see = ("See how causes were found", links.DIAGNOSE, ":material/timer:", (("theme", str(row["name"])),))
    return [Action(text, *see, float(row["extra_minutes"]))]


def _not_recorded(numbers: Row, repeats: pd.DataFrame) -> list[Action]:
    n, n_unknown = int(numbers["n_follow_ups"]), int(numbers["n_not_recorded"])
    if not n_unknown:
        return []
    text = f"**{fmt.share_of(n_unknown, n, 'follow-ups')}** have no recorded state"
    cost = _total(repeats[repeats["has_fix"].astype(bool)], "not_recorded")
    if cost["n_recurrences"]:
        text += f"; failures that they were for came back {times(int(cost['n_recurrences']))}{_lasted(cost)}"
    see = ("Ask what became of them", links.FOLLOW_UPS, ":material/help:", (("queue", "Not recorded"),))
    return [Action(text, *see, float(cost["minutes"]))]


def _undiagnosed(n: int) -> list[Action]:
    if not n:
        return []
    text = f"**{fmt.count(n, 'postmortem')}** cannot tell how long the diagnosis took"
    return [Action(text, "See what is missing", links.HEALTH, ":material/fact_check:")]
