"""Values of a structured record, as a mapping names them: nested columns, labels, named values, dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

_DEEPEST = 6


def dig(record: Any, column: str) -> Any:
    """The value of a column; dots go down ("severity.name"), through a list into each of its members.

    A list gives the list of what its members hold, without what is missing.
    """
    if isinstance(record, Mapping) and column in record:
        return record[column]
    if isinstance(record, list):
        found = [dig(member, column) for member in record if isinstance(member, Mapping)]
        flat = [v for f in found for v in (f if isinstance(f, list) else [f])]
        return [v for v in flat if not is_missing(v)]
    key, _, rest = column.partition(".")
    if not rest or not isinstance(record, Mapping) or key not in record:
        return None
    return dig(record[key], rest)


def first_value(record: Any, columns: Iterable[str], missing: frozenset[str] = frozenset()) -> Any:
    """The first of the columns that holds a value."""
    for column in columns:
        value = dig(record, column)
        if is_missing(value) or (isinstance(value, str | int | float) and str(value) in missing):
            continue
        return value
    return None


def is_missing(value: Any) -> bool:
    """None and what is empty."""
    return value in (None, "", [], {})


def members(record: Any, columns: Iterable[str]) -> list[Mapping[str, Any]]:
    """The objects of the first of the columns that lists any."""
    for column in columns:
        listed = dig(record, column)
        objects = [m for m in listed if isinstance(m, Mapping)] if isinstance(listed, list) else []
        if objects:
            return objects
    return []


def column_names(record: Any, prefix: str = "", depth: int = 0) -> Iterator[str]:
    """Every column of a record, nested ones with dots, those of a list as those of its first member."""
    if isinstance(record, list):
        record = next((m for m in record if isinstance(m, Mapping)), None)
    if not isinstance(record, Mapping) or depth > _DEEPEST:
        return
    for key, value in record.items():
        yield f"{prefix}{key}"
        yield from column_names(value, f"{prefix}{key}.", depth + 1)


def words_of(value: Any) -> list[str]:
    """The words of a cell or list: a list, objects with a name, or one cell parted by commas."""
    listed = value if isinstance(value, list) else str(value or "").split(",")
    named = [str(v.get("name", "") if isinstance(v, Mapping) else v).strip() for v in listed]
    return [n for n in named if n]


def matches(word: str, patterns: Iterable[str]) -> str | None:
    """What a label says under the first pattern that it fits: what ``*`` stands for, or all of it."""
    for pattern in patterns:
        if not fnmatchcase(word.lower(), pattern.lower()):
            continue
        head, star, tail = pattern.partition("*")
        if star and head and not tail:
            return word[len(head) :].strip() or word
        return word
    return None


def labelled(record: Any, labels: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Facts that the labels of a record state ("severity::2", "service/checkout", "SEV1")."""
    words = words_of(first_value(record, labels.get("column", ())))
    found: dict[str, Any] = {}
    for name, patterns in labels.items():
        said = [s for w in words if name != "column" and (s := matches(w, patterns))]
        if said:
            found[name] = said if name == "services" else said[0]
    return found


def named_values(record: Any, table: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a list of named values (milestones, time stamps, custom fields).

    Of several values of one name the earliest counts, of the resolution the latest.
    """
    held: dict[str, list[Any]] = {}
    for member in members(record, table["column"]):
        name, value = first_value(member, table["name"]), first_value(member, table["value"])
        if isinstance(name, str) and value is not None:
            held.setdefault(name.strip().lower(), []).append(value)
    found: dict[str, Any] = {}
    for fact, names in table["fields"].items():
        values = next((held[n.lower()] for n in names if n.lower() in held), None)
        if values is None:
            continue
        is_time = fact.endswith("_at") and len(values) > 1
        found[fact] = (max if fact == "resolved_at" else min)(values, key=str) if is_time else values[0]
    return found


def as_date(value: Any, formats: Iterable[str]) -> Any:
    """A date or time written in one of the formats, as ISO 8601; any other value as it is."""
    for written in formats if isinstance(value, str) else ():
        try:
            return datetime.strptime(value.strip(), written).isoformat()  # noqa: DTZ007 - its zone is the source's
        except ValueError:
            continue
    return value
