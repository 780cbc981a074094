"""The cursor of a tracker: a time, and the settings that it is true for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from etl.settings import TrackerSettings
from etl.sync.items import maybe_utc

_READER_VERSION = 1
# Trackers show a change a little after it was made, and clocks differ.
_OVERLAP = timedelta(minutes=10)


@dataclass(frozen=True)
class Cursor:
    """Everything that changed before `since` was read; `more` is a reader's own."""

    scope: str
    since: datetime | None = None
    more: Any = None

    @property
    def asked(self) -> datetime | None:
        """The time from which to ask: a little is read again, so that nothing falls between two syncs."""
        return self.since - _OVERLAP if self.since else None

    def write(self, since: datetime | None, more: Any = None) -> str:
        stamp = since.isoformat() if since else None
        return json.dumps({"scope": self.scope, "since": stamp, "more": more})


def read_cursor_text(text: str | None, tracker: TrackerSettings) -> Cursor:
    """The cursor, or one at the beginning where there is none, or the settings have changed since it was written."""
    told = json.dumps(tracker.model_dump(exclude={"token_env"}), sort_keys=True, default=str)
    scope = hashlib.sha256(f"{_READER_VERSION}\n{told}".encode()).hexdigest()[:16]
    try:
        stored = json.loads(text or "{}")
        if stored.get("scope") == scope:
            return Cursor(scope, maybe_utc(stored["since"]), stored.get("more"))
    except (ValueError, KeyError, AttributeError):
        pass
    return Cursor(scope)
