"""The warehouse file: built aside, swapped in whole. Readers never see half of a build.

``FILE`` is a link to the newest build, which stands beside it as ``FILE.<generation>``. Each build has a name of its
own, because a process with an open connection to a path goes on seeing the old file under it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl.errors import WarehouseError
from etl.load.rows import schema_sql

MARTS = (
    "record_facts",
    "incident_facts",
    "incident_values",
    "duration_exclusions",
    "follow_up_facts",
    "recurrence_facts",
    "policy_days",
)
_KEPT_GENERATIONS = 2


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open warehouse, read-only, its clock in UTC. Raises WarehouseError where there is none."""
    real = path.resolve()
    if not real.is_file():
        raise WarehouseError(f"There is no warehouse at {path}. Make one: refrain load PATH --warehouse {path}")
    try:
        connection = duckdb.connect(str(real), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened as a warehouse: {error}. Name another file, or load again"
        ) from error
    try:
        connection.execute("SET timezone = 'UTC'")
        yield connection
    finally:
        connection.close()


@contextmanager
def building(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new, empty warehouse beside ``path`` that takes its place if the block ends well, and is removed if not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    generation = _next_generation(path)
    aside = path.with_name(f".{path.name}.{generation:06d}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        connection = duckdb.connect(str(aside))
    except duckdb.Error as error:
        raise WarehouseError(
            f"No warehouse can be written at {path}: {error}. Choose a folder that you may write to"
        ) from error
    try:
        connection.execute("SET timezone = 'UTC'; SET preserve_insertion_order = true")
        connection.execute(schema_sql())
        yield connection
        connection.execute("CHECKPOINT")
        connection.close()
        _swap_in(aside, path, generation)
    finally:
        connection.close()
        for left in (aside, aside.with_name(aside.name + ".wal")):
            left.unlink(missing_ok=True)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Append an Arrow table of the contract's columns."""
    if rows.num_rows:
        connection.register("incoming", rows)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")


def build_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Make each mart from its one SELECT in ``sql/marts``."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    for name in MARTS:
        connection.execute(f"CREATE OR REPLACE TABLE mart.{name} AS {_mart_sql(name)}")


@cache
def layout() -> str:
    """A hash of the contract's tables and the marts: pages can read only a build of their own layout."""
    written = [schema_sql(), *(_mart_sql(name) for name in MARTS)]
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:12]


def _mart_sql(name: str) -> str:
    return (files("etl") / "sql" / "marts" / f"{name}.sql").read_text(encoding="utf-8")


def query(name: str) -> str:
    """A SELECT of ``sql/``, by file name."""
    return (files("etl") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def frame(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
    """Rows as a DataFrame, by way of Arrow: DuckDB 1.5's own ``df()`` warns under pandas 3.1."""
    table = connection.execute(sql, parameters or {}).to_arrow_table()
    rows: pd.DataFrame = table.to_pandas(date_as_object=False)
    return rows


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = connection.execute(sql, parameters or {})
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _generations(path: Path) -> list[tuple[int, Path]]:
    pattern = re.compile(re.escape(path.name) + r"\.(\d{6})")
    numbered = ((pattern.fullmatch(p.name), p) for p in path.parent.glob(f"{path.name}.*"))
    return sorted((int(m[1]), p) for m, p in numbered if m)


def _next_generation(path: Path) -> int:
    return max((n for n, _ in _generations(path)), default=0) + 1


def _swap_in(aside: Path, path: Path, generation: int) -> None:
    final = path.with_name(f"{path.name}.{generation:06d}")
    aside.replace(final)
    link = path.with_name(f".{path.name}.link.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(path)
    for _, old in _generations(path)[:-_KEPT_GENERATIONS]:
        old.unlink(missing_ok=True)
