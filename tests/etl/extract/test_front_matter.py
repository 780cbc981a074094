"""The YAML or TOML head of a document."""

from __future__ import annotations

from datetime import date

import pytest

from etl.errors import RejectedError
from etl.extract.front_matter import split_front_matter
from etl.records import Problem


def test_yaml_and_toml_heads_are_read() -> None:
    """Both give the same facts, the line of each, and the body with its first line."""
    yaml = split_front_matter("---\ntitle: A\ndate: 2024-01-02\n---\n\nBody\n", [])
    toml = split_front_matter('+++\ntitle = "A"\ndate = 2024-01-02\n+++\n\nBody\n', [])
    assert yaml == toml == ({"title": "A", "date": date(2024, 1, 2)}, {"title": 2, "date": 3}, "\nBody\n", 5)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n---\n\nb\n",
        "---\nonly a rule above\n",
        "---\n\nDate: 2024-01-02\nWhere: a: b\n\n---\n\nb\n",
        "no head",
        "",
    ],
)
def test_a_document_without_a_head_is_all_body(text: str) -> None:
    """A rule in the text is no head."""
    assert split_front_matter(text, []) == ({}, {}, text, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\nowner: b: c\n---\nx", 3),
        ("---\ntitle: [a\n---\nx", None),
        ("---\na: *nowhere\n---\nx", 2),
        ("---\na: !!python/object:os.system {}\n---\nx", 2),
        ('+++\ntitle = "A"\nowner = \n+++\nx', 3),
        ("+++\na = 1\na = 2\n+++\nx", 3),
        ("+++\ndate = 2024-13-45\n+++\nx", 2),
    ],
    ids=[
        "colon in a value",
        "open bracket",
        "unknown alias",
        "python object",
        "no value",
        "key twice",
        "no date",
    ],
)
def test_a_broken_head_is_told_with_its_line(text: str, line: int | None) -> None:
    """The line is counted in the file, so that an editor can go there. The body is read all the same."""
    problems: list[Problem] = []
    assert split_front_matter(text, problems)[2] == "x"
    assert len(problems) == 1
    assert line is None or problems[0].line == line
    assert "load again" in problems[0].hint


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("---\nauthor: @kim\ndate: 2024-01-02\n---\nx", {"author": "@kim", "date": date(2024, 1, 2)}),
        ("---\ntitle: Down: why\ntags:\n  - a\n  - b\n---\nx", {"title": "Down: why", "tags": ["a", "b"]}),
        ("---\ntitle: [a\nteam: Pay\nby: *x\n---\nx", {"team": "Pay"}),
        ('+++\ntitle = "A"\nowner = Kim\n+++\nx', {"title": "A", "owner": "Kim"}),
    ],
    ids=["a name with @", "a colon in a title", "what opens and does not end is left out", "a text without quotes"],
)
def test_what_can_be_read_of_a_broken_head_is_kept(text: str, facts: dict[str, object]) -> None:
    """One bad line costs at most itself."""
    assert split_front_matter(text, [])[0] == facts


def test_a_date_that_is_none_keeps_the_document() -> None:
    """YAML reads 2024-13-45 as a date and fails: every value is then kept as it is written."""
    facts, _, _, _ = split_front_matter("---\nstarted_at: 2024-13-45\nservices: [a, b]\n---\nx", [])
    assert facts == {"started_at": "2024-13-45", "services": ["a", "b"]}


def test_aliases_that_stand_for_billions_are_refused() -> None:
    """The "billion laughs": a few lines of aliases that would fill the memory when written out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(RejectedError, match="repeats itself"):
        split_front_matter("---\n" + "\n".join([*lines, "title: *a9"]) + "\n---\nx", [])


@pytest.mark.parametrize(
    "head",
    [
        "---\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n",
        "---\na: " + "[" * 300 + "]" * 300 + "\n---\n",
        "---\na: &a [*a]\n---\n",
        "+++\na = " + "[" * 10_000 + "]" * 10_000 + "\n+++\n",
        "---\nd: 2024-13-45\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n",
    ],
    ids=["YAML very deep", "YAML deep", "YAML in a circle", "TOML deep", "YAML deep with a wrong date"],
)
def test_a_deep_head_is_refused(head: str) -> None:
    """Nesting that no person writes neither crashes nor hangs the load."""
    with pytest.raises(RejectedError, match="nested too deeply"):
        split_front_matter(head + "x", [])


def test_a_template_in_the_head_is_no_error() -> None:
    """A site generator's template holds {{ }} in its head: the body is still judged."""
    assert split_front_matter("---\ntitle: {{ replace .Name }}\n---\nx", [])[0] == {}


def test_a_value_that_begins_with_a_reserved_mark_is_read() -> None:
    """People write ``authors: @someone``."""
    facts, _, _, _ = split_front_matter("---\ntitle: A\nauthors: @ana\nteams:\n  - @tills\n---\nx", [])
    assert facts == {"title": "A", "authors": "@ana", "teams": ["@tills"]}
