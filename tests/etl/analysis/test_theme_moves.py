"""What moved between themes from one build to the next."""

import pandas as pd

from etl.analysis.theme_moves import MOVE_COLUMNS, ThemeState, compare_themes


def state(themes: dict[str, str], members: dict[str, str], records: str) -> ThemeState:
    """Labels by theme, themes by record, and one letter per record."""
    return ThemeState(
        pd.DataFrame(themes.items(), columns=["theme_id", "label"]),
        pd.DataFrame(members.items(), columns=["record_id", "theme_id"]),
        frozenset(records),
    )


BEFORE = state({"c1": "Full disks", "c2": "Caches"}, {"a": "c1", "b": "c1", "c": "c2", "x": "c2"}, "abcdx")
AFTER = state(
    {"c1": "Full disks and logs", "c3": "DNS failures"}, {"a": "c1", "b": "c3", "d": "c3", "e": "c1"}, "abcde"
)


def found() -> dict[tuple[str, str | None], tuple[str | None, str | None]]:
    """(change, record) -> the labels on both sides."""
    moves = compare_themes(BEFORE, AFTER)
    return {(row.change, row.record_id): (row.from_label, row.to_label) for row in moves.itertuples()}


def test_each_change_is_told_with_the_names_of_its_time() -> None:
    """New, vanished and renamed themes; records that arrived, joined, left and moved."""
    assert found() == {
        ("new_theme", None): (None, "DNS failures"),
        ("vanished_theme", None): ("Caches", None),
        ("renamed_theme", None): ("Full disks", "Full disks and logs"),
        ("moved", "b"): ("Full disks", "DNS failures"),
        ("left", "c"): ("Caches", None),
        ("joined", "d"): (None, "DNS failures"),
        ("arrived", "e"): (None, "Full disks and logs"),
    }


def test_a_record_that_is_gone_is_not_a_move() -> None:
    """Its document was deleted; its theme did not lose it by a decision."""
    assert not [record for _, record in found() if record == "x"]


def test_nothing_changed_is_no_row() -> None:
    """The same build twice, and two builds without themes."""
    nothing = state({}, {}, "ab")
    for one in (BEFORE, nothing):
        moves = compare_themes(one, one)
        assert moves.empty
        assert tuple(moves.columns) == MOVE_COLUMNS
