"""Many patterns in one pass find what they find one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.transform import actions, categories, inquiry, timeline
from etl.transform.patterns import AnyOf
from etl.transform.prose import plain, sentences

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*/input.*"))
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
    """Over every sentence of the golden cases; a pattern that needs Python's engine is always a candidate."""
    n_hits = 0
    for path in CASES:
        for sentence in sentences(plain(path.read_text(encoding="utf-8", errors="replace"))):
            hits = {i for i, pattern in enumerate(words.patterns) if pattern.search(sentence)}
            assert hits <= set(words.among(sentence))
            assert {i for i in words.among(sentence) if words.patterns[i].search(sentence)} == hits
            n_hits += len(hits)
    assert n_hits > 0


def test_patterns_with_lookaround_are_kept() -> None:
    """ "a(?!b)" cannot be expressed by RE2."""
    words = AnyOf([r"\bone\b", r"two(?!th)"])
    assert words.among("nothing") == [1]
    assert words.among("ONE") == [0, 1]
