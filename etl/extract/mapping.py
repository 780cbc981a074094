"""Mappings: which column of a structured source is which fact. Small TOML files, shipped or beside the data.

docs/mappings.md shows every part of one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from etl.errors import RejectedError
from etl.extract.discover import MAPPING_FILE
from etl.extract.values import as_date, first_value, labelled, members, named_values
from etl.transform.lexicon import fact_name

SHIPPED = Path(__file__).parent / "mappings"
_MINIMUM = frozenset({"title", "started_at", "occurred_on"})
Columns = Mapping[str, tuple[str, ...]]
"""A name and the columns that may hold it: the first with a value counts."""


@dataclass(frozen=True)
class ColumnMapping:
    """One mapping. ``fields``: Refrain's name -> columns. All else may be left out.

    - ``fallbacks``: times that count where the text tells none; ``sections``: heading -> columns of text
    - ``updates``: the dated updates (``column``, ``at``, ``status``, ``message``); ``update_statuses``: words
    - ``labels``: fact -> patterns of labels; ``named``: lists of named values (milestones, custom fields)
    - ``follow_ups``: the action items; ``follow_up_statuses``: their words; ``follow_up_only``: what tells
      them from the tasks of the response
    - ``marked``, ``never``: column -> words that tell the incidents from the rest
    - ``prefixes``: fact -> what stands before a relative value; ``date_formats``: as of ``strptime``
    - ``group_by``: what the records of one incident share; ``records_at``: where a JSON file lists them
    """

    name: str
    columns: frozenset[str]
    fields: Columns
    missing: frozenset[str] = frozenset()
    body_format: str = "markdown"
    updates: Columns = field(default_factory=dict)
    records_at: str | None = None
    fallbacks: Columns = field(default_factory=dict)
    sections: Columns = field(default_factory=dict)
    update_statuses: Mapping[str, str] = field(default_factory=dict)
    labels: Columns = field(default_factory=dict)
    named: tuple[Mapping[str, Any], ...] = ()
    follow_ups: Columns = field(default_factory=dict)
    follow_up_statuses: Mapping[str, str] = field(default_factory=dict)
    follow_up_only: Columns = field(default_factory=dict)
    marked: Columns = field(default_factory=dict)
    never: Columns = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    group_by: str | None = None

    def fits(self, columns: Iterable[str]) -> bool:
        return self.columns <= set(columns)


def read_mapping(path: Path) -> ColumnMapping:
    """Read one mapping file. Raises RejectedError where it is none."""
    try:
        return _mapping(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise RejectedError(
            f"The mapping file {path.name} cannot be read: {error}",
            'It needs a [fields] table such as title = "summary": `refrain map FILE` proposes one',
        ) from error


def _mapping(table: Mapping[str, Any], stem: str) -> ColumnMapping:
    updates, follow_ups, incident = (table.get(k, {}) for k in ("updates", "follow_ups", "incident"))
    return ColumnMapping(
        name=str(table.get("name", stem)),
        columns=frozenset(table.get("columns", [])),
        fields=_columns(table["fields"]),
        missing=frozenset(str(m) for m in table.get("missing", [])),
        body_format=str(table.get("body_format", "markdown")),
        updates=_columns(updates),
        records_at=table.get("records_at"),
        fallbacks=_columns(table.get("fallbacks", {})),
        sections=_columns(table.get("sections", {})),
        update_statuses=_words(updates),
        labels=_columns(table.get("labels", {})),
        named=tuple({**_columns(n), "fields": _columns(n["fields"])} for n in table.get("named", [])),
        follow_ups=_columns(follow_ups),
        follow_up_statuses=_words(follow_ups),
        follow_up_only=_columns(follow_ups.get("only", {})),
        marked=_columns(incident.get("marked", {})),
        never=_columns(incident.get("never", {})),
        prefixes={k: str(v) for k, v in table.get("prefixes", {}).items()},
        date_formats=_one_or_more(table.get("date_formats", ())),
        group_by=table.get("group_by"),
    )


def _columns(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {k: _one_or_more(v) for k, v in table.items() if not isinstance(v, dict)}


def _one_or_more(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _words(table: Mapping[str, Any]) -> dict[str, str]:
    return {str(k).lower(): str(v) for k, v in table.get("statuses", {}).items()}


@cache
def shipped_mappings() -> tuple[ColumnMapping, ...]:
    """The mappings that ship with Refrain, the most demanding first."""
    return tuple(sorted((read_mapping(p) for p in sorted(SHIPPED.glob("*.toml"))), key=lambda m: -len(m.columns)))


def beside(folder: Path | None) -> ColumnMapping | None:
    """The mapping that stands in the folder of the data, or None."""
    return read_mapping(folder / MAPPING_FILE) if folder is not None and (folder / MAPPING_FILE).is_file() else None


def mapping_for(columns: Iterable[str], folder: Path | None) -> ColumnMapping | None:
    """The mapping beside the data if there is one; else a shipped one that fits; else one guessed from the
    names of the columns; None if even that finds neither a title nor a time."""
    names = list(columns)
    if own := beside(folder):
        return own
    return next((m for m in shipped_mappings() if m.fits(names)), None) or guess_mapping(names)


def guess_mapping(columns: Iterable[str]) -> ColumnMapping | None:
    """A mapping from the columns' own names ("Start time", "Root cause", "Severity")."""
    fields: dict[str, tuple[str, ...]] = {}
    for column in columns:
        name = guess_name(column)
        if name and name not in fields:
            fields[name] = (column,)
    if "title" not in fields or not _MINIMUM & (fields.keys() - {"title"}):
        return None
    return ColumnMapping("guessed from column names", frozenset(), fields)


_LISTS = frozenset({"services", "diagnosis_methods", "mitigations", "roles", "body"})
_PLAIN_NAMES = {
    "description": "body",
    "body": "body",
    "text": "body",
    "content": "body",
    "summary": "title",
    "id": "id",
    "key": "id",
}


def guess_name(column: str) -> str | None:
    """The fact that a column's own name tells, or None."""
    return _PLAIN_NAMES.get(column.strip().lower()) or fact_name(column)


def apply_mapping(mapping: ColumnMapping, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's facts under Refrain's names; values that the mapping calls missing are left out.

    A column of its own goes before a named value, and that before a label.
    """
    facts = _values(mapping, mapping.fields, record)
    for table in mapping.named:
        facts = _with_dates(mapping, named_values(record, table)) | facts
    if mapping.labels:
        facts = labelled(record, mapping.labels) | facts
    facts = {k: v if k in _LISTS or not isinstance(v, list) else _joined(v) for k, v in facts.items()}
    for name, prefix in mapping.prefixes.items():
        if name in facts and "://" not in str(facts[name]):
            facts[name] = prefix + str(facts[name]).lstrip("/")
    return facts


def _joined(values: list[Any]) -> str:
    return ", ".join(str(v) for v in values if isinstance(v, str | int | float))


def fallbacks_of(mapping: ColumnMapping, record: Mapping[str, Any]) -> dict[str, Any]:
    """Times of the record itself (filed, closed): they count where its text tells none."""
    return _values(mapping, mapping.fallbacks, record)


def _values(mapping: ColumnMapping, named: Columns, record: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: first_value(record, columns, mapping.missing) for name, columns in named.items()}
    return _with_dates(mapping, {k: v for k, v in found.items() if v is not None})


def _with_dates(mapping: ColumnMapping, facts: dict[str, Any]) -> dict[str, Any]:
    return {k: as_date(v, mapping.date_formats) if k.endswith(("_at", "_on")) else v for k, v in facts.items()}


def updates_of(mapping: ColumnMapping, record: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Dated updates of a record, oldest first: ``at``, ``status``, ``message``."""
    if not mapping.updates:
        return ()
    named = [_update(mapping, u) for u in members(record, mapping.updates.get("column", ("updates",)))]
    return tuple(sorted(named, key=lambda u: str(u["at"] or "")))


def _update(mapping: ColumnMapping, update: Mapping[str, Any]) -> dict[str, Any]:
    said = {key: first_value(update, mapping.updates.get(key, (key,))) for key in ("at", "status", "message")}
    said["at"] = as_date(said["at"], mapping.date_formats)
    said["status"] = mapping.update_statuses.get(str(said["status"] or "").lower(), said["status"])
    return said
