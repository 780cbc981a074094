"""From frames of the warehouse to a digest. Pure: the same frames and the same window give the same digest.

No totals are told and nobody is compared: each item is one thing to act on or to know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd

from etl.analysis.fix_hold import ENOUGH_EXPECTED, judge_completed_fixes
from etl.digest.history import History, Known, Reload, changes, history
from etl.digest.records import Digest, Item, Section, Window
from etl.digest.sentences import SENTENCES, Told, held, recurred
from etl.digest.words import HEADINGS, MEANINGS, in_words, severity_in_words

HELD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Facts:
    """What ``etl.digest.facts`` reads: the frames of ``sql/digest_*.sql``, by name, and the day of the build."""

    follow_ups: pd.DataFrame
    reloads: pd.DataFrame
    recurrences: pd.DataFrame
    fixes: pd.DataFrame
    scope_incidents: pd.DataFrame
    as_of: date
    n_follow_ups: int
    n_not_recorded: int


@dataclass(frozen=True, slots=True)
class Style:
    """How items are shown: where the app stands (None: no links), and whether an item names its owner."""

    base_url: str | None = None
    owners: bool = False


Ranked = tuple[tuple[Any, ...], Item]


def compose(facts: Facts, window: Window, style: Style) -> Digest:
    """The digest of a window."""
    found: dict[str, list[Ranked]] = {name: [] for name in HEADINGS}
    found["recurred"] = [_recurred(row, style) for row in _rows(facts.recurrences)]
    for name, ranked in _follow_up_news(facts, window, style):
        found[name].append(ranked)
    found["held"] = list(_held(facts, window, style))
    sections = tuple(
        Section(name, HEADINGS[name], MEANINGS[name], tuple(item for _, item in sorted(listed, key=lambda r: r[0])))
        for name, listed in found.items()
        if listed
    )
    return Digest(window, sections, tuple(_notes(facts, window)), style.base_url)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for what is missing and plain dates."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    return None if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) else value


def _rank(row: dict[str, Any], day: date, key: str) -> tuple[Any, ...]:
    """The worst severity first, then by day; the rest only makes the order one."""
    return row["severity_level"] or math.inf, day, key


def _item(row: dict[str, Any], style: Style, key: str, day: date, facts: Iterable[str | None]) -> Ranked:
    incident_id = str(row["incident_id"])
    told = [severity_in_words(row["severity_level"]), *facts]
    item = Item(
        key=key,
        day=day,
        title=str(row.get("text") or row.get("title") or "Untitled"),
        facts=tuple(fact for fact in told if fact),
        incident_title=str(row["incident_title"] or "Untitled incident") if "incident_title" in row else None,
        link=f"{style.base_url}/incidents?incident={quote(incident_id, safe='')}" if style.base_url else None,
        tracker=_web_address(row.get("url")),
        owner=row.get("owner") if style.owners else None,
    )
    return _rank(row, day, key), item


def _web_address(url: Any) -> str | None:
    return str(url) if url and urlsplit(str(url)).scheme in {"http", "https"} else None


def _recurred(row: dict[str, Any], style: Style) -> Ranked:
    return _item(row, style, f"recurred:{row['incident_id']}", row["known_on"], recurred(row))


def _follow_up_news(facts: Facts, window: Window, style: Style) -> Iterator[tuple[str, Ranked]]:
    reloads: dict[str, list[Reload]] = {}
    for row in _rows(facts.reloads):
        listed = reloads.setdefault(row["follow_up_id"], [])
        listed.append(Reload(row["observed_on"], row["field"], row["old_value"], row["new_value"]))
    by_item: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(facts.follow_ups):
        by_item.setdefault(row["follow_up_id"], []).append(row)
    for follow_up_id, versions in by_item.items():
        told = _history(versions, reloads.get(follow_up_id, []))
        row = _version_on(versions, window.last)
        for change in changes(told, window):
            state = told.on(window.last)
            assert state is not None  # else nothing changed
            name = "overdue_by_policy" if change.kind == "overdue" and not state.due_on else change.kind
            key = f"{change.kind}:{follow_up_id}:{change.day}"
            said = SENTENCES[name](Told(row, change, state, told.opened_on))
            yield name, _item(row, style, key, change.day, said)


def _history(versions: list[dict[str, Any]], reloads: list[Reload]) -> History:
    names = ("known_from", "status", "due_on", "done_on", "declined_on", "policy_due_on")
    known = [Known(*(version[name] for name in names)) for version in versions]
    return history(known, reloads, versions[0]["first_seen_on"], versions[0]["opened_on"])


def _version_on(versions: list[dict[str, Any]], day: date) -> dict[str, Any]:
    return next((v for v in reversed(versions) if v["known_from"] is None or v["known_from"] <= day), versions[0])


def _held(facts: Facts, window: Window, style: Style) -> Iterator[Ranked]:
    """Fixes that, in the window, came to have held for ``HELD_DAYS`` days with enough exposure.

    That is the first day on which no incident in scope has come for so long, and on which the earlier rate would have
    given ``ENOUGH_EXPECTED`` (see ``etl.analysis.fix_hold``).
    """
    if facts.fixes.empty:
        return
    incidents = facts.scope_incidents.assign(services=facts.scope_incidents["services"].map(list))
    judged = judge_completed_fixes(incidents, facts.fixes, window.last)
    own = facts.fixes.drop(columns=["incident_id", "done_on", "status"])
    for row in _rows(judged[judged["verdict"] == "held"].merge(own, on="follow_up_id")):
        enough = math.ceil(ENOUGH_EXPECTED * row["days_before"] / row["n_before"])
        day = max(row["done_on"] + timedelta(days=max(HELD_DAYS, enough)), row["known_on"])
        if window.first <= day <= window.last:
            yield _item(row, style, f"held:{row['follow_up_id']}:{row['done_on']}", day, held(row))


def _notes(facts: Facts, window: Window) -> Iterator[str]:
    if facts.as_of < window.last:
        yield f"The documents were last loaded on {in_words(facts.as_of)}: what changed in them since is not known."
    if facts.n_not_recorded:
        yield (
            f"No state is recorded for {facts.n_not_recorded:,} of {facts.n_follow_ups:,} follow-ups: "
            "nothing can be told of these."
        )
