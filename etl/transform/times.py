"""The five times: every witness is kept, one is chosen by a documented rule.

Rank of a witness, best first: a value that the source states by name (front matter, key events, mapped columns), a line
of the timeline that tells it, a sentence of the prose, a stated duration added to another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from etl.records import TIME_FIELDS, TimelineEvent, Witness
from etl.transform.clock import moment_of, read_duration, read_moment, stamps
from etl.transform.outline import Fact
from etl.transform.timeline import PATTERNS, in_order, plain

_STARTED = re.compile(
    r"\b(problem|issue|incident|impact|outage|fault|failure|downtime) (started|starts|began|begins|occur\w*)\b|\bstart of (the )?(incident|impact|outage)\b|\bfirst symptoms?\b|\b(drops?|dropped|fell|falls) to (zero|0)\b|\bstart(s|ed)? (failing|returning|reporting|crash\w*|seeing|to fail|to see|to crash|to return|to drop|dropping|throwing|erroring|timing)\b|\b(begins?|began) (failing|to fail|returning|crash\w*|to drop)\b",
    re.IGNORECASE,
)
_FAILING = re.compile(
    r"\b(fail(s|ed|ing|ure|ures)?|error(s|ing)?|down|outage|unavailable|crash\w*|5\d\d|unreachable|timeouts?|timed out|stops?|stopped|broken|not (working|available|responding|reachable|able)|unable|can ?not|degrad\w*|slow\w*|full|pending|expired?|deleted|destroyed|lost|missing|drop\w*|reverted|killed|no nodes|stuck|unhealthy)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(deploy\w*|upgrad\w*|merg\w*|releas\w*|appl(y|ied)|chang\w*|updat\w*|roll\w*|trigger\w*|migrat\w*|replac\w*|pipeline|maintenance|scal\w*|delet\w*|execut\w*|pushed|unpaused|initiated|expired|rotat\w*)\b",
    re.IGNORECASE,
)
_STRONG_DETECTED = re.compile(
    r"\b(alert|alarm|paged|pagerduty|pingdom|report\w*|notic\w*|detect\w*|complain\w*|aware|informed|discover\w*|warning|see(n|ing)? |observ\w*|flagged|raised|spotted|finding)\b",
    re.IGNORECASE,
)
_INVESTIGATION = re.compile(r"\b(investigat\w+ (start|begin|began|launch|commenc|into|is|was|of)\w*|start\w* (to )?(investigat|look|debug|troubleshoot)\w*|looking into|troubleshooting)", re.IGNORECASE)
_FIX_OF_CAUSE = re.compile(r"\b(identif\w+|found|discover\w+|reali[sz]\w+|root cause|caused by|turn(s|ed) out|due to|because|culprit|reveal\w*|traced|narrowed|pinpoint\w*|determin\w+|confirm\w+ (that|the)|diagnos\w+|suspect\w*|bug in|the (issue|problem|reason|cause) (is|was)|misconfig\w*|notic\w+ that|understood|expired|shows?|seems? to be|is (full|out of|missing|broken)|attributed|points? to)\b", re.IGNORECASE)
_NOT_SO = re.compile(r"\b(not (yet )?(resolved|fixed|recovered|restored|mitigated|identified|known|found)|un(known|resolved|clear)|still (investigating|failing|down|broken|not)|will be|to be (fixed|resolved)|believ\w+ the issue|fails? (again|because|due|with|test)|investigation (start|begin|launch|commenc|into)\w*|to (find|identify|determine|understand) (the )?(root )?cause|cannot be (found|identified)|couldn'?t (find|identify))\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\b(?P<span>[^.]{5,120}?\b(?:and|to|until|till|-|–)\b[^.]{3,80})", re.IGNORECASE)


def witnesses(
    facts: Mapping[str, Any],
    fact_lines: Mapping[str, int],
    stated: Iterable[Fact],
    events: Sequence[TimelineEvent],
    prose: Iterable[tuple[str, int]],
    zone: tzinfo,
    zone_stated: bool,
    near: date | None,
) -> list[Witness]:
    """Every candidate for the five times, best first within a field."""
    found: list[Witness] = []
    for name in TIME_FIELDS:
        read = read_moment(facts[name], zone, near) if facts.get(name) is not None else None
        if read:
            found.append(Witness(name, read[0], read[1], read[2] or zone_stated, fact_lines.get(name), str(facts[name]), "source field"))
    stated = list(stated)
    for fact in stated:
        if fact.name in TIME_FIELDS and (read := read_moment(plain(fact.value), zone, near)):
            found.append(Witness(fact.name, *_with_zone(read, zone_stated), fact.line, f"{fact.label}: {fact.value}"[:300], "named line"))
    found += _from_timeline(events, zone_stated)
    found += _from_prose(prose, zone, zone_stated, near)
    found += _from_durations(stated, found)
    return found


def choose(found: Iterable[Witness]) -> dict[str, Witness]:
    """The first witness of each field that is known to the minute, else the first; impossible choices are kept as
    they are (the metrics exclude and list them)."""
    chosen: dict[str, Witness] = {}
    for witness in found:
        held = chosen.get(witness.field)
        if held is None or (held.precision == "day" and witness.precision != "day" and abs(witness.at - held.at) < timedelta(days=2)):
            chosen[witness.field] = witness
    return chosen


def _with_zone(read: tuple[datetime, Any, bool], zone_stated: bool) -> tuple[datetime, Any, bool]:
    return read[0], read[1], read[2] or zone_stated


def _witness(name: str, event: TimelineEvent, rule: str, zone_stated: bool) -> Witness:
    assert event.at is not None
    return Witness(name, event.at, event.precision or "minute", event.zone_stated or zone_stated, event.line, event.text[:300], rule)


def _from_timeline(events: Sequence[TimelineEvent], zone_stated: bool) -> list[Witness]:
    line = in_order(events)
    if not line:
        days = [e for e in events if e.at and e.precision == "day"]
        return [_witness("started_at", days[0], "timeline: first day", zone_stated)] if days else []
    picks = {
        "started_at": (_start(line), "timeline: impact begins"),
        "detected_at": (_detection(line), "timeline: detected"),
        "diagnosed_at": (_diagnosis(line), "timeline: cause found"),
        "mitigated_at": (_mitigation(line), "timeline: impact ends"),
        "resolved_at": (_resolution(line), "timeline: resolved"),
    }
    return [_witness(name, event, rule, zone_stated) for name, (event, rule) in picks.items() if event]


def _start(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """A line that says so; else the first line that tells of a failure or of the change that brought it."""
    said = next((e for e in line if _STARTED.search(e.text)), None)
    if said and line.index(said) <= 3:
        return said
    detected = _detection(line)
    for event in line:
        if _FAILING.search(event.text) or (_CHANGE.search(event.text) and (detected is None or event.seq <= detected.seq)):
            return event
        if event is detected:
            break
    return said or line[0]


def _detection(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    strong = next((e for e in line if _STRONG_DETECTED.search(e.text)), None)
    looking = next((e for e in line if _INVESTIGATION.search(e.text)), None)
    found = min((e for e in (strong, looking) if e), key=lambda e: (e.at or datetime.max.replace(tzinfo=UTC), e.seq), default=None)
    return found


def _diagnosis(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    for position, event in enumerate(line):
        if position == 0 and len(line) > 2:
            continue
        if _FIX_OF_CAUSE.search(event.text) and PATTERNS["diagnosed"].search(event.text) and not _NOT_SO.search(event.text):
            return event
    return None


def _mitigation(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """The first line after which no line tells of failing service again, among those that tell of recovery."""
    recovered = [e for e in line if (PATTERNS["mitigated"].search(e.text) or PATTERNS["resolved"].search(e.text)) and not _NOT_SO.search(e.text)]
    later = [e for e in recovered if e.seq > 0 or len(line) == 1]
    return later[0] if len(later) <= 2 and later else (later[-2] if later else None)


def _resolution(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    said = [e for e in line if PATTERNS["resolved"].search(e.text) and not _NOT_SO.search(e.text)]
    if said:
        return said[-1]
    recovered = [e for e in line if PATTERNS["mitigated"].search(e.text) and not _NOT_SO.search(e.text)]
    return recovered[-1] if recovered else None


def _from_prose(prose: Iterable[tuple[str, int]], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """ "Between 03:00 EDT and 09:55 EDT on 21 Jul 2021" tells start and end."""
    for text, number in prose:
        for match in _BETWEEN.finditer(text):
            ends = stamps(match["span"], near)
            clocks = [s for s in ends if s.clock]
            if len(clocks) < 2:
                continue
            day = next((s.day for s in ends if s.day), near)
            said = next((s.zone for s in clocks[:2] if s.zone), None)
            first = moment_of(clocks[0], said or zone, clocks[0].day or day)
            last = moment_of(clocks[1], said or zone, clocks[1].day or day)
            if not first or not last:
                continue
            end = last[0] + timedelta(days=1) if last[0] < first[0] and not clocks[1].day else last[0]
            is_stated = said is not None or zone_stated
            quote = " ".join(match[0].split())[:300]
            return [
                Witness("started_at", first[0], "minute", is_stated, number, quote, "prose: between"),
                Witness("mitigated_at", end, "minute", is_stated, number, quote, "prose: between"),
            ]
    return []


def _from_durations(stated: Iterable[Fact], found: Sequence[Witness]) -> list[Witness]:
    """A stated duration added to the start gives the other end, where no better witness does."""
    have = choose(found)
    start = have.get("started_at")
    if start is None or start.precision == "day":
        return []
    added = []
    for name, field in (("time_to_detect", "detected_at"), ("time_to_repair", "mitigated_at"), ("duration", "mitigated_at")):
        for fact in stated:
            if fact.name == name and (length := read_duration(fact.value)) is not None:
                added.append(Witness(field, start.at + length, "minute", start.zone_stated, fact.line, f"{fact.label}: {fact.value}"[:300], "stated duration"))
                break
    return added
