"""Structured files to records: CSV, TSV, JSON, JSON lines, Parquet. Each record keeps the line it stands on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etl.errors import RejectedError
from etl.extract.values import dig
from etl.records import Reject

_LISTS = ("incidents", "data", "issues", "items", "results", "records", "postmortems", "events", "log_entries")

Line = tuple[int, int, dict[str, Any], str]
"""First line, last line, record, its text as it stands in the file."""


def records_of(
    suffix: str, data: bytes, text: str, path: str, rejects: list[Reject], records_at: str | None = None
) -> Iterator[Line]:
    """The file's records; lines that cannot be read go to ``rejects``. Raises RejectedError where none can.

    ``records_at``: where a JSON file lists them ("payload.outages"), if not under one of the usual names.
    """
    match suffix:
        case ".jsonl" | ".ndjson":
            yield from _json_lines(text, path, rejects)
        case ".json":
            yield from _json(text, path, rejects, records_at)
        case ".parquet":
            yield from _parquet(data)
        case _:
            yield from _csv(text, "\t" if suffix == ".tsv" else None, path, rejects)


def _loads(text: str) -> Any:
    """The JSON value; half a surrogate pair, which JSON lets through and UTF-8 does not, becomes a question mark."""
    value = json.loads(text)
    if "\\ud" in text or "\\uD" in text:
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode())
    return value


def _json_lines(text: str, path: str, rejects: list[Reject]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = _loads(line)
        except (ValueError, RecursionError) as error:
            rejects.append(
                Reject(
                    path,
                    number,
                    f"The line is no JSON: {error}",
                    "Correct or remove the line; the other lines were read",
                )
            )
            continue
        if isinstance(record, dict):
            yield number, number, record, line
        else:
            rejects.append(Reject(path, number, "The line is no JSON object", "Each line holds one incident as {...}"))


def _json(text: str, path: str, rejects: list[Reject], records_at: str | None = None) -> Iterator[Line]:
    try:
        parsed = _loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise RejectedError(
            f"The JSON is broken: {error}", "Export the file anew, or correct it at that place", line
        ) from error
    values = _listed(parsed, records_at)
    listed = [v for v in values if isinstance(v, dict)]
    if len(listed) < len(values):
        problem = f"{len(values) - len(listed)} entries are no JSON objects"
        rejects.append(Reject(path, None, problem, "Each entry holds one incident as {...}"))
    last = text.count("\n") + 1
    for record in listed:
        shown = json.dumps(record, ensure_ascii=False, indent=1, default=str)
        line = _line_of(text, record)
        yield line, line if len(listed) > 1 else last, record, shown


def _listed(parsed: Any, records_at: str | None) -> list[Any]:
    if records_at and isinstance(stated := dig(parsed, records_at), list):
        return stated
    if isinstance(parsed, dict):
        return next((parsed[key] for key in _LISTS if isinstance(parsed.get(key), list)), [parsed])
    return parsed if isinstance(parsed, list) else []


def _line_of(text: str, record: Mapping[str, Any]) -> int:
    identity = record.get("id") or record.get("key")
    at = text.find(json.dumps(identity)) if identity is not None else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _csv(text: str, delimiter: str | None, path: str, rejects: list[Reject]) -> Iterator[Line]:
    csv.field_size_limit(100_000_000)
    if delimiter is None:
        try:
            delimiter = csv.Sniffer().sniff(text[:4096].split("\n")[0], delimiters=",;\t|").delimiter
        except csv.Error:
            delimiter = ","
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        if not reader.fieldnames:
            raise RejectedError("The table has no header line", "The first line names the columns", 1)
        names = [name.strip() for name in reader.fieldnames]
        repeated = frozenset(name for name in names if names.count(name) > 1)
        reader.fieldnames = [f"{name}\n{n}" for n, name in enumerate(names)]
        before, last = reader.line_num, text.rstrip("\n").count("\n") + 1
        for row in reader:
            start, end = before + 1, reader.line_num
            before = reader.line_num
            if start < end == last and _is_unclosed(text, start, delimiter):
                problem = "A quote is opened here and never closed"
                rejects.append(Reject(path, start, problem, "Close it: the rows below it were not read"))
                return
            record = _row({k: v for k, v in row.items() if k is not None}, names, repeated)
            yield start, end, record, "\n".join(f"{k}: {v}" for k, v in record.items() if v)
    except csv.Error as error:
        raise RejectedError(f"The table cannot be read: {error}", "Export it anew as UTF-8 CSV", None) from error


def _row(cells: Mapping[str, str | None], names: Sequence[str], repeated: frozenset[str]) -> dict[str, Any]:
    """One row; columns of the same name (the labels of a Jira export) make a list of what they hold."""
    if not repeated:
        return dict(zip(names, cells.values(), strict=True))
    record: dict[str, Any] = {name: [] for name in repeated}
    for name, value in zip(names, cells.values(), strict=True):
        if name not in repeated:
            record[name] = value
        elif value:
            record[name].append(value)
    return record


def _is_unclosed(text: str, start: int, delimiter: str) -> bool:
    """Whether the record that begins on this line runs to the end of the file because a quote stays open."""
    rest = text.split("\n", start - 1)[-1]
    try:
        next(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _parquet(data: bytes) -> Iterator[Line]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(io.BytesIO(data)).to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise RejectedError(f"The Parquet file cannot be read: {error}", "Export it anew") from error
    for number, row in enumerate(rows, start=1):
        yield number, number, row, json.dumps(row, ensure_ascii=False, indent=1, default=str)
