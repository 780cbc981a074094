"""Many patterns in one pass find what they find one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl.transform import actions, categories, inquiry, judge, labels, parts, spans, stages, timeline, zones
from etl.transform.patterns import AnyOf
from etl.transform.prose import plain, sentences

MODULES = (actions, categories, inquiry, judge, labels, parts, spans, stages, timeline, zones)
PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if hasattr(value, "words")
}
CASES = sorted((Path(__file__).parents[2] / "cases").glob("*/input.*"))
SENTENCES = sorted(
    {s for path in CASES for s in sentences(plain(path.read_text(encoding="utf-8", errors="replace")))}, key=len
)[:1500:12]
LISTS = {
    "actions": actions._ANY_ACTION,
    "methods": inquiry._ANY_METHOD,
    "kinds": timeline._ANY_KIND,
    "causes": categories.CAUSE._any,
    "triggers": categories.TRIGGER._any,
    "detection": categories.DETECTION._any,
}


@pytest.mark.parametrize("words", LISTS.values(), ids=LISTS)
def test_one_pass_finds_what_each_pattern_finds(words: AnyOf) -> None:
    """Over every sentence of the golden cases, with the patterns that need Python's engine."""
    n_hits = 0
    for path in CASES:
        for sentence in sentences(plain(path.read_text(encoding="utf-8", errors="replace"))):
            hits = {i for i, pattern in enumerate(words.patterns) if pattern.search(sentence)}
            assert hits <= set(words.among(sentence))
            assert {i for i in words.among(sentence) if words.patterns[i].search(sentence)} == hits
            n_hits += len(hits)
    assert n_hits > 0


def test_patterns_with_lookaround_are_kept() -> None:
    """ "a(?!b)" cannot be expressed by RE2: it is a candidate where "a" stands, and wherever RE2 knows other words."""
    words = AnyOf([r"\bone\b", r"two(?!th)"])
    assert words.among("nothing") == []
    assert words.among("a two-toothed saw, twoth") == [1]
    assert words.among("ONE Größe") == [0, 1]
    assert not words.patterns[1].search("twoth")


@pytest.mark.parametrize("name", sorted(name for name, value in PATTERNS.items()))
def test_a_pattern_finds_what_pythons_engine_finds(name: str) -> None:
    """Every pattern of the readers, over every sentence of the golden cases: the same places, or none in both."""
    pattern = PATTERNS[name]
    plainly = re.compile(pattern.pattern, pattern.flags if hasattr(pattern, "flags") else re.IGNORECASE | re.ASCII)
    for sentence in SENTENCES:
        found, expected = pattern.search(sentence), plainly.search(sentence)
        assert (found and (found.start(), found.end(), found[0])) == (expected and (*expected.span(), expected[0]))
