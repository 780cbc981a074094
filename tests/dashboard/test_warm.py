"""Warming up: the first visitor finds what the first pages ask; what cannot be opened stops nothing."""

import os
from pathlib import Path

import pytest

from dashboard import warehouse
from dashboard.filters import Filters
from dashboard.warehouse import current_build, query, sources
from dashboard.warm import ASKED_FIRST, warm_up


def test_after_warming_up_the_first_page_asks_no_warehouse(
    example_warehouse: Path, empty_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing and a broken warehouse are passed over; the others answer from memory."""
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no warehouse")
    paths = [tmp_path / "missing.duckdb", broken, empty_warehouse, example_warehouse]
    monkeypatch.setenv("REFRAIN_WAREHOUSES", os.pathsep.join(map(str, paths)))
    warm_up()

    def fail(*_: object) -> None:
        pytest.fail("the warehouse was asked again")

    monkeypatch.setattr(warehouse, "opened", fail)
    build = current_build(sources()[-1])
    filters = Filters(end=build.as_of, as_of=build.as_of)
    answers = {name: query(build, name, filters.parameters()) for name in ASKED_FIRST}
    assert int(answers["overview"].iloc[0]["n_incidents"]) == 60
