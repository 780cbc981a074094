"""A mapping proposed for a structured file: what its columns seem to hold, and what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from etl.errors import InputError, RejectedError
from etl.extract.discover import MAPPING_FILE
from etl.extract.mapping import ColumnMapping, guess_name, shipped_mappings
from etl.extract.read import RECORD_SUFFIXES, decode, read_bytes, suffix_of
from etl.extract.tabular import records_of
from etl.extract.values import column_names, dig, is_missing
from etl.records import Reject, SourceFile
from etl.transform.clock import read_day

WANTED = (
    "id", "title", "url", "severity", "services", "team", "started_at", "detected_at", "diagnosed_at", "mitigated_at",
    "resolved_at", "cause_text", "impact_text", "body",
)  # fmt: skip
_OTHERS = ("occurred_on", "published_at", "cause_category", "trigger", "detection_source", "licence")
_SEEN = 200
_FILED = re.compile(r"(?i)(created|opened|filed|submitted|logged|reported)([ _]?(at|on|date|time))?( \(utc\))?")
_CLOSED = re.compile(r"(?i)closed([ _]?(at|on|date|time))?( \(utc\))?")
_NAMES_OF_A_THING = frozenset({"name", "title", "summary", "value", "displayName", "label"})
_PARTS_OF_UPDATES = {
    "at": ("created_at", "at", "time", "timestamp", "date", "when", "occurred_at"), "status": ("status", "state", "type"),
    "message": ("message", "body", "text", "description", "summary", "note"),
}  # fmt: skip
_PARTS_OF_ITEMS = {
    "text": ("title", "summary", "text", "description", "name", "action"), "status": ("status", "state", "done"),
    "owner": ("owner", "assignee", "assigned_to"), "due": ("due", "due_date", "due_on", "due_at"),
    "done": ("done_on", "completed_at", "closed_at", "done_at"), "link": ("url", "link", "html_url", "web_url"),
}  # fmt: skip
_LIST_OF_UPDATES = re.compile(r"(?i)(updates|timeline|events|log|history|log_entries)$")
_LIST_OF_ITEMS = re.compile(r"(?i)(follow_?ups?|action_?items?|actions|tasks|todos|remediations?)$")


@dataclass(frozen=True)
class Proposal:
    """``toml`` is the mapping file; ``missing`` the facts for which no column was found."""

    toml: str
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    shipped: str | None


def propose(path: Path) -> Proposal:
    """A mapping for one file. Raises InputError where the file holds no records, RejectedError where it cannot be read."""
    records = _records(path)
    merged = _merged(records)
    names = [n for n in dict.fromkeys(column_names(merged)) if not isinstance(dig(merged, n), Mapping)]
    shipped = next((m for m in shipped_mappings() if m.fits(column_names(records[0]))), None)
    fields, fallbacks = _of_shipped(shipped, merged) if shipped else _guessed(names, merged)
    tables = [] if shipped else [*_listed(merged, "updates", _LIST_OF_UPDATES, _PARTS_OF_UPDATES, ("at",)), *_listed(merged, "follow_ups", _LIST_OF_ITEMS, _PARTS_OF_ITEMS, ("text",))]
    used = {*fields.values(), *fallbacks.values(), *(column for _, parts in tables for column in parts.values())}
    unused = tuple(n for n in names if n not in used and not any(n.startswith(f"{u}.") or u.startswith(f"{n}.") for u in used))
    missing = tuple(w for w in WANTED if w not in fields and w not in fallbacks)
    return Proposal(_toml(path, records[0], merged, fields, fallbacks, tables, unused, missing, shipped), missing, unused, shipped.name if shipped else None)


def write_beside(path: Path, toml: str) -> Path:
    """Write the mapping beside the file. Raises InputError where one stands there already."""
    target = path.parent / MAPPING_FILE
    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(toml)
    except FileExistsError as error:
        raise InputError(f"{target} exists and is left as it is. Rename it, or edit it by hand") from error
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}. Run without --write and save the output") from error
    return target


def _records(path: Path) -> list[dict[str, Any]]:
    file = SourceFile(str(path), str(path.parent), path.parent.name, path.name)
    suffix = suffix_of(file)
    if suffix not in RECORD_SUFFIXES:
        raise InputError(f"{path} is no CSV, TSV, JSON, JSON lines or Parquet file. Documents need no mapping: load them as they are")
    rejects: list[Reject] = []
    data = read_bytes(file)
    lines = records_of(suffix, data, "" if suffix == ".parquet" else decode(data), str(path), rejects)
    records = [record for _, _, record, _ in islice(lines, _SEEN)]
    if not records:
        raise RejectedError(f"{path} holds no records", "Export it anew: one incident a line or row")
    return records


def _merged(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One record that holds, for each column, the first value that any record has."""
    merged: dict[str, Any] = {}
    for record in records:
        for key, value in record.items():
            if is_missing(merged.get(key)):
                merged[key] = value
    return merged


def _of_shipped(mapping: ColumnMapping, merged: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    found = [{name: c for name, columns in part.items() for c in reversed(columns) if not is_missing(dig(merged, c))} for part in (mapping.fields, mapping.fallbacks)]
    return found[0], found[1]


def _guessed(names: Iterable[str], merged: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Fields by the columns' names, plain columns before nested ones. When a record was filed and closed only falls back."""
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
    return fields, {k: v for k, v in fallbacks.items() if k not in fields}


def _fact_of(column: str, merged: Mapping[str, Any]) -> str | None:
    parent, _, last = column.rpartition(".")
    value = dig(merged, column)
    if _FILED.fullmatch(last) or _CLOSED.fullmatch(last):
        told = not parent.count(".") and not isinstance(value, list)
        return ("filed" if _FILED.fullmatch(last) else "closed") if told else None
    fact = guess_name(last)
    if parent and last in _NAMES_OF_A_THING:
        fact = guess_name(parent.rpartition(".")[2])
        return fact if fact in ("severity", "services", "team") else None
    if parent and (isinstance(value, list) or fact in ("id", "url", "team", "title", "body")) and parent not in ("attributes", "fields"):
        return None
    if isinstance(value, list) and fact != "services":
        return None
    if fact and fact.endswith(("_at", "_on")) and not _is_time(value):
        return None
    return fact if fact in WANTED or fact in _OTHERS else None


def _is_time(value: Any) -> bool:
    return isinstance(value, datetime | date | int | float) or read_day(value) is not None


Table = tuple[str, dict[str, str]]


def _listed(merged: Mapping[str, Any], table: str, named: re.Pattern[str], parts: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Iterator[Table]:
    """The table for a list of dated updates, or of action items, if a column holds one."""
    for column in dict.fromkeys(column_names(merged)):
        member = next((m for m in dig(merged, column) or () if isinstance(m, Mapping)), None) if isinstance(dig(merged, column), list) else None
        if member is None or not named.search(column):
            continue
        inner = list(column_names(member))
        found = {part: name for part, names in parts.items() if (name := next((n for n in names if n in inner), None))}
        if all(n in found for n in needed):
            yield table, {"column": column, **found}
            return


def _toml(
    path: Path, first: Mapping[str, Any], merged: Mapping[str, Any], fields: Mapping[str, str], fallbacks: Mapping[str, str],
    tables: Iterable[Table], unused: Iterable[str], missing: Iterable[str], shipped: ColumnMapping | None,
) -> str:  # fmt: skip
    lines = [f"# Proposed for {path.name}: check each line; the value of the first record stands beside it"]
    if shipped:
        lines += [f"# Refrain reads this file as it is (mapping \"{shipped.name}\"): keep this one only to change that.", "# It replaces the shipped one: copy over the tables of that which you need."]
    lines += [f"name = {json.dumps(path.stem)}", "", "[fields]", *_assigned(fields, first, merged)]
    if fallbacks:
        lines += ["", "# Times of the record itself: they count where its text tells none", "[fallbacks]", *_assigned(fallbacks, first, merged)]
    for name, parts in tables:
        lines += ["", f"[{name}]", *(f"{part} = {json.dumps(column, ensure_ascii=False)}" for part, column in parts.items())]
    lines += ["", f"# Missing: {', '.join(missing) or 'nothing'}", "# Columns left unused:"]
    lines += [f"#   {name} = {_shown(dig(first, name))}" for name in unused] or ["#   none"]
    return "\n".join(lines) + "\n"


def _assigned(named: Mapping[str, str], first: Mapping[str, Any], merged: Mapping[str, Any]) -> Iterator[str]:
    order = [*WANTED, *_OTHERS]
    for fact in sorted(named, key=lambda n: order.index(n) if n in order else len(order)):
        value = dig(first, named[fact])
        seen = _shown(value) if not is_missing(value) else f"empty here; elsewhere {_shown(dig(merged, named[fact]))}"
        yield f"{fact} = {json.dumps(named[fact], ensure_ascii=False)}  # {seen}"


def _shown(value: Any) -> str:
    """A value on one line, cut short."""
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join("".join(c if c.isprintable() else " " for c in told).split())
    return text[:60] + ("..." if len(text) > 60 else "") if text else "(empty)"
