"""Running text: without its marks, and sentence by sentence."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[*`]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|!?\[([^\]]*)\]\([^)\s]*\)|<https?:[^>]*>")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z`*\"'(\[])|\n+")


def plain(text: str) -> str:
    """Text without Markdown marks; a link keeps its words."""
    return " ".join(_MARKS.sub(lambda m: m[1] or "", text).split())


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, in order."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]
