"""Themes put into words."""

import pandas as pd

from dashboard.theme_findings import move_sentences, split_title, splits, value_table
from dashboard.triage import accuracy_in_words
from etl.analysis.triage import Accuracy

COUNTS = pd.DataFrame(
    [
        ("Full disks", "unknown", 5),
        ("DNS failures", "unknown", 4),
        (None, "unknown", 3),
        ("Caches", "unknown", 1),
        ("Full disks", "capacity", 9),
        ("DNS failures", "capacity", 2),
    ],
    columns=["theme", "value", "n_incidents"],
)


def test_the_title_tells_where_a_category_hides_several_problems() -> None:
    """A theme of one incident is no problem of its own; "no theme" is none either."""
    assert split_title(splits(COUNTS), "cause_category") == (
        "9 of 13 incidents whose kind of cause is unknown fall into two themes: Full disks (5) and DNS failures (4)"
    )


def test_a_category_that_is_one_theme_hides_nothing() -> None:
    """Capacity stands for full disks alone."""
    only = COUNTS[COUNTS["value"] == "capacity"]
    assert splits(only) == []
    assert split_title([], "trigger") == "Each trigger with enough incidents stands for one theme"


def test_the_table_has_no_theme_last() -> None:
    """Rows and columns by their sums; every incident is counted once."""
    table = value_table(COUNTS)
    assert list(table.index) == ["Full disks", "DNS failures", "Caches", "No theme"]
    assert list(table.columns) == ["unknown", "capacity"]
    assert int(table.to_numpy().sum()) == 24


def test_moves_are_told_in_sentences() -> None:
    """Themes first, then newcomers, then the largest moves."""
    rows = [
        ("new_theme", None, "DNS failures"),
        ("vanished_theme", "Caches", None),
        ("renamed_theme", "Disks", "Full disks"),
        ("arrived", None, "Full disks"),
        ("arrived", None, "Full disks"),
        ("moved", "Caches", "Full disks"),
        ("moved", "Caches", "Full disks"),
        ("joined", None, "DNS failures"),
        ("left", "Full disks", None),
    ]
    moves = pd.DataFrame(rows, columns=["change", "from_label", "to_label"])
    assert move_sentences(moves, "incident") == [
        "New theme: **DNS failures**",
        "No longer a theme: **Caches**",
        "**Disks** is now called **Full disks**",
        "2 new incidents came into themes that are there: Full disks (2)",
        "2 incidents moved from **Caches** to **Full disks**",
        "1 incident that had no theme joined **DNS failures**",
        "1 incident left **Full disks** and has no theme now",
    ]


def test_a_tree_that_knows_nothing_says_so() -> None:
    """Below the baseline, above it by chance, and above it beyond chance."""
    assert "tell no more than that" in accuracy_in_words(Accuracy(100, 20, 25, 40, 45))
    assert "may be chance" in accuracy_in_words(Accuracy(100, 27, 25, 47, 45))
    assert "better than that" in accuracy_in_words(Accuracy(100, 60, 25, 80, 45))
