"""Dated status updates: events of the timeline, and witnesses of the five times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from etl.records import TIME_FIELDS, RawIncident, TimelineEvent, Witness
from etl.transform.clock import read_moment
from etl.transform.prose import plain
from etl.transform.spans import Said
from etl.transform.timeline import kind_of, outcome_of


def written(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[Said]:
    """The messages of status updates, each with the time at which it was written."""
    moments = [(u, read_moment(u.get("at"), zone)) for u in updates]
    return [(plain(str(u.get("message") or "")), u.get("line"), m[0]) for u, m in moments if m]


def update_events(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[TimelineEvent]:
    events = []
    for seq, update in enumerate(updates):
        read = read_moment(update.get("at"), zone)
        text = plain(str(update.get("message") or ""))
        status = str(update.get("status") or "").lower()
        kind = {"identified": "diagnosed", "monitoring": "mitigated", "resolved": "resolved"}.get(status) or (
            "communicated" if kind_of(text) in ("note", "detected") else kind_of(text)
        )
        shown = (
            f"{update['status']}: {text}" if update.get("status") and text else text or str(update.get("status") or "")
        )
        outcome = outcome_of(text) if kind == "attempt" else None
        events.append(
            TimelineEvent(
                seq,
                read[0] if read else None,
                kind,
                shown,
                update.get("line"),
                read[1] if read else None,
                outcome,
                bool(read and read[2]),
            )
        )
    return events


def from_updates(updates: Sequence[Mapping[str, Any]], zone: tzinfo) -> list[Witness]:
    """A status page's "identified" update is the diagnosis, its "monitoring" update the mitigation."""
    found = []
    for status, name in (("identified", "diagnosed_at"), ("monitoring", "mitigated_at"), ("resolved", "resolved_at")):
        update = next((u for u in updates if str(u.get("status") or "").lower() == status), None)
        if update and (read := read_moment(update.get("at"), zone)):
            found.append(
                Witness(
                    name,
                    *read,
                    update.get("line"),
                    f"{update['status']}: {update.get('message')}"[:300],
                    f"status update: {status}",
                )
            )
    return found


def from_fallbacks(raw: RawIncident, zone: tzinfo) -> list[Witness]:
    """The times of the record itself (an issue filed, closed), for a text that tells none."""
    read = ((name, value, read_moment(value, zone)) for name, value in raw.fallbacks.items() if name in TIME_FIELDS)
    return [
        Witness(name, *moment, raw.line_start, str(value), "record filed or closed")
        for name, value, moment in read
        if moment
    ]
