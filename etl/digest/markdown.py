"""A digest as Markdown. Pure. What comes from documents is escaped: it can neither format nor link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.digest.records import Digest, Item
from etl.digest.words import NOTHING, one_line, window_in_words

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|$&])")
_UNSAFE_IN_LINK = {
    " ": "%20",
    "(": "%28",
    ")": "%29",
    "<": "%3C",
    ">": "%3E",
    "\\": "%5C",
    "\n": "",
    "\r": "",
    '"': "%22",
}


def title(digest: Digest) -> str:
    """The digest's name, also the subject of its e-mail."""
    return f"Refrain: what changed, {window_in_words(digest.window.first, digest.window.last)}"


def escaped(text: str) -> str:
    """A text from a document on one line, every character with a meaning in Markdown escaped."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def markdown(digest: Digest) -> str:
    """The whole digest."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# {title(digest)}"
    if digest.is_empty:
        yield from ("", NOTHING)
    for section in digest.sections:
        yield from ("", f"## {section.heading}", "", f"_{section.meaning}_", "")
        yield from (_line(item) for item in section.items)
    for note in digest.notes:
        yield from ("", f"> {note}")
    if digest.link:
        yield from ("", f"[Open Refrain]({_target(digest.link)})")


def _line(item: Item) -> str:
    name = f"**{escaped(item.title)}**"
    parts = [_linked(name, item.link), *(escaped(fact) for fact in item.facts)]
    if item.incident_title:
        parts.append(f"filed after {escaped(item.incident_title)}")
    if item.owner:
        parts.append(f"owner: {escaped(item.owner)}")
    if item.tracker:
        parts.append(_linked("tracker", item.tracker))
    return f"- {'; '.join(parts)}"


def _linked(text: str, url: str | None) -> str:
    return f"[{text}]({_target(url)})" if url else text


def _target(url: str) -> str:
    return "".join(_UNSAFE_IN_LINK.get(c, c) for c in url)
