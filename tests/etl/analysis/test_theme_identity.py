"""Themes keep their ids from one run to the next."""

import re

import pandas as pd

from etl.analysis.theme_identity import match_themes
from etl.analysis.theme_model import Themes


def themes_of(*members: list[str], second: tuple[int, str] | None = None) -> Themes:
    """Themes 0.. with these primary members."""
    rows = [(no, record, True, 0.1) for no, records in enumerate(members) for record in records]
    rows += [(second[0], second[1], False, 0.2)] if second else []
    return Themes(
        "cause",
        pd.DataFrame({"theme_no": range(len(members)), "central_ids": [sorted(records)[:3] for records in members]}),
        pd.DataFrame(rows, columns=["theme_no", "record_id", "is_primary", "distance"]),
    )


def old_of(**members: list[str]) -> pd.DataFrame:
    """Old members by theme id."""
    rows = [(theme_id, record) for theme_id, records in members.items() for record in records]
    return pd.DataFrame(rows, columns=["theme_id", "record_id"])


def test_a_theme_keeps_its_id_by_its_members() -> None:
    """Two new records and one lost leave it the same theme."""
    found = match_themes(old_of(c1=list("abc"), c2=list("xyz")), themes_of(list("xyzw"), list("abde")))
    assert found == {0: "c2", 1: "c1"}


def test_a_theme_with_few_old_members_is_new() -> None:
    """Jaccard 1/5 is under 0.3."""
    found = match_themes(old_of(c1=list("abc")), themes_of(list("ade")))
    assert found[0] != "c1"
    assert re.fullmatch(r"c[0-9a-f]{8}", found[0])


def test_ids_are_shared_out_for_the_best_total() -> None:
    """Hand calculation: taking 0-c1 (0.5) first would leave 1 without a match; 0-c2 and 1-c1 are better."""
    old = old_of(c1=list("abcd"), c2=list("efg"))
    assert match_themes(old, themes_of(list("abef"), list("cd"))) == {0: "c2", 1: "c1"}


def test_a_split_theme_leaves_its_id_to_one_part() -> None:
    """No id is given twice."""
    found = match_themes(old_of(c1=list("abcdef")), themes_of(list("abcd"), list("ef")))
    assert found[0] == "c1"
    assert found[1] != "c1"


def test_second_memberships_do_not_count() -> None:
    """Only primary members are the identity of a theme."""
    found = match_themes(old_of(c1=list("ab")), themes_of(list("ab"), list("xy"), second=(1, "a")))
    assert found[0] == "c1"


def test_a_new_id_never_collides_with_one_in_use() -> None:
    """The same central records under another old theme's id get a different id."""
    fresh = match_themes(old_of(), themes_of(list("ab")))[0]
    taken = match_themes(old_of(**{fresh: list("vwxyz")}), themes_of(list("ab")))[0]
    assert taken != fresh


def test_the_same_themes_get_the_same_new_ids() -> None:
    """A first load is repeatable."""
    assert match_themes(old_of(), themes_of(list("ab"))) == match_themes(old_of(), themes_of(list("ba")))


def test_no_themes_need_no_ids() -> None:
    """Nothing old, nothing new."""
    assert match_themes(old_of(c1=["a"]), Themes.none("cause")) == {}
