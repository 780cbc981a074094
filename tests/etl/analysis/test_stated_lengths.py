"""Stated lengths against measured ones, by hand."""

import pandas as pd

from etl.analysis.stated_lengths import disagreeing_lengths


def test_only_what_is_farther_than_its_rounding_disagrees() -> None:
    """88 against 88; 88 against 148; "1 hour" may be 80 minutes, not 100; ten minutes are too few."""
    rows = pd.DataFrame(
        {
            "field": ["time_to_repair", "time_to_repair", "duration", "duration", "time_to_detect", "duration"],
            "quote": [
                "Time to recovery: 88 minutes",
                "Time to recovery: 88 minutes",
                "Duration: 1 hour",
                "Duration: 1 hour",
                "Time to detect: 5 minutes",
                "Duration: a while",
            ],
            "minutes": [88, 148, 80, 100, 15, 30],
        }
    )
    found = disagreeing_lengths(rows)
    assert found.index.tolist() == [1, 3]
    assert found["stated_minutes"].tolist() == [88, 60]
    assert found["minutes_apart"].tolist() == [60, 40]


def test_no_stated_length_is_no_disagreement() -> None:
    """An empty frame stays one, with the columns that a page reads."""
    found = disagreeing_lengths(pd.DataFrame(columns=["field", "quote", "minutes"]))
    assert found.empty
    assert {"stated_minutes", "minutes_apart"} <= set(found)
