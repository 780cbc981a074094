"""The five times: every witness is kept, one is chosen by a documented rule.

Rank of a witness, best first: a value that the source states by name (front matter, key events, mapped columns), a
sentence or a named range that states the span, a line of the timeline that a stated length confirms, a line of the timeline
that tells it, a stated length added to another time, the other end where only one is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from etl.records import TIME_FIELDS, TimelineEvent, Witness
from etl.transform.agreement import agreed_stages, stated_length
from etl.transform.clock import leading_stamp, read_moment, settle_year, stamps
from etl.transform.day_spans import from_days
from etl.transform.outline import Fact
from etl.transform.prose import plain
from etl.transform.spans import Said, from_lengths, from_ranges, from_stage_spans, from_statements
from etl.transform.stages import pick_stages, tells_of_failure
from etl.transform.timeline import in_order


def witnesses(
    facts: Mapping[str, Any],
    fact_lines: Mapping[str, int],
    stated: Sequence[Fact],
    events: Sequence[TimelineEvent],
    prose: Sequence[Said],
    zone: tzinfo,
    zone_stated: bool,
    near: date | None,
    anchor: date | None = None,
    updates: Iterable[Witness] = (),
) -> list[Witness]:
    """Every candidate for the five times, best first within a field. ``updates``: what status updates witness."""
    found = list(_from_facts(facts, fact_lines, zone, zone_stated, near))
    found += _from_named_lines(stated, zone, zone_stated, near)
    found += updates
    found += from_stage_spans(prose, zone, zone_stated, near)
    found += from_statements(prose, zone, zone_stated, near)
    found += from_ranges(stated, zone, zone_stated, near)
    found += _without_echo(_from_timeline(events, zone_stated, stated, anchor), found)
    if facts.get("date_is_bare"):
        found = _without_time_of_writing(found)
    if not any(w.precision == "minute" for w in found):
        found += from_days(stated, prose, zone, zone_stated, near)
    found = [w._replace(at=settle_year(w.at, anchor)) for w in found]
    found = _without_early_end(_without_slips(_of_the_afternoon(found), stated))
    found += from_lengths(stated, choose(found).get("started_at"))
    return found + list(_from_end_of_span(found))


def _from_facts(
    facts: Mapping[str, Any], lines: Mapping[str, int], zone: tzinfo, zone_stated: bool, near: date | None
) -> Iterable[Witness]:
    for name in TIME_FIELDS:
        if facts.get(name) is not None and (read := read_moment(facts[name], zone, near)):
            at, precision, stated = read
            yield Witness(name, at, precision, stated or zone_stated, lines.get(name), str(facts[name]), "source field")


_WRITTEN_AFTER = timedelta(minutes=10)


def _without_time_of_writing(found: list[Witness]) -> list[Witness]:
    """A head's bare "date" with a time of day, after a start that the text tells, is when it was written."""
    told = [w for w in found if w.field == "started_at" and w.precision == "minute" and w.rule != "source field"]
    first = told[0].at if told else None
    return [
        w
        for w in found
        if not (w.field == "started_at" and w.rule == "source field" and first and w.at >= first + _WRITTEN_AFTER)
    ]


_A_LENGTH = re.compile(
    r"(?i)\W*(?:about|around|approx\w*|roughly)?\W*\d[\d.,–-]*\s*(?:days?|hours?|hrs?|h|min(?:ute)?s?|m|sec(?:ond)?s?)\b"
)
""" "Detection time: 12 minutes" tells a length, not a moment."""


def _from_named_lines(stated: Iterable[Fact], zone: tzinfo, zone_stated: bool, near: date | None) -> Iterable[Witness]:
    for fact in stated:
        if fact.name in TIME_FIELDS and _A_LENGTH.match(fact.value):
            continue
        if fact.label.lower() == "identified" and leading_stamp(fact.value, near) is None:
            continue
        name = "started_at" if _tells_when(fact, near) else fact.name
        if name in TIME_FIELDS and (read := read_moment(plain(fact.value), zone, near)):
            at, precision, said = read
            quote = f"{fact.label}: {fact.value}"[:300]
            yield Witness(name, at, precision, said or zone_stated, fact.line, quote, "named line")


_NAMES_THE_INCIDENT = re.compile(r"(?i)\b(incident|event|outage|downtime|disruption|occurr\w*)\b")


def _tells_when(fact: Fact, near: date | None) -> bool:
    """ "Date of the incident: 5 March 2024, 14:32 UTC" tells more than the day."""
    if fact.name != "occurred_on" or not _NAMES_THE_INCIDENT.search(fact.label):
        return False
    return any(s.clock for s in stamps(plain(fact.value), near))


def _without_echo(told: list[Witness], named: list[Witness]) -> list[Witness]:
    """A detection stated by name is no start. A timeline's start counts if it lies before it; at the same time as a
    detection that the document itself names, only if the line tells of the failure, not of anybody noticing it."""
    detected = next((w for w in named if w.field == "detected_at" and w.rule != "prose: stages"), None)
    if detected is None or any(w.field == "started_at" for w in named):
        return told
    in_text = detected.rule == "named line"

    def is_start(w: Witness) -> bool:
        return w.at < detected.at or (in_text and w.at == detected.at and tells_of_failure(w.quote))

    return [w for w in told if w.field != "started_at" or is_start(w)]


def _without_slips(found: list[Witness], stated: Sequence[Fact]) -> list[Witness]:
    """A named end whose date is a slip of the pen: it lies a day or more from where its stated length ends, and that
    length ends at the very same time of day."""
    ends = {"mitigated_at": "time_to_repair", "resolved_at": "time_to_resolve"}
    chosen = choose(found)
    begins = [w.at for name in ("started_at", "detected_at") if (w := chosen.get(name)) and w.precision != "day"]
    settled = []
    for witness in found:
        length = stated_length(stated, ends[witness.field]) if witness.field in ends else None
        if length and witness.rule == "named line" and witness.precision != "day":
            right = (b + length.length for b in begins if _is_slip(witness.at, b + length.length))
            witness = witness._replace(at=next(right, witness.at))
        settled.append(witness)
    return settled


def _without_early_end(found: list[Witness]) -> list[Witness]:
    """A sentence that states when the impact ended outweighs a line that seems to tell of a resolution before it."""
    end = choose(found).get("mitigated_at")
    if end is None or not end.rule.startswith("prose"):
        return found
    return [
        w._replace(at=end.at) if w.field == "resolved_at" and w.rule.startswith("timeline") and w.at < end.at else w
        for w in found
    ]


def _from_end_of_span(found: Sequence[Witness]) -> Iterator[Witness]:
    """A whole outage told as one span ended with it, where nothing says when the incident was resolved or closed; an
    end that is only stated by name ended the impact, too, unless the stages before it are named one by one."""
    chosen = choose(found)
    end, resolved = chosen.get("mitigated_at"), chosen.get("resolved_at")
    if end and end.rule in _SPANS:
        yield end._replace(field="resolved_at")
    has_stages = "diagnosed_at" in chosen and chosen["diagnosed_at"].rule in _NAMED
    if resolved and resolved.rule in _NAMED and not has_stages:
        yield resolved._replace(field="mitigated_at")


_SPANS = frozenset({"prose: between", "named range", "prose: between days", "named range of days"})
_NAMED = frozenset({"named line", "source field"})


_HALF = re.compile(r"(?i)\d\s?[ap]\.?m\b")


def _of_the_afternoon(found: list[Witness]) -> list[Witness]:
    """A stated end without AM or PM that lies less than half a day before a start that has one is of the afternoon."""
    start = choose(found).get("started_at")
    if start is None or start.precision == "day" or not _HALF.search(start.quote):
        return found
    return [
        w._replace(at=w.at + _HALF_DAY)
        if w.field == "mitigated_at" and w.rule == "prose: stated" and not _HALF.search(w.quote)
        and w.at < start.at < w.at + _HALF_DAY
        else w
        for w in found
    ]  # fmt: skip


_HALF_DAY = timedelta(hours=12)


def _is_slip(written: datetime, due: datetime) -> bool:
    days = round((written - due) / timedelta(days=1))
    return days != 0 and abs(written - due - timedelta(days=days)) <= timedelta(minutes=1)


def choose(found: Iterable[Witness]) -> dict[str, Witness]:
    """The first witness of each field that is known to the minute, else the first; impossible choices are kept as
    they are (the metrics exclude and list them)."""
    chosen: dict[str, Witness] = {}
    for witness in found:
        held = chosen.get(witness.field)
        if held is None or (
            held.precision == "day" and witness.precision != "day" and abs(witness.at - held.at) < timedelta(days=2)
        ):
            chosen[witness.field] = witness
    return chosen


_RULES = {
    "started_at": "timeline: impact begins",
    "detected_at": "timeline: detected",
    "diagnosed_at": "timeline: cause found",
    "mitigated_at": "timeline: impact ends",
    "resolved_at": "timeline: resolved",
}
_AGREED = ", as stated"
_LONG_BEFORE = timedelta(days=7)
"""A start that the words alone make out, so long before the day in the document's name, is background."""


def _from_timeline(
    events: Sequence[TimelineEvent], zone_stated: bool, stated: Sequence[Fact], anchor: date | None
) -> list[Witness]:
    line = in_order(events)
    if not line:
        return _from_days([e for e in events if e.at and e.precision == "day"], zone_stated)
    recent = [e for e in line if anchor is None or e.at is None or e.at.date() >= anchor - _LONG_BEFORE]
    told = pick_stages(recent or line)
    agreed = agreed_stages(line, told, stated)
    mended, resolved = agreed.get("mitigated_at") or told["mitigated_at"], told["resolved_at"]
    if mended and resolved and mended.at and resolved.at and resolved.at < mended.at:
        told = {**told, "resolved_at": mended}
    by_day = _told_by_day(events, line)
    found = []
    for name, rule in _RULES.items():
        confirmed, by_words = agreed.get(name), told[name]
        if confirmed:
            found.append(_witness(name, confirmed, rule + _AGREED, zone_stated))
        if by_words and by_words is not confirmed:
            found.append(_witness(name, by_words, rule, zone_stated))
        if not confirmed and not by_words and (day := by_day.get(name)):
            found.append(_witness(name, day, rule, zone_stated))
    return found


_ANY_CLOCK = re.compile(r"\d[:.h]\d\d")


def _told_by_day(events: Sequence[TimelineEvent], line: Sequence[TimelineEvent]) -> Mapping[str, TimelineEvent | None]:
    """The stages that lines tell which state only a day, not before the first line with a time of day."""
    first = line[0].at
    days = [
        e
        for e in events
        if e.precision == "day" and e not in line and e.at and first and e.at.date() >= first.date()
        and not _ANY_CLOCK.search(e.text)
    ]  # fmt: skip
    return {k: v for k, v in pick_stages(days).items() if k != "started_at"} if days else {}


def _from_days(days: Sequence[TimelineEvent], zone_stated: bool) -> list[Witness]:
    """What a timeline tells that states only days: its first, and those on which lines tell of the other stages."""
    if not days:
        return []
    told = pick_stages(days)
    later = [_witness(name, event, rule, zone_stated) for name, rule in _RULES.items() if (event := told[name])]
    begun = _witness("started_at", days[0], "timeline: first day", zone_stated)
    return [begun, *(w for w in later if w.field != "started_at")] if len(days) > 1 else [begun]


def _witness(name: str, event: TimelineEvent, rule: str, zone_stated: bool) -> Witness:
    assert event.at is not None
    return Witness(
        name,
        event.at,
        event.precision or "minute",
        event.zone_stated or zone_stated,
        event.line,
        event.text[:300],
        rule,
    )
