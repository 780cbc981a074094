"""Warehouses: found in the environment, opened for one query, a new build noticed."""

import datetime as dt
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import warehouse
from dashboard.opened import Kept, Opened
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


def test_a_build_may_be_replaced_while_it_is_open(
    example_warehouse: Path, empty_warehouse: Path, tmp_path: Path
) -> None:
    """Its file can go away: whoever looks at it still gets answers, and the next look finds the new build."""
    path = Path(shutil.copy(example_warehouse, tmp_path / "warehouse.duckdb"))
    before = current_build(Source("x", path))
    shutil.copy(empty_warehouse, tmp_path / "aside.duckdb").replace(path)
    assert int(query(before, "choices").iloc[0]["n_incidents"]) == 60
    assert current_build(Source("x", path)).build_id == "b0"


def test_what_is_kept_goes_with_its_last_reader(example_warehouse: Path) -> None:
    """A table that was worked out once is dropped as soon as nobody can ask it any more."""
    opened = Opened.alone(example_warehouse)
    kept = Kept(opened, "SELECT $n::INTEGER AS n", {"n": 7})
    with closing(opened.cursor()) as cursor:
        assert cursor.execute(f"FROM {kept.name}").fetchall() == [(7,)]
        table = kept.name
        del kept
        with pytest.raises(duckdb.CatalogException):
            cursor.execute(f"FROM {table}")


def test_a_query_answers_alike_from_kept_tables_and_without(example_warehouse: Path) -> None:
    """What is worked out once for all filters gives the rows that the whole statement gives."""
    build = current_build(Source("x", example_warehouse))
    given = {"as_of": dt.date(2026, 1, 31), "end": dt.date(2026, 6, 30), "start": dt.date(2025, 1, 1), "theme_id": None}
    given |= {"sources": (), "services": ("checkout",), "teams": (), "severities": ()}
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items()}
    with closing(Opened.alone(example_warehouse).cursor()) as cursor:
        whole = cursor.execute(warehouse.statement("follow_up_numbers"), listed).fetchone()
    numbers = query(build, "follow_up_numbers", given).iloc[0]
    assert whole is not None
    assert numbers["n_follow_ups"] > 0
    assert tuple(numbers) == whole


@pytest.mark.parametrize("path", sorted(warehouse.QUERIES.glob("*.sql")), ids=lambda path: path.stem)
def test_every_query_is_one_select_with_a_stated_grain(path: Path) -> None:
    """One file, one SELECT, and its first line says what one row is."""
    assert path.read_text().startswith("-- grain: ")
    if path.stem not in warehouse.SEEN:
        statements = duckdb.extract_statements(warehouse.statement(path.stem))
        assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]


JOINED_AND_COUNTED = """
joined AS (SELECT known.* FROM follow_ups_known AS known SEMI JOIN incidents_seen USING (incident_id))
SELECT
    (SELECT count(*) FROM (FROM follow_ups_seen EXCEPT ALL FROM joined)),
    (SELECT count(*) FROM (FROM joined EXCEPT ALL FROM follow_ups_seen)),
    (SELECT count(*) FROM joined)
"""


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"start": dt.date(2025, 10, 1)},
        {"services": ("checkout",)},
        {"services": ("checkout", "search")},
        {"teams": ("Payments",), "severities": (1, 2)},
        {"sources": ("larkspur",), "end": dt.date(2025, 12, 31)},
        {"as_of": dt.date(2025, 9, 30)},
    ],
    ids=str,
)
def test_follow_ups_are_those_of_the_incidents_that_the_filters_let_through(
    example_warehouse: Path, chosen: dict[str, Any]
) -> None:
    """Both relations hold the same conditions, written down twice."""
    everything = {"as_of": dt.date(2026, 6, 30), "end": dt.date(2026, 6, 30), "start": None, "theme_id": None}
    given = {**everything, "sources": (), "services": (), "teams": (), "severities": (), **chosen}
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items()}
    relations = ("scopes", "scopes_seen", "incidents_seen", "follow_ups_known", "follow_ups_seen")
    named = ", ".join(f"{name} AS ({_alone(name)})" for name in relations)
    counted = f"WITH {named}, {JOINED_AND_COUNTED}"
    with closing(Opened.alone(example_warehouse).cursor()) as cursor:
        too_many, too_few, n = cursor.execute(counted, listed).fetchone() or (-1, -1, 0)
    assert (too_many, too_few) == (0, 0)
    assert n


def _alone(relation: str) -> str:
    return (warehouse.QUERIES / f"{relation}.sql").read_text()
