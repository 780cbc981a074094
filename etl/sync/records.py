"""Records of a page as items; one that cannot be read is told of and does not hold up the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from etl.sync.items import Item


def read_all(
    records: Iterable[Mapping[str, Any]], read: Callable[[Any], Item | None], name: str
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items, and a line for each record that is none; `name` is the field that records are called by."""
    items: list[Item] = []
    problems: list[str] = []
    for record in records:
        try:
            item = read(record)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            called = record.get(name) if isinstance(record, Mapping) else None
            why = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)[:120]
            problems.append(f"{name} {called or 'not stated'}: {why}")
            continue
        if item is not None:
            items.append(item)
    return tuple(items), tuple(problems)
