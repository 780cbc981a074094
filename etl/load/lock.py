"""One load at a time for each warehouse: a second one waits, so that neither loses what the other wrote."""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import WarehouseError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the warehouse's lock; the system lets go of it when a process ends in whatever way.

    Raises WarehouseError where the folder cannot be written to.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = lock.open("a")
    except OSError as error:
        reason = f"No warehouse can be written at {path}: {error.strerror}"
        raise WarehouseError(f"{reason}. Choose a folder that you may write to") from error
    with opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        _sweep(path)
        yield


def _sweep(path: Path) -> None:
    """Remove what a killed load left. Whoever holds the lock knows that nobody is at work on these."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.(\d+\.\d+\.part.*|link\.\d+)")
    for left in (p for p in path.parent.iterdir() if ours.fullmatch(p.name)):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
