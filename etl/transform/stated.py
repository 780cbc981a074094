"""What a source states by name: front matter, mapped columns, metadata lines of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from etl.records import TIME_FIELDS, Problem, RawIncident
from etl.transform.clock import read_day, read_moment, stamps
from etl.transform.lexicon import fact_name
from etl.transform.outline import Fact
from etl.transform.prose import plain

OWN_NAMES = frozenset(
    [
        "title",
        "url",
        "severity",
        "services",
        "team",
        "started_at",
        "detected_at",
        "diagnosed_at",
        "mitigated_at",
        "resolved_at",
        "published_at",
        "occurred_on",
        "cause_text",
        "cause_category",
        "trigger",
        "detection_source",
        "diagnosis_methods",
        "mitigations",
        "impact_text",
        "licence",
        "source",
        "zone",
        "roles",
        "summary_text",
    ]
)


def named_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Front matter and mapped columns under Refrain's own names; the first key that names a fact wins."""
    named: dict[str, Any] = {}
    begun = next((d for k, v in facts.items() if fact_name(k) == "started_at" and (d := read_day(v))), None)
    known = begun or read_day(str(facts.get("title") or ""))
    for key, value in facts.items():
        if value is None or value == "" or value == []:
            continue
        name = key if key in OWN_NAMES else fact_name(key)
        if name == "occurred_on" and key.lower() == "date" and _is_later(value, known or _in_title(facts, value)):
            name = "published_at"
        if (name == "occurred_on" and key.lower() == "date" and isinstance(value, datetime)) or (
            name == "occurred_on" and isinstance(value, str) and re.search(r"\d[T ]\d\d:\d\d", value)
        ):
            named.setdefault("started_at", value)
        if name == "occurred_on" and key.lower() == "date":
            named["date_is_bare"] = True
        if name and (name not in named or (name in TIME_FIELDS and isinstance(named[name], bool))):
            named[name] = value
    return named


def _in_title(facts: Mapping[str, Any], value: Any) -> date | None:
    """The day in the title where it states no year ("The outage of May 18")."""
    return read_day(str(facts.get("title") or ""), read_day(value))


def _is_later(value: Any, known: date | None) -> bool:
    """A post's own date, where its title or start names an earlier day, is the day on which it was published."""
    day = read_day(value)
    return bool(day and known and known < day)


def fact_lines(raw: RawIncident, facts: Mapping[str, Any]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for key, line in raw.fact_lines.items():
        name = key if key in OWN_NAMES else fact_name(key)
        if name:
            lines.setdefault("started_at" if name == "occurred_on" and "started_at" in facts else name, line)
    return lines


def first_stated(value: Any, stated: Sequence[Fact], name: str) -> str | None:
    if value not in (None, "", []):
        return str(value) if not isinstance(value, list) else ", ".join(map(str, value))
    found = next((f.value for f in stated if f.name == name), None)
    return plain(found)[:200] if found else None


def url_of(facts: Mapping[str, Any]) -> str | None:
    url = str(facts.get("url") or "")
    return url if url.startswith(("https://", "http://")) else None


def instant(value: Any, zone: tzinfo) -> datetime | None:
    read = read_moment(value, zone) if value else None
    return read[0] if read else None


_NO_TIME = re.compile(
    r"(?i)|n/?a|none|unknown|tb[acd]|\?+|-+|not (known|stated|recorded|yet)|ongoing|true|false|yes|no|unresolved|open|null"
)


def unreadable_times(
    facts: Mapping[str, Any], lines: Mapping[str, int], zone: tzinfo, near: date | None
) -> Iterator[Problem]:
    """A time that the source names but that is none ("2024-13-45"): told, and left NULL. A lone clock time is no mistake:
    its day may just not be stated."""
    for name in (*TIME_FIELDS, "occurred_on", "published_at"):
        value = facts.get(name)
        if not isinstance(value, str) or _NO_TIME.fullmatch(value.strip()):
            continue
        if _impossible_day(value) or (read_moment(value, zone, near) is None and not stamps(value, near)):
            line = lines.get(name) or next(
                (n for key, n in lines.items() if key not in OWN_NAMES and fact_name(key) == name), None
            )
            yield Problem(
                line, f"{name}: {value[:60]!r} is no date or time", "Write it as 2026-03-14 or 2026-03-14T09:30Z"
            )


def _impossible_day(value: str) -> bool:
    """ "2024-13-45 10:00": shaped like a date, and none."""
    shaped = re.search(r"\b\d{4}-\d{1,2}-\d{1,2}\b", value)
    return bool(shaped) and read_day(shaped[0]) is None  # type: ignore[index]
