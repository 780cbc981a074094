"""Words for numbers: durations, shares, counts and dates as people say them. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import pandas as pd

NOT_KNOWN = "not known"
MINUTES_IN_HOUR = 60
MINUTES_IN_DAY = 24 * 60
DAYS_IN_YEAR = 365.25
MARKDOWN = r"\`*_{}[]()<>#+-.!|~$:"
Number = float | int | None


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT and pandas.NA."""
    return value is None or value is pd.NA or value != value


def duration(minutes: Number) -> str:
    """A duration in minutes: 34 min, 2 h 14 min, 3 d 4 h."""
    if minutes is None or is_missing(minutes):
        return NOT_KNOWN
    if minutes < 0:
        return f"−{duration(-minutes)}"
    if 0 < minutes < 1:
        return "under 1 min"
    whole = round(minutes)
    if whole < MINUTES_IN_HOUR:
        return f"{whole} min"
    if whole < MINUTES_IN_DAY:
        return _two_parts(*divmod(whole, MINUTES_IN_HOUR), "h", "min")
    n_days, hours = divmod(round(minutes / MINUTES_IN_HOUR), 24)
    if n_days >= 10:
        return f"{round(minutes / MINUTES_IN_DAY):,} d"
    return _two_parts(n_days, hours, "d", "h")


def _two_parts(large: int, small: int, large_unit: str, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"


def days(n_days: Number) -> str:
    """A number of days: under a day, 1 day, 45 days, 2.1 years."""
    if n_days is None or is_missing(n_days):
        return NOT_KNOWN
    if 0 < n_days < 1:
        return "under a day"
    if n_days > 2 * DAYS_IN_YEAR:
        return f"{n_days / DAYS_IN_YEAR:.1f} years"
    return count(round(n_days), "day")


def count(n: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: 1 incident, 1,200 incidents."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def percent(share: Number) -> str:
    """A share in 0..1 as whole per cent; never 0 % for something or 100 % for not all."""
    if share is None or is_missing(share):
        return NOT_KNOWN
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def share_of(n: int, total: int, noun: str = "") -> str:
    """`n` of `total` with its per cent: 9 of 36 incidents (25 %)."""
    counted = f"{n:,} of {total:,} {noun}".rstrip()
    return f"{counted} ({percent(n / total)})" if total else counted


def bounds(ratio: float) -> str:
    """The fall and the rise that belong to a ratio of durations: a fall of 62 % or a rise of 165 %."""
    rise = f"a rise of {percent(ratio - 1)}" if ratio <= 3 else f"a rise to {ratio:.0f} times as long"
    return f"a fall of {percent(1 - 1 / ratio)} or {rise}"


def interval(low: Number, high: Number, words: Callable[[Number], str]) -> str:
    """An interval whose ends are put into words: 28 min to 41 min."""
    if is_missing(low) and is_missing(high):
        return "no interval"
    if is_missing(high) or (high is not None and math.isinf(high)):
        return f"{words(low)} or more"
    return f"{words(low)} to {words(high)}"


def measured_from(n: int, total: int, noun: str = "incidents") -> str:
    """What a figure stands on."""
    return f"measured from {n:,} of {total:,} {noun}"


def day(value: dt.date | None) -> str:
    """A civil date: 4 Jul 2026."""
    return NOT_KNOWN if value is None or is_missing(value) else f"{value.day} {value:%b %Y}"


def month(value: dt.date | None) -> str:
    """A month: Jul 2026."""
    return NOT_KNOWN if value is None or is_missing(value) else f"{value:%b %Y}"


def period(value: dt.date, grain: str) -> str:
    """A month or a quarter: Jul 2026, Q3 2026."""
    return f"Q{(value.month + 2) // 3} {value.year}" if grain == "quarter" else month(value)


def zone_at(value: dt.datetime, zone: dt.tzinfo) -> str:
    """What a time zone is called at a time: UTC, CEST, UTC+03."""
    name = value.astimezone(zone).tzname() or str(zone)
    return name if name[:1].isalpha() else f"UTC{name}"


def moment(value: dt.datetime | None, precision: str | None = "minute", zone: dt.tzinfo = dt.UTC) -> str:
    """A time in a zone, no finer than it is known: 4 Jul 2026, 10:34 UTC. A day alone belongs to no zone."""
    if value is None or is_missing(value):
        return "not stated"
    if precision == "day":
        return f"{day(value)} (day only)"
    about = "about " if precision == "hour" else ""
    local = value.astimezone(zone)
    return f"{day(local)}, {about}{local:%H:%M} {zone_at(value, zone)}"


def listing(names: list[str], limit: int = 3) -> str:
    """A few names in a sentence: a, b and 3 more."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def shorten(text: str | None, length: int = 60) -> str:
    """A text cut at a word, with an ellipsis where something was cut."""
    if not text or is_missing(text):
        return ""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def sentence_case(text: str) -> str:
    """The first letter in upper case, the others left alone."""
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Text from a document made safe as Markdown: every character with a meaning there is escaped."""
    return "".join(f"\\{char}" if char in MARKDOWN else char for char in text)
