"""The warehouse is built aside and swapped in whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.errors import WarehouseError
from etl.load.warehouse import building, reading
from etl.pipeline import load as load_paths
from tests.conftest import Load, opened, postmortem

ROOT = Path(__file__).parents[3]
# A load that stops for good in the middle of its build, after the documents were written.
STUCK = """
import sys, time, datetime, pathlib
from etl import pipeline
def stop(run, connection):
    connection.execute("CHECKPOINT")
    print("half way", flush=True)
    time.sleep(60)
pipeline.STEPS = (*pipeline.STEPS[:2], stop)
pipeline.load(sys.argv[2:], pathlib.Path(sys.argv[1]), today=datetime.date(2024, 6, 30), n_jobs=1)
"""


def titles(warehouse: Path) -> list[str]:
    with opened(warehouse) as connection:
        return sorted(row[0] for row in connection.execute("SELECT title FROM incidents").fetchall())


def left_overs(warehouse: Path) -> list[str]:
    return [p.name for p in warehouse.parent.iterdir() if ".part" in p.name or ".link" in p.name]


def start_stuck_load(warehouse: Path, docs: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STUCK, str(warehouse), str(docs)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "half way\n"
    process.stdout.close()
    return process


def test_a_load_that_is_killed_leaves_the_old_warehouse_whole(docs: Path, warehouse: Path, load_into: Load) -> None:
    """After kill -9 the link opens and holds the old rows; the next load sweeps up what was left."""
    load_into(docs)
    before = titles(warehouse)
    (docs / "new.md").write_text(postmortem("Third"))
    process = start_stuck_load(warehouse, docs)
    assert left_overs(warehouse)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert titles(warehouse) == before
    load_into(docs)
    assert titles(warehouse) == sorted([*before, "Third"])
    assert left_overs(warehouse) == []


def test_the_first_load_may_be_killed_too(docs: Path, warehouse: Path, load_into: Load) -> None:
    """There is no warehouse then, and the next load makes one."""
    process = start_stuck_load(warehouse, docs)
    process.kill()
    process.wait()
    with pytest.raises(WarehouseError, match="no warehouse"), reading(warehouse):
        pass
    load_into(docs)
    assert len(titles(warehouse)) == 2
    assert left_overs(warehouse) == []


def test_a_second_load_waits_for_the_first(docs: Path, warehouse: Path, load_into: Load, tmp_path: Path) -> None:
    """Two loads at once would lose what one of them wrote: the second starts when the first has ended."""
    process = start_stuck_load(warehouse, docs)
    code = "import sys; from etl.cli import main; main(sys.argv[1:])"
    arguments = ["load", str(docs), "--warehouse", str(warehouse), "--quiet", "--jobs", "1"]
    second = subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(2.5)
    assert second.poll() is None
    assert not warehouse.exists()
    process.kill()
    process.wait()
    assert second.wait(30) == 0
    assert len(titles(warehouse)) == 2


def test_an_open_reader_goes_on_seeing_its_build(docs: Path, warehouse: Path, load_into: Load) -> None:
    """A reader's connection outlives two further builds; the link's target is the newest."""
    load_into(docs)
    first = warehouse.resolve()
    with opened(warehouse) as reader:
        for name in ("Third", "Fourth"):
            (docs / f"{name}.md").write_text(postmortem(name))
            load_into(docs)
        assert reader.execute("SELECT count(*) FROM incidents").fetchone() == (2,)
        assert reader.execute("SELECT count(*) FROM mart.incident_facts").fetchone() == (2,)
    assert warehouse.resolve() != first
    assert len(titles(warehouse)) == 4


def test_two_builds_are_kept(docs: Path, warehouse: Path, load_into: Load) -> None:
    """The newest and the one before; the link names the newest without its folder: both can move."""
    for n in range(4):
        (docs / "new.md").write_text(postmortem(f"Take {n}"))
        load_into(docs)
    builds = sorted(p.name for p in warehouse.parent.iterdir() if not p.name.startswith(".") and not p.is_symlink())
    assert builds == ["refrain.duckdb.000003", "refrain.duckdb.000004"]
    assert warehouse.readlink() == Path("refrain.duckdb.000004")


def test_a_build_that_fails_changes_nothing(docs: Path, warehouse: Path, load_into: Load) -> None:
    """An error within the build leaves the old warehouse and no files."""
    load_into(docs)
    before = warehouse.resolve()
    with pytest.raises(ZeroDivisionError), building(warehouse):
        raise ZeroDivisionError
    assert warehouse.resolve() == before
    assert left_overs(warehouse) == []


def test_a_file_that_is_no_warehouse_is_left_alone(docs: Path, warehouse: Path, load_into: Load) -> None:
    """A text file named as the warehouse by mistake is not overwritten."""
    warehouse.parent.mkdir()
    warehouse.write_text("my notes")
    with pytest.raises(WarehouseError, match="Name another file"):
        load_into(docs)
    assert warehouse.read_text() == "my notes"


def test_another_programs_database_is_left_alone(docs: Path, warehouse: Path, load_into: Load) -> None:
    """A DuckDB file without Refrain's tables is refused, with what to do."""
    warehouse.parent.mkdir()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("CREATE TABLE documents (id INTEGER)")
    with pytest.raises(WarehouseError, match="is no warehouse of Refrain"):
        load_into(docs)


def test_a_folder_that_cannot_be_written_to_is_said(docs: Path, tmp_path: Path) -> None:
    """A file stands where the folder should be: the error ends in what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="Choose a folder"):
        load_paths([str(docs)], tmp_path / "file" / "w.duckdb", today=date(2024, 6, 30))
