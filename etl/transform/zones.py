"""Time zones as people write them: abbreviations, offsets, cities, "Pacific time"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from etl.transform.patterns import worded

# An abbreviation keeps the offset that it names, even in the wrong season ("CET" in June is +01:00).
_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8,
    "AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "NZST": 12, "NZDT": 13,
    "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "IDT": 3, "PKT": 5, "NPT": 5.75, "ICT": 7, "WIB": 7, "PHT": 8, "ADT": -3,
    "GST": 4, "AST": -4, "NST": -3.5, "NDT": -2.5, "MYT": 8, "WITA": 8, "CLT": -4, "CLST": -3, "COT": -5, "UYT": -3,
    "TRT": 3, "IRST": 3.5, "UZT": 5, "ACDT": 10.5,
}  # fmt: skip
# Words that name a place's own clock, which follows its seasons.
_PLACES = {
    "us/pacific": "America/Los_Angeles", "uc/pacific": "America/Los_Angeles", "pacific": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "eastern": "America/New_York", "et": "America/New_York", "ct": "America/Chicago",
    "central": "America/Chicago", "us/eastern": "America/New_York",
    "us/central": "America/Chicago", "us/mountain": "America/Denver", "mountain": "America/Denver",
    "central european": "Europe/Paris", "london": "Europe/London", "uk": "Europe/London", "uk local": "Europe/London",
    "berlin": "Europe/Berlin", "paris": "Europe/Paris", "copenhagen": "Europe/Copenhagen", "oslo": "Europe/Oslo",
    "amsterdam": "Europe/Amsterdam", "zurich": "Europe/Zurich", "madrid": "Europe/Madrid", "rome": "Europe/Rome",
    "stockholm": "Europe/Stockholm", "helsinki": "Europe/Helsinki", "dublin": "Europe/Dublin",
    "warsaw": "Europe/Warsaw", "new york": "America/New_York", "san francisco": "America/Los_Angeles",
    "los angeles": "America/Los_Angeles", "seattle": "America/Los_Angeles", "chicago": "America/Chicago",
    "toronto": "America/Toronto", "tokyo": "Asia/Tokyo", "singapore": "Asia/Singapore", "sydney": "Australia/Sydney",
    "melbourne": "Australia/Melbourne", "bangalore": "Asia/Kolkata", "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata", "japan": "Asia/Tokyo", "west africa": "Africa/Lagos", "west african": "Africa/Lagos",
    "east africa": "Africa/Nairobi", "east african": "Africa/Nairobi", "south african": "Africa/Johannesburg",
    "eastern european": "Europe/Helsinki", "western european": "Europe/Lisbon", "lisbon": "Europe/Lisbon",
    "brussels": "Europe/Brussels", "vienna": "Europe/Vienna", "prague": "Europe/Prague", "moscow": "Europe/Moscow",
}  # fmt: skip

# Both of a place's abbreviations ("PST/PDT"): its own clock.
_PAIRS = {
    "pst/pdt": "America/Los_Angeles", "pdt/pst": "America/Los_Angeles", "est/edt": "America/New_York",
    "edt/est": "America/New_York", "cst/cdt": "America/Chicago", "mst/mdt": "America/Denver",
    "cet/cest": "Europe/Paris", "cest/cet": "Europe/Paris", "eet/eest": "Europe/Helsinki", "gmt/bst": "Europe/London",
}  # fmt: skip
_ABBREVIATION = "|".join(sorted((a for a in _HOURS if a != "Z"), key=len, reverse=True))
_OFFSET = r"(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?[0-5]\d)?"
_PLACE = "|".join(sorted((re.escape(p) for p in _PLACES if len(p) > 2), key=len, reverse=True))

ZONE = rf"(?:(?:UTC|GMT)\s?[+\-−]\d{{1,2}}(?::?\d\d)?|(?:{_ABBREVIATION})\b|U[SC]/Pacific|US/Eastern|US/Central|(?:Pacific|Eastern)\b(?:(?:\s(?:[Ss]tandard|[Dd]aylight))?\s[Tt]ime\b)?|(?:Central European|Central|Mountain)(?:\s(?:[Ss]tandard|[Dd]aylight|[Ss]ummer))?\s[Tt]ime\b|[PEC]T\b)"
"""What may follow a clock time (case matters: "pst" is rare, "est" is a word)."""

_STATED_ONCE = worded(
    r"(?:\b(?:all|the)?\s*(?:date\s*(?:and|&|/)\s*)?(?:times?|timestamps?|dates?|timeline)\b"
    r"[^.\n|]{0,40}?\b(?:in|are|is|as)\b\s*(?:in\s+|the\s+|local\s+)*"
    r"|\btime\s?zone\b\s*[:=]?\s*(?:is\s+)?\**"
    r"|\ball\s+times\s+|\btimes?\s*\(|\btimeline\b[^.\n]{0,30}[(,]\s*|\btimeline\b[^.\n]{0,12}\(|\(\s*all\s+times\s+)"
    rf"(?P<zone>{'|'.join(_PAIRS)}|{_OFFSET}|(?:{_ABBREVIATION})(?:\b|_)|(?:{_PLACE})\b(?:\s+(?:standard|daylight|summer|local))?(?:\s+time)?"
    r"|[A-Z][a-z]+/[A-Z][A-Za-z_]+)(?:\s*[(=,]\s*(?P<offset>(?:UTC|GMT)\s?[+\-−]\d{1,2}(?::?[0-5]\d)?))?"
)


_NAMED_ZONE = re.compile(
    rf"\d(?:[:.]\d\d(?:[:.]\d\d)?\s?(?:[AaPp]\.?[Mm]\b\.?)?|\s?[AaPp]\.?[Mm]\b\.?)\s?\(?(?P<zone>{ZONE})"
)

_RANGE_ZONE = re.compile(
    rf"\d[:.]\d\d(?:\s?[AaPp]\.?[Mm]\b\.?)?\s*(?:-|–|to|and|until)\s*\d{{1,2}}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\b\.?)?\s?\(?(?P<zone>{ZONE})"
)
"""A zone behind a span names that of its start, too."""
_ANY_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}:\d\d(?!\d)")


@cache
def zone_of(name: str) -> tzinfo | None:
    """The zone that a word names, or None. Fixed offsets for abbreviations and offsets, seasons for places."""
    clean = re.sub(r"\s+(standard|daylight|summer|local)?\s*time$", "", name.strip().strip("()*_").lower()).strip()
    if clean.upper() in _HOURS:
        hours = _HOURS[clean.upper()]
        return timezone(timedelta(hours=hours)) if hours else UTC
    if place := _PLACES.get(clean) or _PAIRS.get(clean):
        return ZoneInfo(place)
    if match := re.fullmatch(r"(?:utc|gmt)?\s?([+\-−])(\d{1,2})(?::?([0-5]\d))?", clean):
        sign = 1 if match[1] == "+" else -1
        offset = sign * timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(offset) if abs(offset) < timedelta(hours=24) else None
    if "/" in name:
        try:
            return ZoneInfo(name.strip())
        except (KeyError, ValueError, OSError):
            return None
    return None


def stated_zone(text: str) -> tzinfo | None:
    """The zone that a document states once for all of its times ("All times in CEST"), or None."""
    for match in _STATED_ONCE.finditer(text):
        if zone := zone_of(match["offset"] or match["zone"]):
            return zone
    return None


def only_zone(text: str) -> tzinfo | None:
    """The one zone that the clock times of a text name ("9:38 AM PST"), or None where they name several, or where few
    name any: a single time quoted from elsewhere is no word for the rest, two that agree are."""
    named = [m["zone"] for m in _NAMED_ZONE.finditer(text)]
    if not named:
        return None
    named += [m["zone"] for m in _RANGE_ZONE.finditer(text)]
    zones = {zone for name in set(named) if (zone := zone_of(name))}
    if len(zones) != 1 or (len(named) < 2 and not _is_first(text) and 3 * len(named) < len(_ANY_CLOCK.findall(text))):
        return None
    return zones.pop()


def _is_first(text: str) -> bool:
    """True if the first clock time names the zone: those that follow it have the same."""
    first, named = _ANY_CLOCK.search(text), _NAMED_ZONE.search(text)
    return bool(first and named and named.start() <= first.end())


def localize(wall: datetime, zone: tzinfo) -> datetime:
    """The instant of a wall-clock time in a zone, in UTC."""
    return wall.replace(tzinfo=zone).astimezone(UTC)
