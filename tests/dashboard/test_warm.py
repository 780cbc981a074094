"""Warming up: the first visitor finds what the first pages ask; what cannot be opened stops nothing."""

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse
from dashboard.warm import warm_up

APP = Path(warehouse.__file__).with_name("app.py")


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
    monkeypatch.setenv("REFRAIN_WAREHOUSES", str(example_warehouse))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert page.metric[0].value == "60"
