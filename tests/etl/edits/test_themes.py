"""What people make of the themes that were found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from etl.edits.records import Edit
from etl.edits.themes import Named, apply_theme_edits

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def found(**themes: str) -> Named:
    """Cause themes by id, each with its members as letters."""
    members = pd.DataFrame(
        [(t, "cause", m, None, True, 0.1 * n) for t, ms in themes.items() for n, m in enumerate(ms)],
        columns=["theme_id", "kind", "incident_id", "follow_up_id", "is_primary", "distance"],
    )
    rows = [
        {"theme_id": t, "kind": "cause", "label": t.upper(), "n_members": len(m), "central_ids": list(m[:3])}
        for t, m in themes.items()
    ]
    return Named(pd.DataFrame(rows), members)


def theme(key: str, field: str, value: Any, had: str = "", **reference: Any) -> Edit:
    reference = {"kind": "cause", "members": list(had), **reference}
    return Edit(1, "e", NOW, "Ana", "theme", key, field, 1, value, False, None, None, reference)


def move(record: str, to: str | None) -> Edit:
    return Edit(1, "e", NOW, "Ana", "theme_member", f"cause|{record}", "theme_id", 1, to, False, None, None, {})


def applied(start: Named, *edits: Edit) -> tuple[dict[str, str], dict[str, str], Named]:
    """Members and labels by theme."""
    ids: Mapping[tuple[str, str], str] = {(e.subject, e.record_key): e.record_key.rpartition("|")[2] for e in edits}
    named = apply_theme_edits(start, edits, ids, {letter: letter for letter in "abcdefghij"})
    by_theme = named.members[named.members["is_primary"]].groupby("theme_id")["incident_id"].agg(sorted).map("".join)
    labels = dict(zip(named.themes["theme_id"], named.themes["label"], strict=True))
    assert dict(zip(named.themes["theme_id"], named.themes["n_members"], strict=True)) == by_theme.map(len).to_dict()
    return by_theme.to_dict(), labels, named


def test_a_name_given_by_a_person_stays() -> None:
    _, labels, _ = applied(found(t1="abc", t2="de"), theme("t1", "label", "Expired certificates"))
    assert labels == {"t1": "Expired certificates", "t2": "T2"}


def test_merged_themes_are_one_through_any_number_of_merges() -> None:
    edits = theme("t1", "merged_into", "t2"), theme("t2", "merged_into", "t3")
    members, labels, _ = applied(found(t1="ab", t2="cd", t3="ef"), *edits)
    assert members == {"t3": "abcdef"}
    assert labels == {"t3": "T3"}


def test_themes_merged_into_each_other_do_not_go_round_for_ever() -> None:
    edits = theme("t1", "merged_into", "t2"), theme("t2", "merged_into", "t1")
    members, _, _ = applied(found(t1="ab", t2="cd"), *edits)
    assert sorted("".join(members.values())) == list("abcd")


def test_an_incident_moved_to_another_theme_or_out_of_all_goes_there() -> None:
    members, _, named = applied(found(t1="abc", t2="de"), move("a", "t2"), move("d", None), move("j", "t1"))
    assert members == {"t1": "bcj", "t2": "ae"}
    assert named.themes.set_index("theme_id").loc["t1", "central_ids"] == ["j", "b", "c"]


def test_a_theme_split_off_has_its_members_and_name() -> None:
    own = theme("own-1", "members", ["a", "b"], label="Certificates of partners")
    members, labels, _ = applied(found(t1="abcd"), own)
    assert members == {"t1": "cd", "own-1": "ab"}
    assert labels["own-1"] == "Certificates of partners"


def test_a_pinned_theme_keeps_its_members_when_the_clustering_finds_others() -> None:
    pinned = theme("t1", "members", ["a", "b", "c"], label="Certificates")
    assert applied(found(t1="abx", t2="cde"), pinned)[0] == {"t1": "abcx", "t2": "de"}
    assert applied(found(t7="abde"), pinned)[0] == {"t1": "abc", "t7": "de"}


def test_edits_of_a_theme_found_no_longer_go_to_the_one_that_holds_most_of_its_members() -> None:
    renamed = theme("t1", "label", "Certificates", had="abc")
    assert applied(found(t9="abd", t2="c"), renamed)[1]["t9"] == "Certificates"


def test_an_edit_whose_theme_is_scattered_waits() -> None:
    renamed = theme("t1", "label", "Certificates", had="abcd")
    _, labels, named = applied(found(t8="a", t9="b", t2="e"), renamed)
    assert "Certificates" not in labels.values()
    assert named.waiting == (renamed,)


def test_records_that_are_gone_are_left_out() -> None:
    assert applied(found(t1="ab"), move("z", "t1"), theme("own-1", "members", ["z"]))[0] == {"t1": "ab"}


def test_a_second_theme_is_no_longer_second_when_it_becomes_the_first() -> None:
    start = found(t1="ab", t2="cd")
    second = pd.DataFrame([("t2", "cause", "a", None, False, 0.9)], columns=list(start.members))
    start = Named(start.themes, pd.concat([start.members, second], ignore_index=True))
    _, _, named = applied(start, move("a", "t2"))
    assert named.members[named.members["incident_id"] == "a"]["is_primary"].tolist() == [True]
