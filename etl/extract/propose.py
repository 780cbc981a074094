"""A mapping proposed for a structured file: what its columns seem to hold, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from etl.errors import InputError, RejectedError
from etl.extract.discover import MAPPING_FILE
from etl.extract.guess import OTHERS, WANTED, Guess, Table, guess_fields
from etl.extract.mapping import SHIPPED, ColumnMapping, read_mapping, shipped_mappings
from etl.extract.read import RECORD_SUFFIXES, decode, read_bytes, suffix_of
from etl.extract.tabular import records_of
from etl.extract.values import column_names, dig, first_value, is_missing
from etl.records import Reject, SourceFile

_SEEN = 200


@dataclass(frozen=True)
class Proposal:
    """``toml`` is the mapping file; ``missing`` the facts for which no column was found."""

    toml: str
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    shipped: str | None


def propose(path: Path) -> Proposal:
    """A mapping for one file. Raises InputError where it holds no records, RejectedError if unreadable."""
    records = _records(path)
    merged = _merged(records)
    names = [n for n in dict.fromkeys(column_names(merged)) if not isinstance(dig(merged, n), Mapping)]
    shipped = next((m for m in shipped_mappings() if m.fits(column_names(records[0]))), None)
    fields, fallbacks, tables = _of_shipped(shipped) if shipped else guess_fields(names, merged)
    used = {
        *fields.values(),
        *fallbacks.values(),
        *(column for _, parts in tables for column in parts.values()),
    }
    unused = tuple(n for n in names if not any(f"{n}.".startswith(f"{u}.") or u.startswith(f"{n}.") for u in used))
    if shipped:
        used_fields = {
            name for name, columns in shipped.fields.items() if any(not is_missing(dig(merged, c)) for c in columns)
        }
        told = (
            used_fields
            | shipped.fallbacks.keys()
            | shipped.labels.keys()
            | {f for n in shipped.named for f in n["fields"]}
        )
        opening = _annotated(shipped, records[0], merged)
    else:
        told = fields.keys() | fallbacks.keys()
        opening = _lines(path, records[0], merged, fields, fallbacks, tables)
    missing = tuple(w for w in WANTED if w not in told)
    closing = ["", f"# Missing: {', '.join(missing) or 'nothing'}", "# Columns left unused:"]
    closing += [f"#   {_shown(name)} = {_shown(dig(records[0], name))}" for name in unused] or ["#   none"]
    first = f"# Proposed for {_shown(path.name)}: check each line; the value of the first record stands beside it"
    toml = "\n".join([first, *opening, *closing]) + "\n"
    return Proposal(toml, missing, unused, shipped.name if shipped else None)


def write_beside(path: Path, toml: str) -> Path:
    """Write the mapping beside the file. Raises InputError where one stands there already."""
    target = path.parent / MAPPING_FILE
    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(toml)
    except FileExistsError as error:
        raise InputError(f"{target} exists and is left as it is. Rename it, or edit it by hand") from error
    except OSError as error:
        raise InputError(
            f"{target} cannot be written: {error.strerror}. Run without --write and save the output"
        ) from error
    return target


def _records(path: Path) -> list[dict[str, Any]]:
    file = SourceFile(str(path), str(path.parent), path.parent.name, path.name)
    suffix = suffix_of(file)
    if suffix not in RECORD_SUFFIXES:
        raise InputError(
            f"{path} is no CSV, TSV, JSON, JSON lines or Parquet file. Documents need no mapping: load them as they are"
        )
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


def _of_shipped(mapping: ColumnMapping) -> Guess:
    """The columns that a shipped mapping uses."""
    lists = [mapping.updates, mapping.labels, mapping.follow_ups, *mapping.named]
    used = {f"table {n}": columns["column"][0] for n, columns in enumerate(lists) if columns}
    named = [
        *mapping.fields.values(),
        *mapping.sections.values(),
        mapping.marked.keys(),
        mapping.never.keys(),
    ]
    fields = {f"{n}": column for n, column in enumerate(c for columns in named for c in columns)}
    return fields, {k: c for k, columns in mapping.fallbacks.items() for c in columns}, [("used", used)]


def _annotated(mapping: ColumnMapping, first: Mapping[str, Any], merged: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a shipped mapping, with the values seen beside its fields."""
    yield f'# Refrain reads this file as it is (mapping "{mapping.name}"): keep this copy only to change that'
    path = next(p for p in SHIPPED.glob("*.toml") if read_mapping(p).name == mapping.name)
    table = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        table = line.strip() if line.startswith("[") else table
        fact, given, _ = line.partition(" = ")
        columns = {"[fields]": mapping.fields, "[fallbacks]": mapping.fallbacks}.get(table, {}).get(fact)
        yield f"{line}  # {_seen(first, merged, columns)}" if given and columns else line


def _lines(
    path: Path, first: Mapping[str, Any], merged: Mapping[str, Any],
    fields: Mapping[str, str], fallbacks: Mapping[str, str], tables: Iterable[Table],
) -> Iterator[str]:  # fmt: skip
    yield from (f"name = {_quoted(_shown(path.stem))}", "", "[fields]", *_assigned(fields, first, merged))
    if fallbacks:
        yield from ("", "# Times of the record itself: they count where its text tells none", "[fallbacks]")
        yield from _assigned(fallbacks, first, merged)
    for name, parts in tables:
        yield from (
            "",
            f"[{name}]",
            *(f"{part} = {_quoted(column)}" for part, column in parts.items()),
        )


def _assigned(named: Mapping[str, str], first: Mapping[str, Any], merged: Mapping[str, Any]) -> Iterator[str]:
    order = [*WANTED, *OTHERS]
    for fact in sorted(named, key=order.index):
        column = _quoted(named[fact])
        yield f"{fact} = {column}  # {_seen(first, merged, [named[fact]])}"


def _seen(first: Mapping[str, Any], merged: Mapping[str, Any], columns: Iterable[str]) -> str:
    """The value of the first record; where it has none, one of another record."""
    here, elsewhere = first_value(first, columns), first_value(merged, columns)
    if here is not None:
        return _shown(here)
    return f"empty here; elsewhere {_shown(elsewhere)}" if elsewhere is not None else "empty"


def _quoted(text: str) -> str:
    """A TOML string: JSON's, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _shown(value: Any) -> str:
    """A value on one line, cut short."""
    told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join("".join(c if c.isprintable() else " " for c in told).split())
    return text[:60] + ("..." if len(text) > 60 else "") if text else "(empty)"
