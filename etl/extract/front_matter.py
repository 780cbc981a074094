"""Front matter: the YAML (---) or TOML (+++) head of a document."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml

from etl.errors import RejectedError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD = re.compile(r"\A﻿?(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)^(?P=fence)[ \t]*$\r?\n?", re.DOTALL | re.MULTILINE)
_KEY_LINE = re.compile(r"^([A-Za-z_][\w .-]*?)\s*[:=]")


def split_front_matter(text: str) -> tuple[dict[str, Any], dict[str, int], str, int]:
    """``(facts, line of each fact, body, first line of the body)``; a document without a head has no facts.

    Raises RejectedError where a head is there and cannot be read.
    """
    match = _HEAD.match(text)
    if not match:
        return {}, {}, text, 1
    facts = _parse(match["fence"], match["head"])
    if facts is None:
        return {}, {}, text, 1
    lines: dict[str, int] = {}
    for number, line in enumerate(match["head"].split("\n"), start=2):
        if key := _KEY_LINE.match(line):
            lines.setdefault(key[1], number)
    return facts, lines, text[match.end() :], text.count("\n", 0, match.end()) + 1


def _parse(fence: str, head: str) -> dict[str, Any] | None:
    try:
        facts = tomllib.loads(head) if fence == "+++" else yaml.load(head, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        if "{{" in head:
            return {}
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else None
        problem = getattr(error, "problem", None) or "cannot be read"
        raise RejectedError(
            f"The YAML front matter is broken: {problem}",
            "Correct the lines between the two --- (a value with a colon needs quotes), then load again",
            line,
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise RejectedError(
            f"The TOML front matter is broken: {error}", "Correct the lines between the two +++, then load again", 2
        ) from error
    except ValueError:  # a date that is none, such as 2024-13-45: keep every value as it is written
        facts = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506
    except RecursionError as error:
        raise RejectedError("The front matter is nested too deeply", "Write it as plain lines of key: value", 2) from error
    return {str(k): v for k, v in facts.items()} if isinstance(facts, dict) else None
