"""When someone last asked for a page: work that can wait is done while nobody does."""

from __future__ import annotations

import time

_SECONDS_TO_READ = 3.0


class Visitors:
    """All sessions of this process together."""

    def __init__(self) -> None:
        self._last_came = float("-inf")

    def came(self) -> None:
        """A page begins to run."""
        self._last_came = time.monotonic()

    def are_reading(self) -> bool:
        """Whether nobody has asked for anything in the last seconds, or nobody is there."""
        return time.monotonic() - self._last_came > _SECONDS_TO_READ


VISITORS = Visitors()
