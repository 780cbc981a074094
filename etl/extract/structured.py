"""Records of a structured file to raw incidents, by the mapping that fits them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from etl.errors import RejectedError
from etl.extract.action_items import follow_up_blocks
from etl.extract.blocks import markdown_blocks
from etl.extract.html import html_to_markdown
from etl.extract.jira_text import jira_to_markdown
from etl.extract.mapping import ColumnMapping, apply_mapping, beside, fallbacks_of, mapping_for, updates_of
from etl.extract.tabular import Line, records_of
from etl.extract.values import column_names, dig, first_value, matches, words_of
from etl.records import Block, RawIncident, Reject, SourceFile

_NUMBER = re.compile(r"^\[#\d+\]\s*")


def raw_records(file: SourceFile, suffix: str, data: bytes, text: str, rejects: list[Reject]) -> list[RawIncident]:
    """One raw incident for each record. Raises RejectedError where no mapping fits or no record is there."""
    folder = None if file.zip_path else Path(file.path).parent
    own = beside(folder)
    lines = list(records_of(suffix, data, text, file.path, rejects, own.records_at if own else None))
    if not lines:
        raise RejectedError("The file holds no records", "Export it anew: one incident a line or row")
    mapping = _mapping(lines[0][2], own)
    if mapping.group_by:
        lines = list(_grouped(lines, mapping.group_by))
    is_marked = [_is_marked(mapping, record) for _, _, record, _ in lines]
    others = any(is_marked)
    return [
        _raw(mapping, line, number, is_other=others and not marked)
        for number, (line, marked) in enumerate(zip(lines, is_marked, strict=True), start=1)
    ]


def _mapping(record: Mapping[str, Any], own: ColumnMapping | None) -> ColumnMapping:
    mapping = own or mapping_for(column_names(record), None)
    if mapping is None:
        raise RejectedError(
            f"No mapping fits its columns ({', '.join(map(str, list(record)[:8]))})",
            "Put a refrain-mapping.toml beside the file that says which column is the title and the start "
            "time: `refrain map FILE --write` proposes one",
        )
    return mapping


def _raw(mapping: ColumnMapping, line: Line, number: int, *, is_other: bool) -> RawIncident:
    start, end, record, shown = line
    facts = apply_mapping(mapping, record)
    identity = str(facts.pop("id", "") or number)
    body = facts.pop("body", None) or ""
    blocks = [
        *_blocks(body, mapping.body_format, start),
        *_sections(mapping, record, start),
        *follow_up_blocks(mapping, record, start),
    ]
    if "title" not in facts and (title := _title_of(body, mapping.body_format)):
        facts["title"] = title
    if "title" in facts:
        facts["title"] = _NUMBER.sub("", str(facts["title"]))
    if is_other or _is_never(mapping, record):
        facts["is_incident"] = False
    updates = updates_of(mapping, record) or (_printed_updates(str(body)) if mapping.body_format == "escaped" else ())
    return RawIncident(
        key=identity,
        body=tuple(blocks),
        facts=facts,
        line_start=start,
        line_end=end,
        text=shown,
        fact_lines=dict.fromkeys(facts, start),
        updates=tuple({**u, "line": start} for u in updates),
        origin=f"mapping: {mapping.name}",
        fallbacks=fallbacks_of(mapping, record),
    )


def _grouped(lines: Iterable[Line], column: str) -> Iterator[Line]:
    """One record for each value of the column: the first one's values, and all of them under ``entries``."""
    groups: dict[str, list[Line]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(str(dig(line[2], column) or f"record {number}"), []).append(line)
    for held in groups.values():
        first = held[0]
        record = {**first[2], "entries": [record for _, _, record, _ in held]}
        yield first[0], max(end for _, end, _, _ in held), record, "\n".join(shown for _, _, _, shown in held)


def _is_marked(mapping: ColumnMapping, record: Mapping[str, Any]) -> bool:
    """Whether a tracker's issue is called an incident, by its type or a label."""
    return any(
        matches(word, patterns) for column, patterns in mapping.marked.items() for word in words_of(dig(record, column))
    )


def _is_never(mapping: ColumnMapping, record: Mapping[str, Any]) -> bool:
    """Whether a record is a test, a tutorial or something else that is no incident."""
    for column, patterns in mapping.never.items():
        value = dig(record, column)
        if value and any(
            matches(word, patterns) for word in (["object"] if isinstance(value, Mapping) else words_of(value))
        ):
            return True
    return False


def _sections(mapping: ColumnMapping, record: Mapping[str, Any], line: int) -> Iterator[Block]:
    for heading, columns in mapping.sections.items():
        if blocks := _blocks(first_value(record, columns, mapping.missing) or "", mapping.body_format, line):
            yield Block("heading", heading, line, line, 1)
            yield from blocks


def _blocks(body: Any, body_format: str, line: int) -> tuple[Block, ...]:
    """A record's text as blocks. All of them stand on the record's line: a cell has no lines of its own."""
    text = _markdown(body, body_format)
    return (
        tuple(Block(b.kind, b.text, line, line, b.depth, b.cells, b.header) for b in markdown_blocks(text))
        if text
        else ()
    )


def _markdown(body: Any, body_format: str) -> str:
    if isinstance(body, list):
        return "\n\n".join(_markdown(b, body_format) for b in body if not isinstance(b, list))
    match body_format:
        case "jira":
            return jira_to_markdown(body)
        case "html":
            return html_to_markdown(str(body)) if body else ""
        case "escaped":
            return _unescaped(str(body))
        case _:
            return str(body)


_PRINTED = re.compile(r"'(?P<key>created|when|text)': (?P<value>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def _printed_updates(body: str) -> list[dict[str, Any]]:
    """The updates of a printed list of updates, oldest first: ``at``, ``message``."""
    read: list[dict[str, Any]] = []
    for match in _PRINTED.finditer(body):
        try:
            value = str(ast.literal_eval(match["value"]))
        except (ValueError, SyntaxError):
            continue
        if match["key"] == "created" or not read:
            read.append({"at": None, "message": ""})
        read[-1]["message" if match["key"] == "text" else "at"] = value
    return [u for u in reversed(read) if u["message"]]


def _unescaped(body: str) -> str:
    """The update texts of a printed list of updates, oldest first."""
    read = _printed_updates(body)
    return "\n\n".join(u["message"] for u in read) if read else body.replace("\\n", "\n")


def _title_of(body: Any, body_format: str) -> str | None:
    if body_format != "html" or not body:
        return None
    soup = BeautifulSoup(str(body), "lxml")
    named = soup.find(class_=re.compile("title")) or soup.find(["h1", "h2", "h3"])
    return " ".join(named.get_text(" ", strip=True).split()) if named else None
