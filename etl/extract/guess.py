"""Guesses: which fact each column of an unknown structured file may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from etl.extract.mapping import guess_name
from etl.extract.values import column_names, dig, members
from etl.transform.clock import read_day

Table = tuple[str, dict[str, str]]
Guess = tuple[dict[str, str], dict[str, str], list[Table]]

WANTED = (
    "id", "title", "url", "severity", "services", "team", "started_at", "detected_at", "diagnosed_at",
    "mitigated_at", "resolved_at", "cause_text", "impact_text", "body",
)  # fmt: skip
OTHERS = ("occurred_on", "published_at", "cause_category", "trigger", "detection_source", "licence")
_IDENTITY = re.compile(r"(?i)(ref|reference|number|iid|(incident|issue|ticket|case)[ _]?(id|key|number|no))")
_FILED = re.compile(r"(?i)(created|opened|filed|submitted|logged|reported)([ _]?(at|on|date|time))?( \(utc\))?")
_CLOSED = re.compile(r"(?i)closed([ _]?(at|on|date|time))?( \(utc\))?")
_NAMES_OF_A_THING = frozenset({"name", "title", "summary", "value", "displayName", "label"})
_PARTS_OF_UPDATES = {
    "at": ("created_at", "at", "time", "timestamp", "date", "when", "occurred_at"),
    "status": ("status", "state", "type"),
    "message": ("message", "body", "text", "description", "summary", "note"),
}  # fmt: skip
_PARTS_OF_ITEMS = {
    "text": ("title", "summary", "text", "description", "name", "action"),
    "status": ("status", "state", "done"),
    "owner": ("owner", "assignee", "assigned_to"), "due": ("due", "due_date", "due_on", "due_at"),
    "done": ("done_on", "completed_at", "closed_at", "done_at"),
    "link": ("url", "link", "html_url", "web_url"),
}  # fmt: skip
_LIST_OF_UPDATES = re.compile(r"(?i)(updates|timeline|events|log|history|log_entries)$")
_LIST_OF_ITEMS = re.compile(r"(?i)(follow_?ups?|action_?items?|actions|tasks|todos|remediations?)$")


def guess_fields(names: Iterable[str], merged: Mapping[str, Any]) -> Guess:
    """``(fields, fallbacks, tables)`` by the columns' names, plain columns before nested ones.

    When a record was filed and closed are fallbacks: the incident itself may have begun and ended earlier.
    """
    fields: dict[str, str] = {}
    fallbacks: dict[str, str] = {}
    for column in sorted(names, key=lambda n: n.count(".")):
        fact = _fact_of(column, merged)
        if fact in ("filed", "closed"):
            fallbacks.setdefault("detected_at" if fact == "filed" else "resolved_at", column)
        elif fact == "title" and "title" in fields and column.lower() == "summary":
            fields.setdefault("body", column)
        elif fact:
            fields.setdefault(fact, column)
    tables = [
        *_listed(merged, "updates", _LIST_OF_UPDATES, _PARTS_OF_UPDATES, "at"),
        *_listed(merged, "follow_ups", _LIST_OF_ITEMS, _PARTS_OF_ITEMS, "text"),
    ]
    return fields, {k: v for k, v in fallbacks.items() if k not in fields}, tables


def _fact_of(column: str, merged: Mapping[str, Any]) -> str | None:
    parent, _, last = column.rpartition(".")
    value = dig(merged, column)
    if _FILED.fullmatch(last) or _CLOSED.fullmatch(last):
        told = not parent.count(".") and not isinstance(value, list)
        return ("filed" if _FILED.fullmatch(last) else "closed") if told else None
    fact = "id" if _IDENTITY.fullmatch(column) else guess_name(last)
    if parent and last in _NAMES_OF_A_THING:
        fact = guess_name(parent.rpartition(".")[2])
        return fact if fact in ("severity", "services", "team") else None
    if (
        parent
        and (isinstance(value, list) or fact in ("id", "url", "team", "title", "body"))
        and parent not in ("attributes", "fields")
    ):
        return None
    if isinstance(value, list) and fact != "services":
        return None
    if fact and fact.endswith(("_at", "_on")) and not _is_time(value):
        return None
    return fact if fact in WANTED or fact in OTHERS else None


def _is_time(value: Any) -> bool:
    return isinstance(value, datetime | date | int | float) or read_day(value) is not None


def _listed(
    merged: Mapping[str, Any],
    table: str,
    named: re.Pattern[str],
    parts: Mapping[str, tuple[str, ...]],
    needed: str,
) -> Iterator[Table]:
    """The table for a list of dated updates, or of action items, if a column holds one."""
    for column in dict.fromkeys(column_names(merged)):
        if not named.search(column):
            continue
        inner = list(column_names(next(iter(members(merged, [column])), {})))
        found = {part: name for part, names in parts.items() if (name := next((n for n in names if n in inner), None))}
        if needed in found:
            yield table, {"column": column, **found}
            return
