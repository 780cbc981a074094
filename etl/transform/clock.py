"""Dates and clock times as people write them, found in a line of text."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from etl.records import Precision
from etl.transform.patterns import together, worded
from etl.transform.zones import ZONE, localize, zone_of

_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+(?:the\s+)?)?"
_DATE = rf"""
    {_WEEKDAY}(?:
      (?P<iso_y>2?(?:19|20)\d{{2}}\d?)[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})(?!\d)
    | (?P<ymd_y>(?:19|20)\d{{2}})(?:\s*,)?[\s-]+(?P<ymd_m>{_MONTH})[\s-]+(?P<ymd_d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
    | (?P<dm_d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<dm_m>{_MONTH})(?:,?[\s-]+(?P<dm_y>(?:19|20)\d{{2}})(?!:\d))?
    | (?P<c_d>\d{{1,2}})(?P<c_m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?P<c_y>(?:19|20)?\d{{2}})(?![\d:])
    | (?P<md_m>{_MONTH})\s+(?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:\d)(?:,?\s+(?P<md_y>(?:19|20)\d{{2}})(?!:\d))?
    | (?P<n_a>\d{{1,2}})/(?P<n_b>\d{{1,2}})/(?P<n_y>(?:20)?\d{{2}})(?!\d)
    | (?P<d_a>\d{{1,2}})(?P<d_sep>[-.])(?P<d_b>\d{{1,2}})(?P=d_sep)(?P<d_y>20\d{{2}})(?!\d)
    | (?<![\d-])(?P<u_m>0?[1-9]|1[0-2])-(?P<u_d>1[3-9]|2\d|3[01])-(?P<u_y>1[3-9]|2\d)(?![\d-])
    | (?P<s_a>\d{{2}})[-/](?P<s_b>\d{{2}})(?=[ T,]+~?[0-2]\d:[0-5]\d)
    )"""
_TIME = rf"""
    (?:(?:ca\.?|about|around|approx(?:imately|\.)?|circa|~|≈)\s*)?
    (?:
      (?P<h>[01]?\d|2[0-4])(?:(?P<sep>[:.h])(?P<min>[0-5]\d))(?:[:.](?P<sec>[0-5]\d)(?:[.,]\d{{1,9}})?)?(?![\d%])(?!\.\d)
        (?:\s?(?P<ap>[ap])\.?m\b\.?|(?P<ap3>[ap])\b)?
    | (?P<h2>0?\d|1[0-2])\s?(?P<ap2>[ap])\.?m\b\.?
    | (?P<h4>(?:[01]\d|2[0-3]))(?P<min4>[0-5]\d)(?=\s?(?:hrs?|hours|h|Z|UTC|GMT|CES?T|BST)\b|\s?(?:and|to|until|till|[-–])\s?(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs?|hours|h|Z|UTC|GMT|CES?T|BST)\b)\s?(?:hrs?|hours|h)?
    | (?P<noon>noon|midday|midnight)\b
    )
    (?:\s?\(?(?P<zone>Z\b|(?<=\d)\+\d{{2}}:?\d{{2}}\b|(?<=:\d\d:\d\d)-\d{{2}}:?\d{{2}}\b|{ZONE})\)?)?"""
_STAMP = re.compile(
    rf"""(?ix)(?=[\dadfjmnostw])(?<![\w.:/@-])(?:
      {_DATE} (?: (?:\s*(?:,\s*at|,|@|at|[-–—:T|/])?\s*|\s+between\s+) (?: {_TIME} | (?P<h5>[01]\d|2[0-3])(?P<min5>[0-5]\d)(?![\d-]) )
      | \s*,?\s*\(\s*[~≈]?\s*(?P<h6>[01]\d|2[0-3]):?(?P<min6>[0-5]\d)\s*(?P<zone6>{ZONE})?\s*\) )?
    )"""
)
_CLOCK = re.compile(rf"(?ix)(?=[\dacmn~≈])(?<![\w.:/@$-]){_TIME}")
_LIKE_A_DATE = worded(
    r"\d[-/.]\d|\d(st|nd|rd|th)?[\s-]*(of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d"
)
_LIKE_A_CLOCK = worded(r"\d[:.h]\d|\d\s?[ap]\.?m|\d{4}\s?(h|z|utc|gmt|ces?t|bst)|noon|midday|midnight")
together(_LIKE_A_DATE, _LIKE_A_CLOCK)
_SYMBOLS = "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u200d"
"""Arrows, shapes and emoji before a line's time."""
_LEAD = re.compile(
    rf"(?>(?:[\s>*_~\[\](){{}}`|#•‣–—{_SYMBOLS}-]+|:[a-z][\w+-]*:(?=\s))*(?:(?:on|at|from|between|by)\s+)?)"
    r"(?=\d|[~≈]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|about|around|approx|ca|circa|noon|midday|midnight)",
    re.IGNORECASE,
)
"""What may stand before a stamp, and the first signs of one."""
_BEFORE_DATE = re.compile(r"[\s,]*(?:on\s+)?", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:%|seconds?|minutes?|hours?|[kmgt]i?b\b)", re.IGNORECASE)
_ROUGHLY = re.compile(r"\s*(ca\b|about|around|approx|circa|~|≈)", re.IGNORECASE)
_UNKNOWN_TIME = re.compile(r"\s*(?:--|xx|\?\?)[:.](?:--|xx|\?\?)", re.IGNORECASE)


class Stamp(NamedTuple):
    """A date, a time of day, or both, and where they stand in the text (``start``, ``end`` in characters)."""

    day: date | None
    clock: time | None
    zone: tzinfo | None
    start: int
    end: int
    is_rough: bool = False
    has_half: bool = False
    """Written with AM or PM."""

    @property
    def precision(self) -> Precision:
        return "day" if self.clock is None else "minute"


@lru_cache(maxsize=500)
def stamps(text: str, near: date | None = None) -> Sequence[Stamp]:
    """Every stamp in the text, left to right. ``near`` settles dates without a year and 03/04/2024."""
    found: list[Stamp] = []
    for match in _STAMP.finditer(text) if _LIKE_A_DATE.search(text) else ():
        if stamp := _dated(match, near):
            found.append(stamp)
    for match in _CLOCK.finditer(text) if _LIKE_A_CLOCK.search(text) else ():
        if any(s.start < match.end() and match.start() < s.end for s in found):
            continue
        if stamp := _clock_only(match, text):
            found.append(stamp)
    return _joined(sorted(found, key=lambda s: s.start), text)


_ON = re.compile(r"[\s,]*(?:on\s+)?(?:the\s+)?", re.IGNORECASE)


def _joined(found: list[Stamp], text: str) -> list[Stamp]:
    """A clock time and the date that follows it ("11:43 UTC on 15 Feb 2022") are one stamp."""
    joined: list[Stamp] = []
    for stamp in found:
        last = joined[-1] if joined else None
        is_date = stamp.clock is None and stamp.day is not None
        if last and is_date and last.clock and last.day is None and _ON.fullmatch(text, last.end, stamp.start):
            joined[-1] = last._replace(day=stamp.day, end=stamp.end)
        else:
            joined.append(stamp)
    return joined


def leading_stamp(text: str, near: date | None = None) -> Stamp | None:
    """The stamp that a line begins with, past bullets, bold marks and brackets; else None."""
    head = _LEAD.match(text)
    if head is None:
        return None
    begin = head.end()
    if match := _STAMP.match(text, begin):
        if stamp := _dated(match, near):
            if stamp.clock is None and (blank := _UNKNOWN_TIME.match(text, stamp.end)):
                return Stamp(stamp.day, None, None, stamp.start, blank.end())
            return stamp
        return None
    if (match := _CLOCK.match(text, begin)) and (stamp := _clock_only(match, text, leading=True)):
        following = _STAMP.match(text, _skip(text, stamp.end))
        if following and (after := _dated(following, near)) and after.clock is None:
            return Stamp(after.day, stamp.clock, stamp.zone, stamp.start, after.end, stamp.is_rough)
        return stamp
    return None


def _skip(text: str, at: int) -> int:
    match = _BEFORE_DATE.match(text, at)
    return match.end() if match else at


def _dated(match: re.Match[str], near: date | None) -> Stamp | None:
    day = _day(match, near)
    if day is None:
        return None
    clock, zone = _clock(match)
    if hour := match["h5"] or match["h6"]:
        clock = time(int(hour), int(match["min5"] or match["min6"]))
        zone = zone_of(match["zone6"]) if match["zone6"] else zone
    end = match.end() if clock is not None else _date_end(match)
    return Stamp(day, clock, zone, match.start(), end, has_half=_has_half(match))


def _date_end(match: re.Match[str]) -> int:
    return max(
        match.end(g) for g in ("iso_d", "ymd_d", "dm_m", "dm_y", "md_d", "md_y", "n_y", "d_y", "c_y", "u_y", "s_b")
    )


def _clock_only(match: re.Match[str], text: str, leading: bool = False) -> Stamp | None:
    clock, zone = _clock(match)
    if clock is None:
        return None
    dotted = match["sep"] == "." and not match["ap"] and zone is None
    if dotted and not leading:
        return None
    if dotted and _UNIT.match(text, match.end()):
        return None
    return Stamp(None, clock, zone, match.start(), match.end(), _rough(match[0]), _has_half(match))


def _has_half(match: re.Match[str]) -> bool:
    return bool(match["ap"] or match["ap2"] or match["ap3"])


def _rough(text: str) -> bool:
    return bool(_ROUGHLY.match(text))


_CLOCK_GROUPS = ("noon", "h", "h2", "h4", "min", "min4", "sec", "ap", "ap2", "ap3", "zone")


def _clock(match: re.Match[str]) -> tuple[time | None, tzinfo | None]:
    noon, h, h2, h4, minute, minute4, second, ap, ap2, ap3, named = match.group(*_CLOCK_GROUPS)
    zone = zone_of(named) if named else None
    if noon:
        return time(0 if noon.lower() == "midnight" else 12), zone
    hour = h or h2 or h4
    if hour is None:
        return None, None
    half = (ap or ap2 or ap3 or "").lower()
    value = int(hour)
    if half and 1 <= value <= 12:
        value = value % 12 + (12 if half == "p" else 0)
    return time(0 if value == 24 else value, int(minute or minute4 or 0), int(second or 0)), zone


def _day(match: re.Match[str], near: date | None) -> date | None:
    try:
        if year := match["iso_y"]:
            if len(year) != 4:
                year = re.sub(r"^2(?=20\d\d$)|(?<=^20\d\d)\d$", "", year)
            return date(int(year), int(match["iso_m"]), int(match["iso_d"]))
        if year := match["ymd_y"]:
            return date(int(year), _MONTHS[match["ymd_m"][:3].lower()], int(match["ymd_d"]))
        if day := match["dm_d"]:
            return _with_year(match["dm_y"], _MONTHS[match["dm_m"][:3].lower()], int(day), near)
        if day := match["md_d"]:
            return _with_year(match["md_y"], _MONTHS[match["md_m"][:3].lower()], int(day), near)
        if day := match["c_d"]:
            year = int(match["c_y"])
            century = 0 if year > 99 else 1900 if year >= _LAST_CENTURY else 2000
            return date(year + century, _MONTHS[match["c_m"].lower()], int(day))
        if month := match["u_m"]:
            return date(2000 + int(match["u_y"]), int(month), int(match["u_d"]))
        if first := match["s_a"]:
            return _without_year(int(first), int(match["s_b"]), near)
        if first := match["d_a"]:
            return _numeric(int(first), int(match["d_b"]), int(match["d_y"]), near)
        return _numeric(int(match["n_a"]), int(match["n_b"]), int(match["n_y"]), near)
    except ValueError:
        return None


_LAST_CENTURY = 70
"""Years of two digits from here on ("15Sep94") are of the 1900s."""


def _with_year(year: str | None, month: int, day: int, near: date | None) -> date | None:
    if year:
        return date(int(year), month, day)
    if near is None:
        return None
    around = [date(near.year + shift, month, day) for shift in (-1, 0, 1)]
    return min(around, key=lambda d: abs((d - near).days))


def _without_year(a: int, b: int, near: date | None) -> date | None:
    """03-26 before a clock time, as logs write it: the reading that lies nearest to the incident."""
    if near is None:
        return None
    readings = [
        date(near.year + shift, m, d)
        for shift in (-1, 0, 1)
        for m, d in ((a, b), (b, a))
        if 1 <= m <= 12 and 1 <= d <= monthrange(near.year + shift, m)[1]
    ]
    return min(readings, key=lambda d: abs((d - near).days), default=None)


def _numeric(a: int, b: int, year: int, near: date | None) -> date:
    """03/04/2024: day first, unless that is no date or the other reading lies nearer to the incident."""
    year += 2000 if year < 100 else 0
    readings = [date(year, m, d) for d, m in ((a, b), (b, a)) if 1 <= m <= 12]
    if not readings:
        raise ValueError("no month")
    return min(readings, key=lambda d: abs((d - near).days)) if near else readings[0]


def read_moment(value: Any, zone: tzinfo, near: date | None = None) -> tuple[datetime, Precision, bool] | None:
    """``(instant in UTC, precision, zone stated)`` of a value that a source gives as a time; None if it is none.

    Takes datetimes, dates, ISO 8601 and what ``stamps`` reads; Unix seconds and milliseconds.
    """
    if isinstance(value, datetime):
        stated = value.tzinfo is not None
        return (value.astimezone(UTC) if stated else localize(value, zone)), "minute", stated
    if isinstance(value, date):
        return localize(datetime.combine(value, time()), zone), "day", False
    if isinstance(value, int | float) and not isinstance(value, bool) and 1e9 <= value < 4e12:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC), "minute", True
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        parsed = datetime.fromisoformat(text)
        if ":" not in text and "T" not in text:
            return localize(parsed, zone), "day", False
        return read_moment(parsed, zone)
    except ValueError:
        pass
    first = next((s for s in stamps(text, near) if s.day or near), None)
    return moment_of(first, zone, near) if first else None


def moment_of(stamp: Stamp, zone: tzinfo, near: date | None = None) -> tuple[datetime, Precision, bool] | None:
    """The instant of a stamp, taking the day from ``near`` where the stamp has none."""
    day = stamp.day or near
    if day is None:
        return None
    if stamp.clock is None:
        return localize(datetime.combine(day, time()), zone), "day", stamp.zone is not None
    instant = localize(datetime.combine(day, stamp.clock), stamp.zone or zone)
    return instant, "minute", stamp.zone is not None


def read_day(value: Any, near: date | None = None) -> date | None:
    """The civil date of a value, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return next((s.day for s in stamps(value.replace("T", " "), near) if s.day), None)
    return None


_DURATION = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])", re.IGNORECASE
)


def read_duration(text: str) -> timedelta | None:
    """The first stated duration ("673h 34m", "1 hour 20 minutes", "5h 8m"), or None."""
    found = timedelta()
    last: int | None = None
    for match in _DURATION.finditer(text):
        if last is not None and not re.fullmatch(r"[\s,]*(?:and\s+)?", text[last : match.start()]):
            break
        unit = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}[match[2][0].lower()]
        found += timedelta(**{unit: float(match[1].replace(",", "."))})
        last = match.end()
    return found if last is not None else None


def settle_year(at: datetime, anchor: date | None) -> datetime:
    """A time whose year is a slip of the pen: months away from the day in the document's own title, and within six
    weeks of it in that day's year. Every other time is returned as it is."""
    if anchor is None or abs((at.date() - anchor).days) < 90:
        return at
    for year in (anchor.year, anchor.year + 1, anchor.year - 1):
        try:
            moved = at.replace(year=year)
        except ValueError:
            continue
        if abs((moved.date() - anchor).days) <= 45:
            return moved
    return at
