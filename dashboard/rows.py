"""Rows of a frame, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row as a named tuple of its columns (pandas cannot say which types they hold)."""
    return iter(frame.itertuples(index=False))
