"""The words of a digest. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

HEADINGS = {
    "recurred": "Came back",
    "overdue": "Newly overdue",
    "overdue_by_policy": "Newly overdue by policy",
    "reopened": "Opened again",
    "slipped": "Moved to a later date",
    "held": "Fixes that have held for 90 days",
    "done": "Finished",
    "declined": "Declined",
}
"""Sections in the order in which they are told: what asks for someone comes first."""

MEANINGS = {
    "recurred": "Incidents that repeat an earlier one, and the state of the earlier fix at that moment.",
    "overdue": "Not finished, and the agreed date has passed.",
    "overdue_by_policy": "Not finished, no date was agreed, and the days that the policy gives have passed.",
    "reopened": "They were done or declined before.",
    "slipped": "Not finished, and the agreed date is later than it was.",
    "held": "No incident of the theme on the same services for 90 days or more since the fix was done, over a time in "
    "which the earlier rate would have given at least three.",
    "done": "Follow-ups that were done.",
    "declined": "Follow-ups that will not be done.",
}
NOTHING = "Nothing changed: nothing came back, fell due, was opened again, moved, held, was finished or declined."
FIX_STATES = {"never_filed": "never filed", "done": "done (it did not hold)", "not_recorded": "in no recorded state"}
DECLINED_REASONS = {
    "risk_accepted": "the risk is accepted",
    "duplicate": "it is a duplicate",
    "obsolete": "it is obsolete",
}
LONGEST = 200
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def in_words(day: date | None) -> str:
    """A day: 4 Jul 2026."""
    return "a day not stated" if day is None else f"{day.day} {day:%b %Y}"


def window_in_words(first: date, last: date) -> str:
    """Two days, both included."""
    return in_words(last) if first == last else f"{in_words(first)} to {in_words(last)}"


def days_in_words(n_days: float) -> str:
    """1 day, 45 days, under a day."""
    whole = round(n_days)
    return "under a day" if n_days < 1 and n_days != 0 else f"{whole:,} day{'' if whole == 1 else 's'}"


def severity_in_words(level: float | None) -> str | None:
    """severity 2; None where it is not stated."""
    return None if level is None else f"severity {int(level)}"


def quoted(text: object) -> str:
    """A text from a document inside a sentence."""
    return f"“{one_line(text)}”"


def one_line(text: object, longest: int = LONGEST) -> str:
    """A text from a document on one line, without characters that nobody sees, and not too long."""
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in str(text))
    line = re.sub(r"\s+", " ", seen).strip()
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
