"""Texts that were made to hang a reader: time stays linear, and nothing is raised.

Each is 200 KB of bait for backtracking (OWASP, "Regular expression Denial of Service") or for rescanning,
put where it hurts: in a cause, in a timeline and among the follow-ups.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.load.documents import read_document
from etl.records import SourceFile

SIZE = 200_000
SECONDS = 8.0
PLACES = (
    "# Outage\n\nDate: 2024-01-01\n\n## Root cause\n\n",
    "\n\n## Timeline\n\n",
    "\n\n## Action items\n\n",
)
BAIT = {
    "a a": "a ",
    "parentheses": "(",
    "dashes": "- ",
    "items": "- an item\n",
    "pipes": "| ",
    "rows": "| a | b |\n",
    "stars": "**a ",
    "underscores": "_a ",
    "brackets": "[",
    "links": "[a](",
    "images": "![a](",
    "angles": "<",
    "tags": "<a ",
    "comments": "<!--",
    "template tags": "<%",
    "mustaches": "{{",
    "prompts": "[insert ",
    "quotes": "> ",
    "ticks": "`a ",
    "struck": "~~a ",
    "headings": "# a\n",
    "labels": "**Impact**: a\n\n",
    "facts": "Severity: a\n",
    "clocks": "10:30 ",
    "dates": "2024-01-01 ",
    "days": "1 Jan ",
    "between": "between 10:00 and ",
    "zones": "all times in ",
    "durations": "1h ",
    "addresses": "https://a/",
    "digits": "1",
    "letters": "A",
    "spaces": " ",
    "words": "the root cause was ",
    "changes": "changed the ",
    "reports": "users report ",
    "owners": "owner: a, ",
    "at": "@a ",
}
SHAPED = {
    "a table": "| a | b |\n|---|---|\n" + "| a | b |\n" * (SIZE // 10),
    "a wide table": "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + ("|" + "a|" * 10_000 + "\n") * 8,
    "nested lists": "\n".join("  " * n + "- a" for n in range(600)),
    "nested quotes": "\n".join(">" * n + " a" for n in range(600)),
    "one line of a megabyte": "word " * SIZE,
}


class TookTooLongError(BaseException):
    """Not an Exception: the loader's own net must not catch it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def problems_of(path: Path, text: str) -> list[str]:
    path.write_text(text)
    file = SourceFile(str(path), str(path.parent), "s", path.name)
    try:
        with at_most(SECONDS):
            rows = read_document(file, "id", datetime(2024, 6, 30, tzinfo=UTC))
    except TookTooLongError:
        pytest.fail(f"{len(text):,} characters took more than {SECONDS:.0f} s")
    return [r["problem"] for r in rows["rejects"]]


@pytest.mark.parametrize("bait", BAIT)
def test_bait_is_read_in_linear_time(tmp_path: Path, bait: str) -> None:
    """200 KB of the same few characters in cause, timeline and follow-ups take seconds at most."""
    run = BAIT[bait] * (SIZE // len(PLACES) // len(BAIT[bait]))
    assert problems_of(tmp_path / "x.md", "".join(place + run for place in PLACES) + "\n") == []


@pytest.mark.parametrize("shape", SHAPED)
def test_hostile_shapes_are_read_in_linear_time(tmp_path: Path, shape: str) -> None:
    """Large tables, deep lists and quotes, and a line without end."""
    assert problems_of(tmp_path / "x.md", PLACES[0] + SHAPED[shape] + "\n") == []
