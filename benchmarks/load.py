"""How fast documents become rows, and what that costs in memory. Prints one table; nothing is asserted.

    python -m benchmarks.load [--documents 2000]

Documents of about 6 KB, mixed from all families at hand, no two alike. Processor seconds stand beside wall-clock
seconds: on a machine that others use too the first vary less. The floor, in the same run: reading the files and parsing
their Markdown, nothing else.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from joblib import Parallel, delayed

from benchmarks.mixed_documents import families, mixed_documents
from etl.extract.blocks import markdown_blocks
from etl.extract.discover import discover
from etl.load.batches import read_batches
from etl.records import SourceFile

AS_OF = date(2026, 9, 30)

Spent = tuple[float, float]
"""Wall-clock seconds, and processor seconds."""


def timed(run: Callable[[], object]) -> Spent:
    """What one run in this process takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def read(files: Sequence[SourceFile]) -> None:
    """Every row of the files, as Arrow tables: all of the parse step but the warehouse."""
    for _ in read_batches([(f, str(n)) for n, f in enumerate(files)], datetime.now(UTC), n_jobs=1):
        pass


def read_by_two(files: Sequence[SourceFile]) -> Spent:
    """The same by two processes at once, which have read a few documents before."""
    workers = Parallel(n_jobs=2)
    workers(delayed(read)(files[: len(files) // 10]) for _ in range(2))
    began = time.perf_counter()
    each = workers(delayed(timed)(partial(read, files[part::2])) for part in range(2))
    return time.perf_counter() - began, sum(cpu for _, cpu in each)


def floor(files: Sequence[SourceFile]) -> None:
    """Files to Markdown blocks."""
    for file in files:
        markdown_blocks(Path(file.path).read_bytes().decode("utf-8"))


def write_documents(folder: Path, n: int, scratch: Path) -> float:
    """Write n documents; returns their mean size in KB."""
    folder.mkdir()
    written = [
        (folder / name).write_text(text, encoding="utf-8") for name, text in mixed_documents(families(scratch), n)
    ]
    return sum(written) / n / 1000


def report_reading(files: Sequence[SourceFile]) -> None:
    """One row each for the floor, for one process and for two."""
    read(files[: len(files) // 10])  # patterns are compiled, and their automata begun, before the clock starts
    rows = {
        "read and parse Markdown only, one process (the floor)": timed(partial(floor, files)),
        "read to rows, one process": timed(partial(read, files)),
        "read to rows, two processes": read_by_two(files),
    }
    floor_cpu = next(iter(rows.values()))[1]
    for name, (wall, cpu) in rows.items():
        speeds = f"{len(files) / wall:6.0f} documents/s {len(files) / cpu:6.0f} a processor second"
        print(f"{name:<54} {wall:6.1f} s {cpu:6.1f} s {speeds} {cpu / floor_cpu:5.1f} x floor")


def report_load(folder: Path, warehouse: Path, n: int) -> None:
    """A whole load, and one where nothing changed."""
    from etl.pipeline import load  # imported here, so that its libraries are not in the memory of those who only read

    run = partial(load, [str(folder)], warehouse, today=AS_OF, n_jobs=2)
    first, again = timed(run)[0], timed(run)[0]
    print(f"whole load (themes, recurrences, marts too), two processes: {first:.1f} s, {n / first:.0f} documents/s")
    print(f"load again, nothing changed: {again:.1f} s, {n / again:.0f} documents/s, {run().n_parsed} parsed")


def report_memory(folder: Path, n: int) -> None:
    """Peak memory of a fresh process that reads a quarter of the documents, and of one that reads all."""
    for part, n_read in (("4", n // 4), ("1", n)):
        command = [sys.executable, "-m", "benchmarks.load", "--read", str(folder), part]
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"a process that reads {n_read} documents: {shown}")


def report(n: int) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "docs"
        kilobytes = write_documents(folder, n, Path(scratch) / "generated")
        files = discover([str(folder)]).files
        machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{n} documents of {kilobytes:.1f} KB, all distinct; {machine}")
        report_reading(files)
        report_load(folder, Path(scratch) / "w.duckdb", n)
        report_memory(folder, n)


def peak_mb() -> float:
    """Largest resident memory of this process so far, in MB, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--read", nargs=2, metavar=("FOLDER", "EVERY"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.read:
        report(arguments.documents)
        return
    files, before = discover([arguments.read[0]]).files[:: int(arguments.read[1])], peak_mb()
    read(files)
    print(f"peak memory {peak_mb():.0f} MB, {before:.0f} MB before the first")


if __name__ == "__main__":
    main()
