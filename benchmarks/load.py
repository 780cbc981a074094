"""How fast documents become rows, and what that costs in memory. Prints one table; nothing is asserted.

    python benchmarks/load.py [--documents 4000]

The floor, in the same run: markdown-it's block rules alone over the same documents, in one process.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.extract.blocks import markdown_blocks
from etl.extract.discover import discover
from etl.generate import generate
from etl.load.documents import read_document
from etl.pipeline import load

AS_OF = date(2026, 9, 30)


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def peak_mb() -> float:
    """Largest resident memory so far, of this process and of its children, in MB."""
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(usage) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=4000)
    n = parser.parse_args().documents
    with TemporaryDirectory() as folder:
        docs, warehouse = Path(folder) / "docs", Path(folder) / "w.duckdb"
        generate(docs, n, 1)
        files = discover([str(docs)]).files
        texts = [Path(f.path).read_text(encoding="utf-8") for f in files]
        now = datetime.now(UTC)
        kilobytes = sum(map(len, texts)) / len(texts) / 1000
        rows = {
            "markdown-it's block rules, one process (the floor)": seconds(lambda: [markdown_blocks(t) for t in texts]),
            "read to rows, one process": seconds(lambda: [read_document(f, "x", now) for f in files]),
            "load: read, themes, recurrences, marts, two processes": seconds(
                lambda: load([str(docs)], warehouse, today=AS_OF, n_jobs=2)
            ),
            "load again, nothing changed": seconds(lambda: load([str(docs)], warehouse, today=AS_OF, n_jobs=2)),
        }
        print(f"{n} documents of {kilobytes:.1f} KB")
        floor = next(iter(rows.values()))
        for name, took in rows.items():
            print(f"{name:<56} {took:7.1f} s {n / took:8.0f} documents/s {took / floor:6.2f} x floor")
        print(f"peak memory {peak_mb():.0f} MB; warehouse {warehouse.resolve().stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
