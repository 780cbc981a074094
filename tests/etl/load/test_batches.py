"""Documents are read in batches, and their rows handed on in bulk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.extract.discover import discover
from etl.load import batches
from etl.records import SourceFile
from tests.conftest import postmortem


@pytest.mark.parametrize(("n_files", "n_jobs", "n_batches"), [(0, 2, 0), (7, 3, 3), (450, 2, 6), (1000, 3, 12)])
def test_each_process_reads_as_many_batches(n_files: int, n_jobs: int, n_batches: int) -> None:
    """No process has a batch more to read while the others wait."""
    files = [(SourceFile(str(n), "", "here", str(n)), str(n)) for n in range(n_files)]
    read = batches._batches(files, n_jobs)
    assert [file for batch in read for file in batch] == files
    assert len(read) == n_batches
    assert all(len(batch) <= batches._BATCH for batch in read)
    assert len({len(batch) for batch in read[:-1]}) <= 1


def test_rows_wait_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of several batches are handed on together, and the last ones are not forgotten."""
    for n in range(7):
        (tmp_path / f"{n}.md").write_text(postmortem(f"Number {n}"))
    files = [(file, file.path) for file in discover([str(tmp_path)]).files]
    monkeypatch.setattr(batches, "_BATCH", 2)
    handed = list(batches.read_batches(files, datetime.now(UTC), n_jobs=1))
    assert [(done, bool(rows)) for done, rows in handed] == [(2, False), (4, False), (6, False), (7, True)]
    assert handed[-1][1]["documents"].num_rows == 7
    monkeypatch.setattr(batches, "_AT_ONCE_BYTES", 1)
    assert [rows["documents"].num_rows for _, rows in batches.read_batches(files, datetime.now(UTC), n_jobs=1)] == [
        2, 2, 2, 1,
    ]  # fmt: skip
