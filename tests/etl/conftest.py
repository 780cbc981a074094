"""An empty log of edits in each of the two databases, for every test that keeps something in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.edits.store import default_url, metadata, open_store


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty store."""
    is_sqlite = request.param == "sqlite"
    engine = open_store(default_url(tmp_path / "w.duckdb") if is_sqlite else request.getfixturevalue("postgres_url"))
    yield engine
    metadata.drop_all(engine)
    engine.dispose()
