"""Where two witnesses agree: a line of the timeline that stands where a stated length ("time to recovery: 88 minutes")
points to. Such a line is better evidence than its words alone, and settles which of several it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from etl.records import Evidence, TimelineEvent
from etl.transform.clock import read_duration
from etl.transform.outline import Fact
from etl.transform.stages import is_detection

_MINUTE = timedelta(minutes=1)
_SHARE = 0.01
_MOST = timedelta(minutes=10)
"""Lengths are worked out by hand and rounded: a hundredth of the length, from a minute to ten, is agreement."""

Stages = Mapping[str, TimelineEvent | None]


@dataclass(frozen=True, slots=True)
class Length:
    """A stated length and how far from it a line may stand."""

    length: timedelta
    slack: timedelta

    def fits(self, begin: datetime, end: datetime, *, exactly: bool = False) -> bool:
        return abs(end - begin - self.length) <= (timedelta() if exactly else self.slack)


LENGTHS = ("time_to_detect", "time_to_repair", "time_to_resolve", "duration")


def length_evidence(stated: Iterable[Fact]) -> Iterator[Evidence]:
    """Where the document states each length, as it does."""
    for name in LENGTHS:
        fact = next((f for f in stated if f.name == name and read_duration(f.value) is not None), None)
        if fact:
            quote = f"{fact.label}: {fact.value}"[:300]
            yield Evidence("", name, fact.line, fact.line, quote, "named line")


def stated_length(stated: Iterable[Fact], name: str) -> Length | None:
    """The first readable length of that name, in minutes, whole hours or whole days, each with its own rounding."""
    for fact in stated:
        if fact.name == name and (length := read_duration(fact.value)) is not None:
            rounded = timedelta(hours=12) if _whole(length, 86400) else timedelta(minutes=30)
            is_rounded = _whole(length, 3600) and not any(u in fact.value.lower() for u in ("min", "0m", "0 m"))
            return Length(length, rounded if is_rounded else min(max(_MINUTE, length * _SHARE), _MOST))
    return None


def _whole(length: timedelta, seconds: int) -> bool:
    return bool(length) and length.total_seconds() % seconds == 0


def agreed_stages(line: Sequence[TimelineEvent], stages: Stages, stated: Sequence[Fact]) -> dict[str, TimelineEvent]:
    """The stages that a stated length confirms or moves to another line; empty where none agrees."""
    to_detect = stated_length(stated, "time_to_detect")
    to_repair = stated_length(stated, "time_to_repair") or stated_length(stated, "duration")
    start, detected = stages["started_at"], stages["detected_at"]
    if to_detect and to_repair and (all_three := _three(line, start, detected, to_detect, to_repair)):
        return all_three
    found: dict[str, TimelineEvent] = {}
    if start and to_repair and (end := _end_of(line, start, stages["mitigated_at"], to_repair)):
        found["mitigated_at"] = end
    if start and to_detect and (seen := _nearest(line, start, to_detect)):
        found["detected_at"] = seen
    elif detected and to_detect and to_detect.length and (begin := _before(line, detected, to_detect)):
        found["started_at"] = begin
    return found


def _end_of(
    line: Sequence[TimelineEvent], start: TimelineEvent, told: TimelineEvent | None, length: Length
) -> TimelineEvent | None:
    """The line at which the length ends: the one that tells of the recovery where it fits, else the nearest."""
    if told and length.fits(_at(start), _at(told)):
        return told
    end = _nearest(line, start, length)
    return None if end is None or is_detection(end.text) else end


def _three(
    line: Sequence[TimelineEvent], start: TimelineEvent | None, detected: TimelineEvent | None, to_detect: Length,
    to_repair: Length,
) -> dict[str, TimelineEvent] | None:  # fmt: skip
    """Start, detection and mitigation that fit both lengths. A start after what the words tell to be the detection must
    fit to the minute; the lengths of a second phase do not move the start. Time to repair counts from either."""
    ordered = [*([start] if start else []), *(e for e in line if e is not start)]
    for begin in ordered:
        exactly = detected is not None and _at(begin) > _at(detected)
        for seen in _that_fit(line, begin, to_detect, exactly):
            for since in (begin, seen):
                ends = [e for e in _that_fit(line, since, to_repair, exactly) if _at(e) > _at(seen)]
                if ends:
                    told = {"detected_at": seen, "mitigated_at": ends[0]}
                    return {"started_at": begin, **told} if start and _at(begin) < _at(start) else told
    return None


def _at(event: TimelineEvent) -> datetime:
    assert event.at is not None
    return event.at


def _that_fit(
    line: Sequence[TimelineEvent], begin: TimelineEvent, length: Length, exactly: bool = False
) -> list[TimelineEvent]:
    fits = [e for e in line if length.fits(_at(begin), _at(e), exactly=exactly) and _at(e) >= _at(begin)]
    return sorted(fits, key=lambda e: abs(_at(e) - _at(begin) - length.length))


def _nearest(line: Sequence[TimelineEvent], begin: TimelineEvent, length: Length) -> TimelineEvent | None:
    return next((e for e in _that_fit(line, begin, length) if length.length == timedelta() or e is not begin), None)


def _before(line: Sequence[TimelineEvent], end: TimelineEvent, length: Length) -> TimelineEvent | None:
    return next((e for e in line if e is not end and length.fits(_at(e), _at(end))), None)
