"""Action items of a structured record, as rows of a follow-up table: what reads tables reads them too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from etl.extract.mapping import ColumnMapping
from etl.extract.values import as_date, dig, first_value, matches, members
from etl.records import Block

_HEADER = {
    "text": "Follow-up", "status": "Status", "owner": "Owner", "due": "Due", "opened": "Opened on",
    "done": "Done on", "declined": "Declined on", "kind": "Kind", "link": "Link",
}  # fmt: skip
_DATES = frozenset({"due", "opened", "done", "declined"})


def follow_up_blocks(mapping: ColumnMapping, record: Mapping[str, Any], line: int) -> Iterator[Block]:
    """The heading and the rows of a record's action items; nothing where it lists none."""
    if not mapping.follow_ups:
        return
    items = members(record, mapping.follow_ups.get("column", ("follow_ups",)))
    rows = [row for row in (_cells(mapping, item) for item in items if _is_long_term(mapping, item)) if row["text"]]
    if not rows:
        return
    used = [name for name in _HEADER if any(row[name] for row in rows)]
    header = tuple(_HEADER[name] for name in used)
    yield Block("heading", "Follow-ups", line, line, 1)
    for row in rows:
        cells = tuple(row[name] for name in used)
        yield Block("row", " | ".join(cells), line, line, 0, cells, header)


def _is_long_term(mapping: ColumnMapping, item: Mapping[str, Any]) -> bool:
    """Whether an item is no task of the response itself; one that does not say counts."""
    kinds = [
        (str(kind), patterns) for column, patterns in mapping.follow_up_only.items() if (kind := dig(item, column))
    ]
    return all(matches(kind, patterns) for kind, patterns in kinds)


def _cells(mapping: ColumnMapping, item: Mapping[str, Any]) -> dict[str, str]:
    cells = {}
    for name in _HEADER:
        value = first_value(item, mapping.follow_ups.get(name, ()), mapping.missing)
        if name in _DATES:
            value = str(as_date(value, mapping.date_formats) or "")[:10]
        written = ", ".join(map(str, value)) if isinstance(value, list) else value
        cells[name] = " ".join(str(written if written is not None else "").split())
    word = {"true": "done", "false": "open"}.get(cells["status"].lower(), cells["status"].lower())
    cells["status"] = mapping.follow_up_statuses.get(word, word)
    return cells
