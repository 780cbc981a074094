"""The day and the zone of an incident, and its title: what settles times that are told without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from etl.records import RawIncident, Witness
from etl.transform.clock import read_day, stamps
from etl.transform.outline import Fact, Outline
from etl.transform.patterns import worded
from etl.transform.prose import plain, sentences
from etl.transform.zones import only_zone, stated_zone, zone_of

_TITLE_DATE = worded(
    r"^\W*(?:\{\{[^{}\n]{0,80}\}\}|(?:(?:incident|post-?mortem|post-?incident|rca|outage)(?: review| report)?|review|report)\b(?:\s*[:–—-]\s*|\s+(?:report|date|on|for)\b[\s:]*|(?=\s+\d{4}-)))*(?:(?:19|20)\d\d[-/.]\d\d[-/.]\d\d|\d{1,2} \w+ 20\d\d)?(?:\s*\(?\d{1,2}:\d\d\)?(?:\s?[AP]M)?(?:\s[A-Z]{3,4}\b)?)?[\s,:–—-]*"
)


_STEM_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


_SHORT_STEM_DATE = re.compile(r"(?:^|[_ -])(?P<y>[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=$|[_ -])")
""" "outage_250619": year, month and day in two digits each."""
_TICKET_NUMBER = re.compile(r"(?i)(?:inc|case|ticket|issue|bug|no|id|chg|cr|prb|tt)[-_ #]?\d{6}(?!\d)")


_TURNED_STEM_DATE = re.compile(r"(\d\d)[-_.](\d\d)[-_.]((?:20)?\d\d)(?=$|[_ -])")
""" "25-03-24": read where only one of its numbers can be the month, or both are the same."""


def stem_day(stem: str) -> date | None:
    """The day in a document's name: "2024-03-05-outage", "20240305", "outage_240305"."""
    if written := _STEM_DATE.search(stem):
        return read_day("-".join(written.groups()))
    if (short := _SHORT_STEM_DATE.search(stem)) and not _TICKET_NUMBER.match(stem):
        return read_day(f"20{short['y']}-{short['m']}-{short['d']}")
    turned = _TURNED_STEM_DATE.match(stem)
    days = {d for order in (_DAY_FIRST, _MONTH_FIRST) if turned and (d := _slashed(turned.groups(), order))}
    return days.pop() if len(days) == 1 else None


def dated_name(stem: str, folder: str) -> str:
    """The file's name; that of its folder where only this has a date ("2024-03-05-outage/README.md")."""
    return folder if stem_day(stem) is None and stem_day(folder) else stem


_STEM_ID = re.compile(r"^[A-Za-z]{1,6}[-_ ]?\d{2,4}[-_]\d+\s*[-_]\s*")


def zone_for(facts: Mapping[str, Any], raw: RawIncident, default: str) -> tuple[tzinfo, bool]:
    if facts.get("zone") and (zone := zone_of(str(facts["zone"]))):
        return zone, True
    said = stated_zone(raw.text) or only_zone(raw.text) if raw.body else None
    if said is None and (offset := _offset_of_date(facts)):
        return offset, True
    return (said, True) if said else (zone_of(default) or UTC, False)


_OFFSET = re.compile(r"\d\d:\d\d(?::\d\d)? ?(?P<offset>[+-]\d\d:?\d\d)\s*$")


def _offset_of_date(facts: Mapping[str, Any]) -> tzinfo | None:
    """The offset of the date in a document's head ("2012-02-14 13:02 +0100"), where nothing else tells of a zone."""
    value = facts.get("started_at") if facts.get("date_is_bare") else None
    if isinstance(value, datetime):
        return value.tzinfo if value.utcoffset() else None
    written = _OFFSET.search(value) if isinstance(value, str) else None
    return zone_of(written["offset"]) if written else None


def title_of(facts: Mapping[str, Any], drawn: Outline, stem: str) -> str | None:
    title = str(facts.get("title") or drawn.title or "").strip()
    if not title:
        title = _STEM_DATE.sub("", _STEM_ID.sub("", stem)).strip("-_ ").replace("-", " ").replace("_", " ")
    bare = _TITLE_DATE.sub("", plain(title)).strip()
    return (bare if re.search(r"[^\W\d_]", bare) else plain(title)) or None


def named_day(facts: Mapping[str, Any], drawn: Outline, stem: str) -> date | None:
    """The full date in the document's title or file name: the best witness of the year."""
    titles = (str(facts.get("title") or ""), drawn.title or "")
    days = [d for t in titles if (d := read_day(t, read_day(facts.get("published_at"))))]
    days += [d] if (d := stem_day(stem)) else []
    return _first_of(days[-1], days[0]) if days else None


def agreed_day(drawn: Outline, stem: str) -> date | None:
    """The day in the title if the file's name has the same."""
    named = stem_day(stem)
    titled = read_day(drawn.title or "") if named else None
    return titled if titled == named else None


_WRITTEN_WITHIN = 60


def _first_of(stem: date | None, title: date | None) -> date | None:
    """The day in a file's name, unless the title names one shortly before: the file's is then that of the writing."""
    is_written_later = stem and title and 0 < (stem - title).days <= _WRITTEN_WITHIN
    return title if is_written_later else stem or title


def day_near(facts: Mapping[str, Any], drawn: Outline, stem: str, stated: Sequence[Fact]) -> date | None:
    """The day that the incident began, as far as its name and first lines tell: settles times without a date."""
    key_event = next(
        (d for f in stated if f.name in ("started_at", "detected_at") and (d := read_day(plain(f.value)))), None
    )
    named = next((d for k in ("occurred_on", "started_at", "detected_at") if (d := read_day(facts.get(k)))), None)
    if named or key_event:
        return named or key_event
    stated_day = next((d for f in stated if f.name == "occurred_on" and (d := read_day(plain(f.value)))), None)
    written = read_day(facts.get("published_at"))
    title = read_day(str(facts.get("title") or ""), written) or read_day(drawn.title or "", written)
    body = (d for s in drawn.sections if s.role != "long_term" for b in s.blocks[:30] for d in _days(b.text))
    guess = stated_day or _first_of(stem_day(stem), title)
    if guess:
        return _month_first(guess, drawn) or guess
    in_timeline = (
        d for s in drawn.of("timeline") for text in (s.title, *(b.text for b in s.blocks)) for d in _days(text)
    )
    posted = (d for s in drawn.sections for b in s.blocks if b.text.startswith("Posted ") for d in _days(b.text))
    found = next(in_timeline, None) or next(body, None) or next(posted, None)
    return found and (_month_first(found, drawn) or found)


_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:20)?\d\d)(?![\d/])")


def _month_first(day: date, drawn: Outline) -> date | None:
    """8/11/2023, read as 8 November, as 11 August where the document's other dates, written alike, only so are dates or
    lie near it."""
    if day.day > _MONTHS:
        return None
    written = {
        m.groups() for s in drawn.sections for b in s.blocks if "/" in b.text for m in _SLASHED.finditer(b.text)
    }  # fmt: skip
    told = next((w for w in written if _slashed(w, _DAY_FIRST) == day), None)
    if told is None:
        return None
    others = [w for w in written if w[:2] != told[:2]]
    days, months = (_apart(told, others, order) for order in (_DAY_FIRST, _MONTH_FIRST))
    return _slashed(told, _MONTH_FIRST) if months is not None and (days is None or months < days) else None


_MONTHS = 12
_DAY_FIRST, _MONTH_FIRST = (1, 0), (0, 1)


def _apart(written: Sequence[str], others: Sequence[Sequence[str]], order: tuple[int, int]) -> int | None:
    """Days from a date to the nearest of the others, all read in one order; None where one of them is no date so."""
    day, rest = _slashed(written, order), [_slashed(o, order) for o in others]
    if day is None or not rest or None in rest:
        return None
    return min(abs((day - d).days) for d in rest if d)


def _slashed(written: Sequence[str], order: tuple[int, int]) -> date | None:
    month, day = (int(written[place]) for place in order)
    try:
        return date(int(written[2]) % 100 + 2000, month, day)
    except ValueError:
        return None


_HAPPENED = worded(
    r"\b(?:an?|the|this|our) (?:[\w-]+ ){0,4}?(?:incident|outage|disruption|interruption|breach|attack|failure|downtime)s? (?:\w+ )?(?:occurred|happened|took place|began|started|struck|hit)\b"
    r"|\b(?:experienced|suffered|had|encountered|faced|ran into|was hit by|were hit by) (?:an?|the|our) (?:[\w-]+ ){0,4}?(?:incident|outage|disruption|interruption|breach|attack|failure|downtime)\b"
    r"|\b(?:went|was|were) (?:\w+ )?(?:down|offline|unavailable|unreachable|inaccessible)\b"
)


def day_told_first(drawn: Outline, named: date | None) -> date | None:
    """The day on which the first sentence says that it happened, with its year, where the document is named for a later
    day, that of its writing."""
    first = next((b.text for s in drawn.sections for b in s.blocks if b.kind == "paragraph" and "." in b.text), "")
    opening = next(iter(sentences(plain(first[:_OPENING_CHARS]))), "")
    if named is None or not _HAPPENED.search(opening):
        return None
    day = next((s.day for s in stamps(opening) if s.day), None)
    return day if day and 0 < (named - day).days <= _WRITTEN_WITHIN else None


_OPENING_CHARS = 600
_NAMES_THE_DAY = re.compile(r"(?i)\b(incident|event|outage|occurr\w*)\b")


def incident_day(stated: Sequence[Fact]) -> date | None:
    """The day below a label that is plainly that of the incident ("Incident date"), not that of the document."""
    days = (read_day(plain(f.value)) for f in stated if f.name == "occurred_on" and _NAMES_THE_DAY.search(f.label))
    return next((d for d in days if d), None)


def _days(text: str) -> Iterator[date]:
    return (s.day for s in stamps(text[:400]) if s.day)


_NEAR_DAYS = 7


def _is_written_after(day: date, local: date, begun: Witness | None) -> bool:
    """A head's bare "date" some days after the incident, which the text times to the minute, is that of the writing."""
    if begun is None or begun.precision != "minute" or begun.rule == "source field":
        return False
    return 0 < (day - local).days <= _NEAR_DAYS


def day_of(
    facts: Mapping[str, Any],
    near: date | None,
    begun: Witness | None,
    zone: tzinfo,
    named: date | None,
    titled: date | None,
    agreed: date | None = None,
) -> date | None:
    """The civil day on which the incident began, in the document's own zone. Where only single lines state their zone,
    the day ``named`` in the title decides between the two sides of midnight; where the timeline states only days, the
    day in the title itself (``titled``) does. A day on which title and file name are ``agreed`` outweighs one that is far
    from it."""
    day = read_day(facts.get("occurred_on"))
    local = begun.at.astimezone(zone).date() if begun else None
    if day and not (facts.get("date_is_bare") and local and _is_written_after(day, local, begun)):
        return day
    if begun is None or local is None:
        return near
    if (
        begun.precision == "day"
        and begun.rule.startswith("timeline")
        and titled
        and abs((local - titled).days) <= _NEAR_DAYS
    ):
        return titled
    if agreed and abs((local - agreed).days) > _NEAR_DAYS:
        return agreed
    return named if named and begun.zone_stated and abs((local - named).days) == 1 else local
