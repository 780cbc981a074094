"""Groups of records of one incident, and which of each is counted."""

from __future__ import annotations

import pandas as pd

from etl.analysis.link_groups import told_elsewhere

Link = tuple[str, str, str, float, str]


def told(*links: Link, documents: str = "", **fullness: int) -> dict[str, str]:
    """Record -> the record that is counted in its place. ``documents``: records of one file, as "b+c"."""
    frame = pd.DataFrame(list(links), columns=["incident_id", "other_id", "kind", "confidence", "origin"])
    names = sorted({*frame["incident_id"], *frame["other_id"]})
    files = dict.fromkeys(documents.split("+"), documents)
    rows = [(one, files.get(one, one), fullness.get(one, 1)) for one in names]
    records = pd.DataFrame(rows, columns=["incident_id", "document_id", "fullness"])
    return dict(told_elsewhere(frame, records).itertuples(index=False, name=None))


def found(one: str, other: str, confidence: float = 0.9) -> Link:
    return one, other, "same_incident", confidence, "found"


def said(one: str, other: str, kind: str) -> Link:
    return one, other, kind, 1.0, "person"


def test_the_fullest_is_counted_and_of_equals_the_first() -> None:
    """Three documents of one incident."""
    links = found("a", "b"), found("b", "c")
    assert told(*links, c=9) == {"a": "c", "b": "c"}
    assert told(*links) == {"b": "a", "c": "a"}


def test_what_is_only_possible_or_mentioned_joins_nothing() -> None:
    """Until a person says so."""
    assert told(("a", "b", "possible", 0.7, "found"), ("b", "c", "mentions", 1.0, "document")) == {}
    assert told(("a", "b", "possible", 0.7, "found"), said("a", "b", "same_incident")) == {"b": "a"}


def test_a_person_parts_what_was_found() -> None:
    """And keeps apart what a third record would join."""
    assert told(found("a", "b"), said("a", "b", "different")) == {}
    chain = found("a", "c", 0.95), found("b", "c", 0.85), said("a", "b", "different")
    assert told(*chain) == {"c": "a"}


def test_found_links_never_join_records_of_one_file() -> None:
    """The surer link stands; a person's word or a document's may join them all the same."""
    links = found("a", "b", 0.95), found("a", "c", 0.85)
    assert told(*links, documents="b+c") == {"b": "a"}
    assert told(*links, said("a", "c", "same_incident"), documents="b+c") == {"b": "a", "c": "a"}


def test_no_links_no_groups() -> None:
    """An empty table gives an empty one."""
    assert told() == {}
