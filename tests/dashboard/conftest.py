"""Two warehouses for the page tests: sixty invented incidents, and none at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st

from etl.load.merge import merged_key
from etl.load.warehouse import MARTS, layout
from tests.dashboard.fixture_rows import AS_OF, Rows, example_rows

ROOT = Path(__file__).parents[2]
APP = ROOT / "dashboard" / "app.py"


def build_warehouse(path: Path, rows: Rows) -> Path:
    """Schema, rows and marts, as the loader builds them."""
    sql = ROOT / "etl" / "sql"
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET timezone = 'UTC'")
        connection.execute((sql / "schema.sql").read_text())
        for table, records in rows.tables.items():
            frame = pd.DataFrame(records)
            connection.register("frame", frame)
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM frame")  # noqa: S608 - our own table names
            connection.unregister("frame")
        connection.execute("CREATE SCHEMA mart")
        for name in MARTS:
            body = (sql / "marts" / f"{name}.sql").read_text()
            connection.execute(f"CREATE TABLE mart.{name} AS {body}")
        connection.execute(
            "UPDATE builds SET merged = $merged, layout = $layout", {"merged": merged_key(0), "layout": layout()}
        )
    return path


@pytest.fixture(scope="session")
def example_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a warehouse of sixty invented incidents."""
    return build_warehouse(tmp_path_factory.mktemp("warehouse") / "example.duckdb", example_rows())


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a warehouse that was built from nothing."""
    rows = Rows()
    rows.add(
        "builds",
        build_id="b0",
        built_at=dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC),
        as_of=AS_OF,
        refrain_version="0.1.0",
        n_documents=0,
        is_example=False,
    )
    return build_warehouse(tmp_path_factory.mktemp("warehouse") / "empty.duckdb", rows)


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """No test sees what another one cached."""
    st.cache_data.clear()
    st.cache_resource.clear()
