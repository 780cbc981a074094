"""One file through the whole of ``read_document``, seen as records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.load.documents import read_document
from etl.records import SourceFile

SAMPLES = Path(__file__).parents[2] / "cases" / "formats"


@dataclass(frozen=True)
class Read:
    """The rows that one file gave."""

    rows: dict[str, list[dict[str, Any]]]

    @property
    def status(self) -> str:
        return str(self.rows["documents"][0]["status"])

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(r["problem"], r["hint"]) for r in self.rows["rejects"]]

    def incident(self, title: str) -> dict[str, Any]:
        return next(i for i in self.rows["incidents"] if i["title"] == title)

    def titles(self, *, incidents: bool) -> list[str]:
        return [i["title"] for i in self.rows["incidents"] if i["is_incident"] is incidents]

    def times(self, title: str) -> list[str | None]:
        """Started, detected, diagnosed, mitigated, resolved, as HH:MM in UTC."""
        names = ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at")
        return [at.strftime("%H:%M") if (at := self.incident(title).get(n)) else None for n in names]

    def services(self, title: str) -> list[str]:
        return [s["service"] for s in self._of("incident_services", title)]

    def follow_ups(self, title: str) -> list[dict[str, Any]]:
        return self._of("follow_ups", title)

    def events(self, title: str) -> list[tuple[str, str]]:
        return [(e["at"].strftime("%H:%M"), e["kind"]) for e in self._of("timeline_events", title)]

    def _of(self, table: str, title: str) -> list[dict[str, Any]]:
        identity = self.incident(title)["incident_id"]
        return [r for r in self.rows.get(table, []) if r["incident_id"] == identity]


def read_file(named: Path | str) -> Read:
    """Read a file; a name alone is one of the samples in ``tests/cases/formats``."""
    path = SAMPLES / named
    file = SourceFile(str(path), str(path.parent), "formats", path.name)
    return Read(read_document(file, "d", datetime(2026, 1, 1, tzinfo=UTC)))
