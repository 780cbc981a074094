"""Running text: without its marks, and sentence by sentence."""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"[*`]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|!?\[([^\]]*)\](?:\([^)\s]*\)|\[[^\]]*\])|<https?:[^>]*>")
_MARKED = re.compile(r"[*`_\[<]").search
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<=[.!?])[\"')\]]*\s+(?=[A-Z`*\"'(\[]))")


_REMEMBERED = 2_000
"""The parts of one document are read by several readers; each text is cleaned and cut once."""


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """Text without Markdown marks; a link keeps its words."""
    if not _MARKED(text):
        return " ".join(text.split())
    return " ".join(_MARKS.sub(lambda m: m[1] or "", text).split())


@lru_cache(maxsize=_REMEMBERED)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, in order."""
    found, begin = [], 0
    for end in _SENTENCE_END.finditer(text):
        at = end.start()
        found.append(text[begin : at if text[at] == "\n" else at + 1])
        begin = end.end()
    found.append(text[begin:])
    return tuple([clean for s in found if (clean := s.strip())])


def gist(text: str | None, most_chars: int = 200) -> str:
    """The first sentences of a text, as many as fit (at least one), without Markdown marks; "" where there is none."""
    said = ""
    for sentence in sentences(text or ""):
        if said and len(said) + len(sentence) >= most_chars:
            break
        said = f"{said} {plain(sentence)}".strip()
    return said
