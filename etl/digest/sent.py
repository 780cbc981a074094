"""Which digest was sent to which target, in the database of the edits: each window once, whoever asks.

A row is claimed before a digest is sent and settled after it. Of two runs at the same time one sends. A run that is
killed while it sends leaves a claim, which is void after ``CLAIM_HOLDS``: the digest is sent again rather than lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from etl.digest.records import Window
from etl.edits.store import UtcDateTime

CLAIM_HOLDS = timedelta(minutes=15)
metadata = sa.MetaData()
digests = sa.Table(
    "digests_sent",
    metadata,
    sa.Column("warehouse", sa.String(500), primary_key=True),
    sa.Column("target", sa.String(500), primary_key=True),
    sa.Column("first_day", sa.Date, primary_key=True),
    sa.Column("last_day", sa.Date, primary_key=True),
    sa.Column("is_sent", sa.Boolean, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What one target of one warehouse got."""

    engine: sa.Engine
    warehouse: str
    target: str

    def last_window(self) -> Window | None:
        """The newest window that was sent."""
        rows = sa.select(digests.c.first_day, digests.c.last_day).where(self._mine(), digests.c.is_sent)
        newest = rows.order_by(digests.c.last_day.desc(), digests.c.first_day.desc()).limit(1)
        with self.engine.connect() as connection:
            found = connection.execute(newest).one_or_none()
        return Window(*found) if found else None

    def claim(self, window: Window, now: datetime, *, again: bool = False) -> str | None:
        """Take the window for this run, or why it is not to be had: sent already, or being sent by another run."""
        if self._is_new(window, now):
            return None
        is_void = ~digests.c.is_sent & (digests.c.changed_at < now - CLAIM_HOLDS)
        if again:
            is_void |= digests.c.is_sent
        with self.engine.begin() as connection:
            claimed = sa.update(digests).where(self._is(window), is_void).values(is_sent=False, changed_at=now)
            if connection.execute(claimed).rowcount:
                return None
            sent = connection.execute(sa.select(digests.c.is_sent).where(self._is(window))).scalar_one_or_none()
        return "was sent before" if sent else "is being sent by another run"

    def settle(self, window: Window, now: datetime) -> None:
        """It was sent."""
        with self.engine.begin() as connection:
            connection.execute(sa.update(digests).where(self._is(window)).values(is_sent=True, changed_at=now))

    def release(self, window: Window) -> None:
        """It could not be sent: the next run tries again."""
        with self.engine.begin() as connection:
            connection.execute(sa.delete(digests).where(self._is(window)))

    def _is_new(self, window: Window, now: datetime) -> bool:
        row = {
            "warehouse": self.warehouse, "target": self.target, "first_day": window.first, "last_day": window.last,
            "is_sent": False, "changed_at": now,
        }  # fmt: skip
        try:
            with self.engine.begin() as connection:
                connection.execute(sa.insert(digests), [row])
        except IntegrityError:
            return False
        return True

    def _mine(self) -> sa.ColumnElement[bool]:
        return (digests.c.warehouse == self.warehouse) & (digests.c.target == self.target)

    def _is(self, window: Window) -> sa.ColumnElement[bool]:
        return self._mine() & (digests.c.first_day == window.first) & (digests.c.last_day == window.last)
