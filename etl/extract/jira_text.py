"""Jira's own text forms to Markdown: wiki notation (CSV, REST v2) and Atlassian documents (REST v3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

_HEADING = re.compile(r"^h([1-6])\.\s+", re.MULTILINE)
_ITEM = re.compile(r"^(?P<marks>[*#]{1,6}|-)\s+", re.MULTILINE)
_HEADER_ROW = re.compile(r"^\|\|(?P<cells>.+?)\|\|[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"\[(?P<text>[^\[\]|\n]{1,300})\|(?P<url>https?://[^\]\s|]+)(?:\|[^\]]*)?\]")
_CODE_MARK = re.compile(r"\{(?:code|noformat)(?::[^}\n]{0,100})?\}")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
_MACRO = re.compile(r"\{(?:color|quote|panel|anchor|toc)(?::[^}\n]{0,200})?\}")
_TASK = {"DONE": "[x]", "TODO": "[ ]"}


def jira_to_markdown(body: Any) -> str:
    """The Markdown of a description: wiki text, or an Atlassian document as a nested object."""
    if isinstance(body, Mapping):
        return "\n\n".join(block for node in body.get("content") or [] if (block := _block(node, 0))).strip()
    return _wiki(str(body or ""))


def _wiki(text: str) -> str:
    text = _fenced(text.replace("\r\n", "\n"))
    text = _MACRO.sub("", text)
    text = _BOLD.sub(r"**\g<text>**", text)
    text = _ITEM.sub(lambda m: "  " * (len(m["marks"]) - 1) + "- ", text)
    text = _HEADING.sub(lambda m: "\n" + "#" * int(m[1]) + " ", text)
    text = _HEADER_ROW.sub(_header_row, text)
    text = _LINK.sub(r"[\g<text>](\g<url>)", text)
    return text.strip()


def _fenced(text: str) -> str:
    """Code between two marks as fenced code; a mark without a second one is dropped."""
    pieces = _CODE_MARK.split(text)
    if len(pieces) % 2 == 0:
        pieces[-2:] = ["".join(pieces[-2:])]
    return "".join(f"\n```\n{p.strip()}\n```\n" if n % 2 else p for n, p in enumerate(pieces))


def _header_row(match: re.Match[str]) -> str:
    cells = match["cells"].split("||")
    return f"\n|{'|'.join(cells)}|\n|{'---|' * len(cells)}"


def _block(node: Any, depth: int) -> str:
    if not isinstance(node, Mapping) or depth > 40:
        return ""
    children = node.get("content") or []
    attributes = node.get("attrs") or {}
    match node.get("type"):
        case "heading":
            return "#" * int(attributes.get("level", 2)) + " " + _inline(children)
        case "paragraph":
            return _inline(children)
        case "codeBlock":
            return f"```\n{_inline(children)}\n```"
        case "bulletList" | "orderedList" | "taskList" | "decisionList":
            return "\n".join(_items(children, depth))
        case "table":
            return "\n".join(_rows(children, depth))
        case "text" | "hardBreak":
            return _inline([node])
        case _:
            return "\n\n".join(block for child in children if (block := _block(child, depth + 1)))


def _items(children: list[Any], depth: int) -> Iterator[str]:
    for item in (c for c in children if isinstance(c, Mapping)):
        if item.get("type") in ("taskList", "bulletList", "orderedList"):
            yield "  " + _block(item, depth + 1).replace("\n", "\n  ")
            continue
        box = _TASK.get(str((item.get("attrs") or {}).get("state")), "")
        inner = item.get("content") or []
        is_inline = all(isinstance(c, Mapping) and c.get("type") in _INLINE for c in inner)
        text = _inline(inner) if is_inline else "\n".join(_block(c, depth + 1) for c in inner)
        yield f"- {box} ".rstrip() + " " + text.replace("\n", "\n  ")


def _rows(children: list[Any], depth: int) -> Iterator[str]:
    for number, row in enumerate(c for c in children if isinstance(c, Mapping)):
        cells = [" ".join(_block(c, depth + 1).split()).replace("|", "\\|") for c in row.get("content") or []]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield "|" + "---|" * len(cells)


_INLINE = frozenset({"text", "hardBreak", "date", "status", "mention", "emoji", "inlineCard"})


def _inline(nodes: list[Any]) -> str:
    return "".join(_word(n) for n in nodes if isinstance(n, Mapping))


def _word(node: Mapping[str, Any]) -> str:
    attributes = node.get("attrs") or {}
    match node.get("type"):
        case "hardBreak":
            return "\n"
        case "date":
            return _date(attributes.get("timestamp"))
        case "inlineCard":
            return str(attributes.get("url", ""))
        case "status" | "mention" | "emoji":
            return str(attributes.get("text", ""))
    text = str(node.get("text", ""))
    for mark in node.get("marks") or []:
        kind = mark.get("type") if isinstance(mark, Mapping) else None
        if kind == "strong" and text.strip():
            text = f"**{text.strip()}**"
        elif kind == "strike" and text.strip():
            text = f"~~{text.strip()}~~"
        elif kind == "link" and str(url := (mark.get("attrs") or {}).get("href", "")).startswith("http"):
            text = f"[{text}]({url})"
    return text


def _date(milliseconds: Any) -> str:
    """The civil day of a date that a document holds as milliseconds since 1970 (UTC)."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date().isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
