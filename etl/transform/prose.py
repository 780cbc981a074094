"""Running text: without its marks, and sentence by sentence."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"[*`]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|!?\[([^\]]*)\](?:\([^)\s]*\)|\[[^\]]*\])|<https?:[^>]*>")
_MARKED = re.compile(r"[*`_\[<]").search
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z`*\"'(\[])|\n+")
_ENDED = re.compile(r"[.!?][\"')\]]*\s|\n").search


_REMEMBERED = 2_000
"""The parts of one document are read by several readers; each text is cleaned and cut once."""


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """Text without Markdown marks; a link keeps its words."""
    if not _MARKED(text):
        return " ".join(text.split())
    return " ".join(_MARKS.sub(lambda m: m[1] or "", text).split())


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, in order."""
    return list(_sentences(text))


@lru_cache(maxsize=_REMEMBERED)
def _sentences(text: str) -> tuple[str, ...]:
    if not _ENDED(text):
        return (text.strip(),) if text.strip() else ()
    return tuple(s.strip() for s in _SENTENCE.split(text) if s and s.strip())


def gist(text: str | None, most_chars: int = 200) -> str:
    """The first sentences of a text, as many as fit (at least one), without Markdown marks; "" where there is none."""
    said = ""
    for sentence in sentences(text or ""):
        if said and len(said) + len(sentence) >= most_chars:
            break
        said = f"{said} {plain(sentence)}".strip()
    return said
