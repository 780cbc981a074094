"""Mappings: which column of a structured source is which fact. Small TOML files, shipped or beside the data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from etl.errors import RejectedError
from etl.extract.discover import MAPPING_FILE
from etl.transform.lexicon import fact_name

SHIPPED = Path(__file__).parent / "mappings"
_MINIMUM = frozenset({"title", "started_at", "occurred_on"})


@dataclass(frozen=True)
class ColumnMapping:
    """``fields``: Refrain's name -> column (or columns: the first with a value). ``updates``: where dated updates stand."""

    name: str
    columns: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    missing: frozenset[str] = frozenset()
    body_format: str = "markdown"
    updates: Mapping[str, str] = field(default_factory=dict)
    records_at: str | None = None

    def fits(self, columns: Iterable[str]) -> bool:
        return self.columns <= set(columns)


def read_mapping(path: Path) -> ColumnMapping:
    """Read one mapping file. Raises RejectedError where it is none."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        fields = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in table["fields"].items()}
        return _mapping(table, fields, path.stem)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise RejectedError(
            f"The mapping file {path.name} cannot be read: {error}",
            "It needs a [fields] table such as title = \"summary\"; see the shipped ones in etl/extract/mappings",
        ) from error


def _mapping(table: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]], stem: str) -> ColumnMapping:
    return ColumnMapping(
        name=str(table.get("name", stem)),
        columns=frozenset(table.get("columns", [])),
        fields=fields,
        missing=frozenset(str(m) for m in table.get("missing", [])),
        body_format=str(table.get("body_format", "markdown")),
        updates=dict(table.get("updates", {})),
        records_at=table.get("records_at"),
    )


@cache
def shipped_mappings() -> tuple[ColumnMapping, ...]:
    """The mappings that ship with Refrain, the most demanding first."""
    return tuple(sorted((read_mapping(p) for p in sorted(SHIPPED.glob("*.toml"))), key=lambda m: -len(m.columns)))


def mapping_for(columns: Iterable[str], folder: Path | None) -> ColumnMapping | None:
    """The mapping beside the data if there is one; else a shipped one that fits; else one guessed from the names of
    the columns; None if even that finds neither a title nor a time."""
    names = list(columns)
    if folder is not None and (folder / MAPPING_FILE).is_file():
        return read_mapping(folder / MAPPING_FILE)
    return next((m for m in shipped_mappings() if m.fits(names)), None) or guess_mapping(names)


def guess_mapping(columns: Iterable[str]) -> ColumnMapping | None:
    """A mapping from the columns' own names ("Start time", "Root cause", "Severity")."""
    fields: dict[str, tuple[str, ...]] = {}
    for column in columns:
        low = column.strip().lower()
        name = {"description": "body", "body": "body", "text": "body", "content": "body", "summary": "title", "id": "id", "key": "id"}.get(low) or fact_name(column)
        if name and name not in fields:
            fields[name] = (column,)
    if "title" not in fields or not _MINIMUM & (fields.keys() - {"title"}):
        return None
    return ColumnMapping("guessed from column names", frozenset(), fields)


def apply_mapping(mapping: ColumnMapping, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's facts under Refrain's names; values that the mapping calls missing are left out."""
    facts: dict[str, Any] = {}
    for name, columns in mapping.fields.items():
        for column in columns:
            value = _dig(record, column)
            if value not in (None, "", [], {}) and str(value) not in mapping.missing:
                facts[name] = value
                break
    return facts


def _dig(record: Any, column: str) -> Any:
    if isinstance(record, Mapping) and column in record:
        return record[column]
    value = record
    for key in column.split("."):
        if isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value


def updates_of(mapping: ColumnMapping, record: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Dated updates of a record, oldest first: ``at``, ``status``, ``message``."""
    if not mapping.updates:
        return ()
    listed = _dig(record, mapping.updates.get("column", "updates"))
    if not isinstance(listed, list):
        return ()
    named = [{key: _dig(u, mapping.updates.get(key, key)) for key in ("at", "status", "message")} for u in listed if isinstance(u, Mapping)]
    return tuple(sorted(named, key=lambda u: str(u["at"] or "")))
