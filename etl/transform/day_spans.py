"""Start and end told by days alone ("between 5 and 9 March customers could not pay")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from etl.records import Witness
from etl.transform.clock import stamps
from etl.transform.outline import Fact
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences
from etl.transform.spans import ACTED, BETWEEN, OF_IMPACT, OF_SPANS, Said
from etl.transform.zones import localize

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_SPAN = worded(
    rf"\b(?:between|from) (?:the )?(?:\w+day,? )?(?:{_MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|\d{{4}}-\d\d-\d\d)"
)
_DOWN_ON_A_DAY = worded(
    r"\b(?:was|were|went|been) (?:\w+ )?(?:down|offline|unavailable|unreachable|inaccessible|unresponsive|broken|out) for (?:[a-z]+ ){0,4}?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]+(?:hours?|hrs?|minutes?|mins?)\b"
)
together(_DAY_SPAN, _DOWN_ON_A_DAY)


def from_days(
    stated: Iterable[Fact], prose: Iterable[Said], zone: tzinfo, zone_stated: bool, near: date | None
) -> list[Witness]:
    """Start and mitigation where only days are told: "Duration: 9 to 23 October", "between 9 October and 23 October customers
    could not ...", "on 4 June the site was down for seven hours"."""
    for fact in stated:
        if fact.name in OF_SPANS and (ends := _two_days(plain(fact.value), near)):
            return _by_day(*ends, zone, zone_stated, fact.line, f"{fact.label}: {fact.value}", "named range of days")
    for text, line, _ in prose:
        for sentence in sentences(text) if _DAY_SPAN.search(text) or _DOWN_ON_A_DAY.search(text) else ():
            if told := _days_of_impact(sentence, near):
                return _by_day(*told, zone, zone_stated, line, " ".join(sentence.split()), "prose: between days")
    return []


def _days_of_impact(sentence: str, near: date | None) -> tuple[date, date] | None:
    if (opening := _DAY_SPAN.search(sentence)) and OF_IMPACT.search(sentence) and not ACTED.search(sentence):
        return _two_days(sentence[opening.start() :], near)
    told = stamps(sentence, near) if _DOWN_ON_A_DAY.search(sentence) else ()
    day = told[0].day if len(told) == 1 and not told[0].clock else None
    return (day, day) if day and day == near else None


def _two_days(text: str, near: date | None) -> tuple[date, date] | None:
    """The first two days of a text without clock times, if a word joins them to a span."""
    told = stamps(text, near)
    if len(told) < 2 or any(s.clock for s in told) or not BETWEEN.fullmatch(text[told[0].end : told[1].start]):
        return None
    first, last = told[0].day, told[1].day
    return (first, last) if first and last and first <= last else None


def _by_day(
    first: date, last: date, zone: tzinfo, is_stated: bool, line: int | None, quote: str, rule: str
) -> list[Witness]:
    return [
        Witness(name, localize(datetime.combine(day, time()), zone), "day", is_stated, line, quote[:300], rule)
        for name, day in (("started_at", first), ("mitigated_at", last))
    ]
