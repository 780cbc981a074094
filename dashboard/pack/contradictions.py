"""Contradictions between documents, within one, and between a fix called done and what happened later. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as fmt
from dashboard.rows import each_row
from dashboard.words import METRICS, field_name, words
from etl.analysis.retro import differing_causes, fixes_that_did_not_hold
from etl.transform.prose import gist, plain


@dataclass(frozen=True)
class Contradiction:
    """What disagrees, how the documents say it, and one incident that it stands in."""

    kind: str
    said: str
    incident_id: str
    title: str


def contradictions(incidents: pd.DataFrame, conflicts: pd.DataFrame, impossible: pd.DataFrame) -> list[Contradiction]:
    """All of them, the most telling kind first: fixes, causes, then times."""
    return [*_fixes(incidents), *_causes(incidents), *_impossible(impossible), *_times(conflicts)]


def _fixes(incidents: pd.DataFrame) -> Iterator[Contradiction]:
    for row in each_row(fixes_that_did_not_hold(incidents)):
        fix = f": “{fmt.shorten(plain(row.fix_text), 160)}”" if isinstance(row.fix_text, str) else ""
        said = (
            f"A fix was called done{fix}, yet the failure came back {fmt.days(row.days_since)} after {_earlier(row)}."
        )
        yield Contradiction("A fix called done, and a repeat", said, str(row.incident_id), _title(row.title))


def _causes(incidents: pd.DataFrame) -> Iterator[Contradiction]:
    for row in each_row(differing_causes(incidents)):
        said = (
            f"{fmt.sentence_case(words(row.cause_category))} here (“{said_of(row.cause_text)}”), "
            f"{words(row.earlier_cause_category)} in {_earlier(row)} (“{said_of(row.earlier_cause_text)}”)."
        )
        yield Contradiction("Two causes for one failure", said, str(row.incident_id), _title(row.title))


def _earlier(row: Any) -> str:
    return f"“{_title(row.earlier_title)}” of {fmt.day(row.earlier_occurred_on)}"


def _impossible(rows: pd.DataFrame) -> Iterator[Contradiction]:
    for row in each_row(rows):
        said = f"{METRICS.get(row.metric, words(row.metric))} cannot be: {row.reason}."
        yield Contradiction("Times in an impossible order", said, str(row.incident_id), _title(row.title))


def _times(rows: pd.DataFrame) -> Iterator[Contradiction]:
    for row in each_row(rows):
        said = (
            f"{field_name(row.field)}: {fmt.moment(row.chosen_at)} ({row.chosen_rule}) or {fmt.moment(row.other_at)} "
            f"({row.other_rule}), {fmt.duration(row.minutes_apart)} apart."
        )
        yield Contradiction("Two values for one time", said, str(row.incident_id), _title(row.title))


def _title(title: Any) -> str:
    return "Untitled incident" if fmt.is_missing(title) else str(title)


def said_of(text: object, most_chars: int = 140) -> str:
    """The first sentences of a document's text; "" where there is none."""
    return fmt.shorten(gist(text, most_chars), 2 * most_chars) if isinstance(text, str) else ""
