"""Regular expressions that stay fast on long and on hostile text.

RE2 matches in time linear in the text, whatever the pattern, and is some twenty times faster than Python's own engine on
the long lists of words that reading postmortems takes. It has no lookaround; a pattern that needs one is tried with ``re``
where RE2 finds it without.

Nearly every line is plain ASCII. For those each pattern has a twin over bytes: the same automaton with a fraction of the
states, for a ``.`` is one byte there and not the four ways in which UTF-8 writes a character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, cast

import re2

_MEMORY_BYTES = 1 << 26
_REMEMBERED = 500
"""Lines of which is remembered what they hold: those of a few documents."""
_LOOKAROUND = re.compile(r"\(\?<?[=!](?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*\)")
"""A lookaround, with groups in it at most two deep."""
_END = re.compile(r"(?<!\\)\$")
"""For ``re`` a text ends before its last line feed, too."""
_KIND_OF_CHARACTER = re.compile(r"\\[wds]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_Among = Callable[[str], Sequence[int]]
"""Tells the places of those patterns that a text holds, in order."""


def worded(source: str) -> re.Pattern[str]:
    """Compile, ignoring case: with RE2 where it can express the pattern, with ``re`` where it cannot. Of RE2's patterns
    only named groups are kept."""
    try:
        return cast("re.Pattern[str]", _Words(source))
    except re2.error:
        return gated(re.compile(source, re.IGNORECASE))


def gated(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """A pattern of Python's engine that is tried on a text only where RE2 finds it without its lookaround. It must have no
    blanks of its own if it is verbose."""
    try:
        return cast("re.Pattern[str]", _Gated(pattern))
    except re2.error:
        return pattern


class _Words:
    """A pattern of RE2. Most texts do not match and most readers only ask whether one does: a set of one pattern tells that
    at a third of the price, and where the match stands is found when somebody asks."""

    def __init__(self, source: str) -> None:
        self.pattern = source
        self.words = source
        self._has_groups = "(?P<" in source
        self.number = 0
        """The place among those that are asked together."""
        self.among: _Among = _Set([source], re2.Set.SearchSet).hits

    def search(self, text: str) -> Any:
        return _Match(self, "search", text) if self.number in self.among(text) else None

    def match(self, text: str) -> Any:
        return _Match(self, "match", text) if self._at_start.hits(text) else None

    def finditer(self, text: str) -> Iterator[Any]:
        if self.number not in self.among(text):
            return iter(())
        if not text.isascii():
            return self._of_any.finditer(text)  # type: ignore[no-any-return]
        return (_Place(m) for m in self._of_ascii.finditer(text.encode()))

    def findall(self, text: str) -> list[Any]:
        return [m[0] for m in self.finditer(text)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of_any, name)

    def find(self, how: str, text: str) -> Any:
        """The place of a match that is known to be there."""
        if text.isascii():
            return _Place(getattr(self._of_ascii, how)(text.encode()))
        return getattr(self._of_any, how)(text)

    @cached_property
    def _at_start(self) -> _Set:
        return _Set([self.pattern], re2.Set.MatchSet)

    @cached_property
    def _of_ascii(self) -> Any:
        return re2.compile(_in_bytes(self.pattern), options=_options(is_ascii=True, keeps_groups=self._has_groups))

    @cached_property
    def _of_any(self) -> Any:
        return re2.compile(self.pattern, options=_options(keeps_groups=self._has_groups))


class _Gated:
    """See ``gated``. Beyond ASCII the two engines differ in what a word is, a digit and a blank, so there a pattern that
    asks for one has no gate."""

    def __init__(self, found: re.Pattern[str]) -> None:
        source = _END.sub(r"\\n?$", _LOOKAROUND.sub("", found.pattern))
        if found.flags & re.VERBOSE:
            source = re.sub(r"\s+", "", source.replace("\\ ", r"\x20")).replace("(?ix)", "")
        self.pattern = found.pattern
        self.words = source
        self._found = found
        self._is_of_ascii = bool(_KIND_OF_CHARACTER.search(source))
        self.number = 0
        self.among: _Among = _Set([source], re2.Set.SearchSet).hits

    def search(self, text: str) -> re.Match[str] | None:
        return self._found.search(text) if self.may_hold(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._found.finditer(text) if self.may_hold(text) else iter(())

    def findall(self, text: str) -> list[Any]:
        return self._found.findall(text) if self.may_hold(text) else []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._found, name)

    def may_hold(self, text: str) -> bool:
        return (self._is_of_ascii and not text.isascii()) or self.number in self.among(text)


def together(*patterns: re.Pattern[str]) -> _Among:
    """Patterns that are asked about the same lines: the first question about a line is answered for all of them.

    Returns what tells the places of those whose words a text holds, in order.
    """
    members = [cast("_Words | _Gated", p) for p in patterns]
    sources = _Set([m.words for m in members], re2.Set.SearchSet)
    found = lru_cache(maxsize=_REMEMBERED)(sources.hits)
    for number, member in enumerate(members):
        member.number, member.among = number, found
    return found


class _Place:
    """A match in the bytes of an ASCII text, as one in the text."""

    __slots__ = ("_match",)

    def __init__(self, match: Any) -> None:
        self._match = match

    def start(self) -> int:
        return self._match.start()  # type: ignore[no-any-return]

    def end(self) -> int:
        return self._match.end()  # type: ignore[no-any-return]

    def __getitem__(self, group: int | str) -> str | None:
        found = self._match[group.encode() if isinstance(group, str) else group]
        return None if found is None else found.decode("ascii")


class _Match:
    """A match whose place is looked for when it is asked for."""

    __slots__ = ("_how", "_place", "_text", "_words")

    def __init__(self, words: _Words, how: str, text: str) -> None:
        self._words, self._how, self._text, self._place = words, how, text, None

    def __getitem__(self, group: int | str) -> Any:
        return self._where()[group]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._where(), name)

    def _where(self) -> Any:
        if self._place is None:
            self._place = self._words.find(self._how, self._text)
        return self._place


class AnyOf:
    """Many patterns tried on a text in one pass: some twenty times faster than one after the other."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.patterns = tuple(map(worded, sources))
        self._gated = {i for i, p in enumerate(self.patterns) if hasattr(p, "may_hold")}
        self._found = together(*self.patterns)

    def among(self, text: str) -> Sequence[int]:
        """The places of the patterns that occur in the text, in order; those that RE2 cannot express may occur."""
        found = self._found(text)
        return found if text.isascii() else sorted(self._gated.union(found))


class _Set:
    """Which of several patterns a text holds."""

    def __init__(self, sources: Sequence[str], kind: Callable[[re2.Options], re2.Set]) -> None:
        self._sources, self._kind = sources, kind
        self._of_ascii = self._compiled(map(_in_bytes, sources), is_ascii=True)

    def hits(self, text: str) -> Sequence[int]:
        found: Any = self._of_ascii.Match(text.encode()) if text.isascii() else self._of_any.Match(text)
        return sorted(found) if found else []

    @cached_property
    def _of_any(self) -> re2.Set:
        return self._compiled(self._sources, is_ascii=False)

    def _compiled(self, sources: Any, *, is_ascii: bool) -> re2.Set:
        patterns = self._kind(_options(is_ascii=is_ascii))
        for source in sources:
            patterns.Add(source)
        patterns.Compile()
        return patterns


def _in_bytes(source: str) -> bytes:
    """The pattern for ASCII texts: a character beyond becomes one that such a text never holds."""
    return _BEYOND_ASCII.sub("\x80", source).encode("latin-1")


def _options(*, is_ascii: bool = False, keeps_groups: bool = False) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    options.never_capture = not keeps_groups
    if is_ascii:
        options.encoding = re2.Options.Encoding.LATIN1  # type: ignore[attr-defined]
    return options
