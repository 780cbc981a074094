"""The date of a post: the day on which it was written, where its own words tell of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from etl.transform.clock import read_day, stamps
from etl.transform.lexicon import fact_name
from etl.transform.outline import Outline
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences

_AGO = worded(r"\b(?P<how>yesterday|last night|(?:two|three|four|five|six|[2-6]) days ago)\b")
_DAYS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WEEKDAY = worded(r"\b(?:on|last|this past) (?P<day>mon|tues|wednes|thurs|fri|satur|sun)day\b")
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_OF_TROUBLE = worded(
    r"\b(outages?|incidents?|down|downtime|unavailab\w+|unreachable|disrupt\w+|degrad\w+|fail(ed|ing|ures?)?|errors?|experienc\w+|suffered|interrupt\w+|affected|attack\w*|unable|broken|offline|crashed|breach\w*|compromised)\b"
)
together(_AGO, _WEEKDAY, _OF_TROUBLE)
_OPENING = frozenset({None, "summary", "impact"})
_OF_AN_ENTRY = ("resolved_at", "severity", "services", "status")
_LEDE_BLOCKS, _LEDE_CHARS = 3, 600
_WRITTEN_WITHIN = 60


def unposted(facts: Mapping[str, Any], stated: Mapping[str, Any], drawn: Outline) -> dict[str, Any]:
    """The facts, with the bare ``date`` of a post as the day of publication where its opening tells that the trouble was on
    an earlier day. An entry of a status page, which names what was hit or when it ended, is dated by its beginning."""
    value = next((v for k, v in stated.items() if k.lower() == "date"), None)
    posted = read_day(value)
    named = [k for k in stated if fact_name(k) in ("occurred_on", "started_at") and k.lower() != "date"]
    if posted is None or named or facts.get("published_at") or any(facts.get(k) for k in _OF_AN_ENTRY):
        return dict(facts)
    told = next(_earlier(drawn, posted), None)
    if told is None:
        return dict(facts)
    rest = {k: v for k, v in facts.items() if v is not value or k not in ("started_at", "occurred_on")}
    return {**rest, "published_at": value, "occurred_on": told}


def _earlier(drawn: Outline, posted: date) -> Iterator[date]:
    """The days of trouble that the opening names, shortly before that of the post."""
    blocks = [b for s in drawn.sections if s.role in _OPENING for b in s.blocks if b.kind in ("paragraph", "item")]
    for block in blocks[:_LEDE_BLOCKS]:
        for sentence in sentences(plain(block.text)[:_LEDE_CHARS]):
            if not _OF_TROUBLE.search(sentence):
                continue
            days = [s.day for s in stamps(sentence, posted) if s.day]
            yield from (d for d in days if 0 < (posted - d).days <= _WRITTEN_WITHIN)
            if not days and (n_days := _days_ago(sentence, posted)):
                yield posted - timedelta(days=n_days)


def _days_ago(sentence: str, posted: date) -> int | None:
    """ "Yesterday", "two days ago", "on Monday": how many days before the post."""
    if ago := _AGO.search(sentence):
        word = str(ago["how"]).split()[0].lower()
        return _DAYS.get(word) or (int(word) if word.isdigit() else 1)
    if weekday := _WEEKDAY.search(sentence):
        return (posted.weekday() - _WEEKDAYS.index(str(weekday["day"]).lower())) % 7
    return None
