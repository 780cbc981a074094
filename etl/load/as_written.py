"""Facts in place of a document's own, and the document's own back again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

from etl.load.rows import schemas

LISTS = {
    "services": ("incident_services", "service"),
    "mitigations": ("incident_mitigations", "mitigation"),
    "diagnosis_methods": ("incident_diagnosis_methods", "method"),
}
Fact = tuple[str, str, Any]
"""record_id, field, value: None, a scalar, or a list of names."""


def put(connection: duckdb.DuckDBPyConnection, table: str, key: str, facts: Iterable[Fact]) -> None:
    """Set columns of ``table``, whose id is ``key``, or the rows of the table that holds a list."""
    by_field: dict[str, list[tuple[str, str | None]]] = {}
    for record_id, name, value in facts:
        by_field.setdefault(name, []).append((record_id, as_text(value)))
    for name, listed in by_field.items():
        given = pa.table({"record_id": [r for r, _ in listed], "value": pa.array([v for _, v in listed], pa.string())})
        connection.register("given", given)
        if name in LISTS:
            _put_list(connection, *LISTS[name])
        elif name in schemas()["incidents" if table == "incidents" else "follow_ups"].names:
            connection.execute(
                f"""UPDATE {table} SET "{name}" = TRY_CAST(given.value AS {_type(connection, table, name)})
                    FROM given WHERE {table}.{key} = given.record_id"""
            )
        connection.unregister("given")


def _put_list(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    connection.execute(f"DELETE FROM {table} WHERE incident_id IN (SELECT record_id FROM given)")
    connection.execute(
        f"""INSERT INTO {table} (incident_id, {column})
            SELECT record_id, unnest(from_json(value, '["VARCHAR"]')) FROM given"""
    )


def _type(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> str:
    found = connection.execute(
        "SELECT data_type FROM duckdb_columns() WHERE table_name = $table AND column_name = $column",
        {"table": table, "column": column},
    ).fetchone()
    assert found is not None
    return str(found[0])


def as_text(value: Any) -> str | None:
    """A value as it is kept in ``values_as_written``."""
    if value is None:
        return None
    return json.dumps(list(value)) if isinstance(value, list | tuple) else str(value)


def keep_as_written(connection: duckdb.DuckDBPyConnection, table: str, key: str, facts: Iterable[Fact]) -> None:
    """Note the document's own value of every fact that is going to be replaced."""
    by_field: dict[str, list[str]] = {}
    for record_id, name, _ in facts:
        by_field.setdefault(name, []).append(record_id)
    for name, ids in by_field.items():
        if name in LISTS:
            child, column = LISTS[name]
            names = f"SELECT list({column} ORDER BY {column}) FROM {child} AS c WHERE c.{key} = t.{key}"
            own = f"CAST(to_json(coalesce(({names}), [])) AS VARCHAR)"
        else:
            own = f'CAST(t."{name}" AS VARCHAR)'
        connection.execute(
            f"INSERT INTO values_as_written SELECT t.{key}, $name, {own} FROM {table} AS t WHERE t.{key} IN $ids",
            {"name": name, "ids": sorted(set(ids))},
        )


def restore(connection: duckdb.DuckDBPyConnection, table: str, key: str, written: str) -> None:
    """Give the rows of ``table`` back what their documents say; ``written`` names the table of those values."""
    listed = connection.execute(
        f"SELECT w.record_id, w.field, w.value FROM {written} AS w SEMI JOIN {table} AS t ON w.record_id = t.{key}"
    ).fetchall()
    put(connection, table, key, [(r, f, json.loads(v) if f in LISTS else v) for r, f, v in listed])
