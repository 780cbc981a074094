"""What a tracker's own words for a state mean: open, in_progress, done or declined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from etl.transform.states import read_status

IN_PROGRESS = frozenset(
    ["in progress", "doing", "wip", "work in progress", "in dev", "in development", "in review", "started", "ongoing"]
)
DECLINED = frozenset(
    [
        "wont do", "wont fix", "wontfix", "wontdo", "declined", "rejected", "not planned", "not doing", "cancelled",
        "canceled", "abandoned", "obsolete", "duplicate", "invalid", "out of scope", "risk accepted", "accepted risk",
        "dropped", "withdrawn", "stale",
    ]
)  # fmt: skip
ENDED_OTHERWISE = DECLINED | {"cannot reproduce", "not a bug", "incomplete"}


def plain_word(word: str) -> str:
    """A label or status without scope ("workflow::", "status:"), case and punctuation."""
    last = re.split(r"[:/]+", word.strip())[-1]
    return " ".join(re.sub(r"[^\w ]", "", last.replace("-", " ").replace("_", " ")).lower().split())


def mapped(word: str, statuses: Mapping[str, str]) -> str | None:
    """The state that refrain.toml gives to a word, whatever its case."""
    return next((state for name, state in statuses.items() if name.lower() == word.lower()), None)


def of_labels(labels: Iterable[str], is_closed: bool, statuses: Mapping[str, str]) -> str:
    """The state of an item that is only open or closed: labels tell work in progress, and closed without being done."""
    wanted, known = ("declined", DECLINED) if is_closed else ("in_progress", IN_PROGRESS)
    for label in labels:
        said = mapped(label, statuses)
        if said == wanted or (said is None and plain_word(label) in known):
            return wanted
    return "done" if is_closed else "open"


def of_word(word: str, statuses: Mapping[str, str]) -> str:
    """The state that a status names, where nothing but its name is known; `open` where it says nothing."""
    clean = plain_word(word)
    if clean in DECLINED:
        return mapped(word, statuses) or "declined"
    if clean in IN_PROGRESS:
        return mapped(word, statuses) or "in_progress"
    read = read_status(word)
    return mapped(word, statuses) or (read if read and read != "not_recorded" else "open")


def of_category(category: str | None, word: str, resolution: str | None, statuses: Mapping[str, str]) -> str:
    """The state of a workflow's step: its category (new, indeterminate, done), and why it ended."""
    if resolution and (said := mapped(resolution, statuses)):
        return said
    if said := mapped(word, statuses):
        return said
    state = {"new": "open", "undefined": "open", "indeterminate": "in_progress", "done": "done"}.get(category or "")
    state = state or of_word(word, statuses)
    is_declined = plain_word(resolution or "") in ENDED_OTHERWISE or plain_word(word) in DECLINED
    return "declined" if state == "done" and is_declined else state
