"""Front matter: the YAML (---) or TOML (+++) head of a document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml

from etl.errors import RejectedError
from etl.records import Problem

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD = re.compile(
    r"\A﻿?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)^(?P=fence)[ \t]*$\r?\n?", re.DOTALL | re.MULTILINE
)
_TOML_LINE = re.compile(r"\(at line (\d+)")
_RULED_OFF = re.compile(r"\A\s*\n|^#{1,4} \S", re.MULTILINE)
"""What stands between two thematic breaks is text, no head, where it begins with a blank line or has headings."""
_MOST_VALUES = 10_000
_DEEPEST = 20
_KEY_LINE = re.compile(r"^([A-Za-z_][\w .-]*?)\s*[:=]")
_ENTRY = re.compile(r"^(?P<key>[A-Za-z_][\w .-]*?)\s*[:=](?P<value>.*(?:\n(?:[ \t-].*|(?=\n)))*)", re.MULTILINE)
"""A key with its value: the rest of its line, and the lines indented below it."""
_OPENS_MORE = "[{&*!|>"
"""What begins a list, a mapping, an alias or a tag: no text as it is written."""


def split_front_matter(text: str, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, int], str, int]:
    """``(facts, line of each fact, body, first line of the body)``; a document without a head has no facts.

    Of a broken head those entries are kept that can be read alone, and what is wrong is added to ``problems``. Raises
    RejectedError where a head is nested so deeply that nobody wrote it.
    """
    match = _HEAD.match(text)
    if not match:
        return {}, {}, text, 1
    facts = _parse(match["fence"], match["head"], problems)
    if facts is None:
        return {}, {}, text, 1
    if not _is_plain(facts):
        raise _too_deep()
    lines: dict[str, int] = {}
    for number, line in enumerate(match["head"].split("\n"), start=2):
        if key := _KEY_LINE.match(line):
            lines.setdefault(key[1], number)
    return facts, lines, text[match.end() :], text.count("\n", 0, match.end()) + 1


def _parse(fence: str, head: str, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        facts = tomllib.loads(head) if fence == "+++" else yaml.load(head, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        if "{{" in head:
            return {}
        if _RULED_OFF.search(head):
            return None
        facts = _with_quotes(head)
        if facts is None:
            problems.append(_broken_yaml(error))
            facts = dict(_entry_by_entry(fence, head))
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        if fence == "+++":
            problems.append(_broken_toml(error))
            facts = dict(_entry_by_entry(fence, head))
        else:
            facts = _as_written(head)
    return {str(k): v for k, v in facts.items()} if isinstance(facts, dict) else None


_RESERVED = re.compile(r"^([ \t]*(?:-[ \t]+)?(?:[A-Za-z_][\w .-]*:[ \t]+)?)([@`%][^\n\"]*?)[ \t]*$", re.MULTILINE)
"""A value that begins with a mark that YAML keeps for itself: ``authors: @someone``."""


def _with_quotes(head: str) -> Any:
    """The head read with such values in quotes; None where it is broken all the same."""
    try:
        return yaml.load(_RESERVED.sub(r'\1"\2"', head), Loader=_Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _entry_by_entry(fence: str, head: str) -> Iterator[tuple[str, Any]]:
    """The entries of a broken head: each as it reads alone, else one line's value as it is written."""
    for entry in _ENTRY.finditer(head):
        key, value = entry["key"], entry["value"].strip()
        try:
            alone = tomllib.loads(entry[0]) if fence == "+++" else yaml.load(entry[0], Loader=_Loader)  # noqa: S506
            yield key, alone[key]
        except RecursionError as error:
            raise _too_deep() from error
        except (yaml.YAMLError, ValueError, KeyError, TypeError):
            if value and "\n" not in value and value[0] not in _OPENS_MORE:
                yield key, value.strip("\"'")


def _as_written(head: str) -> Any:
    """Every value as it is written: what becomes of a date such as 2024-13-45 is not settled here."""
    try:
        return yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506
    except RecursionError as error:
        raise _too_deep() from error


def _is_plain(facts: dict[str, Any]) -> bool:
    """Few values and shallow ones, also with each YAML alias written out (a few lines can stand for billions)."""
    waiting: list[tuple[Any, int]] = [(facts, 0)]
    n_seen = 0
    while waiting:
        value, depth = waiting.pop()
        n_seen += 1
        if n_seen > _MOST_VALUES or depth > _DEEPEST:
            return False
        if isinstance(value, dict):
            waiting += [(v, depth + 1) for v in value.values()]
        elif isinstance(value, list | tuple | set):
            waiting += [(v, depth + 1) for v in value]
    return True


def _too_deep() -> RejectedError:
    problem = "The front matter is nested too deeply, or repeats itself"
    return RejectedError(problem, "Write it as plain lines of key: value", 2)


def _broken_yaml(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    return Problem(
        mark.line + 2 if mark else None,
        f"The YAML front matter is broken: {getattr(error, 'problem', None) or 'cannot be read'}",
        "Correct the lines between the two --- (a value with a colon needs quotes), then load again",
    )


def _broken_toml(error: ValueError) -> Problem:
    at = _TOML_LINE.search(str(error))
    return Problem(
        int(at[1]) + 1 if at else 2,
        f"The TOML front matter is broken: {error}",
        "Correct the lines between the two +++, then load again",
    )
