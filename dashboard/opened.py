"""An open warehouse, and beside it, in memory, the tables that are worked out once and asked often."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import duckdb
import pandas as pd
import pyarrow as pa

from etl.load.reuse import quoted


class Opened:
    """One build, read-only, for as long as someone looks at it. Its file may be replaced meanwhile."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
        self._connection, self._catalog = connection, catalog
        # One thread a query: many people ask at once, and two threads cost a tenth more for one.
        connection.execute("SET GLOBAL timezone = 'UTC'; SET GLOBAL threads = 1; ATTACH ':memory:' AS kept")

    @classmethod
    def alone(cls, path: Path) -> Self:
        """The warehouse as it was built, without later edits."""
        connection = duckdb.connect()
        connection.execute(f"ATTACH '{quoted(path)}' AS base (READ_ONLY)")
        return cls(connection, "base")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection for one thread, to be closed."""
        cursor = self._connection.cursor()
        cursor.execute(f"USE {self._catalog}")
        return cursor


class Kept:
    """Rows as a table in memory, `name`, dropped when nobody refers to this any more."""

    def __init__(self, opened: Opened, rows: pd.DataFrame | str, parameters: Mapping[str, Any] | None = None) -> None:
        """`rows`: a DataFrame, or a SELECT with its parameters."""
        self.name = f"kept.t{uuid4().hex}"
        with closing(opened.cursor()) as cursor:
            if isinstance(rows, pd.DataFrame):
                cursor.register("rows_to_keep", pa.Table.from_pandas(rows, preserve_index=False))
            select = rows if isinstance(rows, str) else "FROM rows_to_keep"
            cursor.execute(f"CREATE TABLE {self.name} AS {select}", dict(parameters or {}))
        weakref.finalize(self, _drop, opened, self.name).atexit = False  # by then all of it goes anyway


def _drop(opened: Opened, table: str) -> None:
    with closing(opened.cursor()) as cursor:
        cursor.execute(f"DROP TABLE {table}")
