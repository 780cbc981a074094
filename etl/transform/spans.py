"""Start and end told as a span ("between 08:41 and 09:54") or as a length ("time to repair: 1h 39m")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from etl.records import Precision, Witness
from etl.transform.clock import moment_of, read_duration, stamps
from etl.transform.outline import Fact
from etl.transform.patterns import worded
from etl.transform.prose import plain, sentences

_BETWEEN = worded(r"\b(?:between|from)\b(?P<span>[^.]{5,120}?\b(?:and|to|until|till|-|–)\b[^.]{3,80})")
_OF_IMPACT = worded(
    r"\b(experienc\w*|impact\w*|affect\w*|unable|unavailab\w*|errors?|degrad\w*|elevated|increas\w*|disrupt\w*|outage|issues?|customers?|users?|fail\w*|latenc\w*|down|delays?|delayed)\b"
)
_BEGUN = worded(
    r"\b(?:(?:incident|impact|issue|outage|disruption) (?:began|begins|started|starts|start)|starting|beginning|began|started)(?: (?:at|on|from|around|approximately|about|since))*[\s:,*]*(?P<rest>.{4,60})"
)
_ENDED = worded(
    r"\b(?:resolved|mitigated|restored|recovered|fixed|ended)\b[^.;]{0,90}?\b(?:as of|at|by|on)\b[\s:,*]*(?P<rest>.{4,60})"
)


def from_statements(
    prose: Iterable[tuple[str, int]], zone: tzinfo, zone_stated: bool, near: date | None
) -> list[Witness]:
    """Start and end as a sentence states them: "Between 03:00 EDT and 09:55 EDT on 21 Jul 2021, customers ...",
    "starting at 10:26", "resolved for all users as of 21:27"."""
    told = [(s, line) for text, line in prose for s in sentences(text) if _CLOCK_LIKE.search(s)]
    for sentence, line in told:
        for span_match in _BETWEEN.finditer(sentence):
            if _OF_IMPACT.search(sentence):
                quote = " ".join(sentence.split())
                if span := _from_span(span_match["span"], zone, zone_stated, near, line, quote, "prose: between"):
                    return span
    found = []
    for name, pattern in (("started_at", _BEGUN), ("mitigated_at", _ENDED)):
        for sentence, line in told:
            if (match := pattern.search(sentence)) and (moment := _at_once(match["rest"], zone, near)):
                at, precision, said = moment
                found.append(Witness(name, at, precision, said or zone_stated, line, sentence[:300], "prose: stated"))
                break
    return found


_CLOCK_LIKE = worded(r"\d[:.]\d\d|\d ?[ap]m\b|\d{4} ?(utc|gmt|hrs)")


def _at_once(rest: str, zone: tzinfo, near: date | None) -> tuple[datetime, Precision, bool] | None:
    """The moment with which a text begins, past a weekday and the like."""
    stamp = next((s for s in stamps(rest, near) if s.clock and s.start <= 20), None)
    return moment_of(stamp, zone, near) if stamp else None


_SPAN = worded(r"\d\s*(?:[a-z]{1,4}\s*)?(?:[-–—]|to|until|till)\s*\d")


def from_ranges(stated: Iterable[Fact], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """ "Duration: 08:41-09:54 UTC" tells start and end."""
    return [
        witness
        for fact in stated
        if fact.name in ("duration", "occurred_on", "started_at") and _SPAN.search(fact.value)
        for witness in _from_span(
            plain(fact.value), zone, zone_stated, near, fact.line, f"{fact.label}: {fact.value}", "named range"
        )
    ]


def _from_span(
    text: str, zone: tzinfo, zone_stated: bool, near: date | None, line: int | None, quote: str, rule: str
) -> list[Witness]:
    """Start and mitigation from the first two clock times of a text; the second may lie past midnight."""
    told = stamps(text, near)
    clocks = [s for s in told if s.clock]
    if len(clocks) < 2:
        return []
    day = next((s.day for s in told if s.day), near)
    said = next((s.zone for s in clocks[:2] if s.zone), None)
    first = moment_of(clocks[0], clocks[0].zone or said or zone, clocks[0].day or day)
    last = moment_of(clocks[1], clocks[1].zone or said or zone, clocks[1].day or day)
    if not first or not last:
        return []
    end = last[0] + timedelta(days=1) if last[0] < first[0] and not clocks[1].day else last[0]
    is_stated = said is not None or zone_stated
    return [
        Witness("started_at", first[0], "minute", is_stated, line, quote[:300], rule),
        Witness("mitigated_at", end, "minute", is_stated, line, quote[:300], rule),
    ]


def from_lengths(stated: Iterable[Fact], start: Witness | None) -> list[Witness]:
    """A stated length added to the start gives the other end, where no better witness does."""
    if start is None or start.precision == "day":
        return []
    added = []
    for name, field in _ENDS:
        for fact in stated:
            if fact.name == name and (length := read_duration(fact.value)) is not None:
                quote = f"{fact.label}: {fact.value}"[:300]
                at = start.at + length
                added.append(Witness(field, at, "minute", start.zone_stated, fact.line, quote, "stated duration"))
                break
    return added


_ENDS = (("time_to_detect", "detected_at"), ("time_to_repair", "mitigated_at"), ("duration", "mitigated_at"))
