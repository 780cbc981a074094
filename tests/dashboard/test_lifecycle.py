"""The parts of an incident's life, against the same counts made by hand from the five times."""

import datetime as dt
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard import measures
from dashboard.filters import Filters
from dashboard.findings import lifecycle_title
from dashboard.warehouse import Source, current_build
from dashboard.words import LIFE

AS_OF = dt.date(2026, 6, 30)
ENDS = {
    "detect": ("started", "detected"),
    "diagnose": ("detected", "diagnosed"),
    "mitigate": ("diagnosed", "mitigated"),
    "resolve": ("mitigated", "resolved"),
}


def by_hand(warehouse: Path, part: str) -> tuple[list[float], int]:
    """The minutes of one part, and how many are negative."""
    first, second = ENDS[part]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            f"SELECT epoch({second}_at) - epoch({first}_at) FROM incidents WHERE is_incident"  # noqa: S608 - our names
            f" AND {first}_precision <> 'day' AND {second}_precision <> 'day' AND {second}_at IS NOT NULL"
            f" AND {first}_at IS NOT NULL"
        ).fetchall()
    minutes = [seconds / 60 for (seconds,) in rows]
    return [value for value in minutes if value >= 0], sum(value < 0 for value in minutes)


@pytest.mark.parametrize("part", ENDS)
def test_each_part_has_its_own_incidents(part: str, example_warehouse: Path) -> None:
    """Median by NumPy, n by counting; what came first is counted apart from what is not stated."""
    build = current_build(Source("Example", example_warehouse))
    row = measures.lifecycle(build, Filters(end=AS_OF, as_of=AS_OF)).set_index("part").loc[part]
    minutes, n_negative = by_hand(example_warehouse, part)
    assert row["minutes"] == np.median(minutes)
    assert row["n"] == len(minutes)
    assert row["n_first"] == (n_negative if part == "mitigate" else 0)
    assert row["n"] + row["n_first"] + row["n_not"] == 60


def test_no_part_is_called_the_longest_where_intervals_overlap() -> None:
    """36 minutes (33 to 43) against 33 (27 to 39)."""
    parts = pd.DataFrame(
        [("detect", 11.0, 10.0, 13.0, 50), ("diagnose", 33.0, 27.0, 39.0, 50), ("resolve", 36.0, 33.0, 43.0, 50)],
        columns=["part", "minutes", "low", "high", "n"],
    )
    assert lifecycle_title(parts, LIFE) == (
        "No part clearly takes longest: 36 min for mitigation to resolution, "
        "but detection to diagnosis may take as long"
    )
    assert lifecycle_title(parts.iloc[:2], LIFE) == "Detection to diagnosis takes longest: 33 min at the median"
    assert lifecycle_title(parts.iloc[:1], LIFE).endswith("too few incidents state the ends of two parts")
