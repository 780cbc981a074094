"""Warehouses: found in the environment, opened for one query, a new build noticed."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboard import warehouse
from dashboard.warehouse import Source, current_build, query, sources


def test_warehouses_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Labelled or not, separated like PATH; without a label the file's name serves."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", "Larkspur (example)=/a/one.duckdb:/b/public-incidents.duckdb")
    assert sources() == [
        Source("Larkspur (example)", Path("/a/one.duckdb")),
        Source("Public incidents", Path("/b/public-incidents.duckdb")),
    ]


def test_no_warehouse_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable names nothing."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", "")
    assert sources() == []


def test_a_new_build_behind_a_link_is_noticed(example_warehouse: Path, empty_warehouse: Path, tmp_path: Path) -> None:
    """Once the link points elsewhere, so do the answers."""
    link = tmp_path / "warehouse.duckdb"
    link.symlink_to(example_warehouse)
    first = current_build(Source("x", link))
    link.unlink()
    link.symlink_to(empty_warehouse)
    second = current_build(Source("x", link))
    assert (first.build_id, second.build_id) == ("b1", "b0")
    assert int(query(first, "choices").iloc[0]["n_incidents"]) == 60
    assert int(query(second, "choices").iloc[0]["n_incidents"]) == 0


def test_no_connection_stays_open(example_warehouse: Path, tmp_path: Path) -> None:
    """Right after a query the file can be opened for writing."""
    path = shutil.copy(example_warehouse, tmp_path / "copy.duckdb")
    query(current_build(Source("x", Path(path))), "choices")
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE proof (n INTEGER)")


@pytest.mark.parametrize("path", sorted(warehouse.QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_every_query_is_one_select_with_a_stated_grain(path: Path) -> None:
    """One file, one SELECT, and its first line says what one row is."""
    assert path.read_text().startswith("-- grain: ")
    if path.stem not in warehouse.SEEN:
        statements = duckdb.extract_statements(warehouse.statement(path.stem))
        assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]
