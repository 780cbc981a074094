"""An invented incident that a postmortem and a status page tell of, and another one of that page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

POSTMORTEM = """\
---
title: Checkout refused card payments after a gateway certificate ran out
started_at: 2024-03-05T08:10Z
detected_at: 2024-03-05T08:22Z
resolved_at: 2024-03-05T09:00Z
services: [Checkout]
---

## Root cause

The certificate of the card gateway ran out, for its renewal job had been switched off.

## Impact

Card payments in the checkout failed for fifty minutes.

## Follow-ups

- [ ] Renew the gateway certificate by machine
"""
RECORD: dict[str, Any] = {
    "id": "kx8tz2m4qd1w",
    "name": "Card payments failing in checkout",
    "impact": "major",
    "shortlink": "https://stspg.example/kx8tz2m4qd1w",
    "components": [{"name": "Checkout"}],
    "created_at": "2024-03-05T08:25:00Z",
    "started_at": "2024-03-05T08:25:00Z",
    "resolved_at": "2024-03-05T09:10:00Z",
    "scheduled_for": None,
    "incident_updates": [
        {"status": "investigating", "created_at": "2024-03-05T08:25:00Z", "body": "Card payments in checkout fail."},
        {"status": "identified", "created_at": "2024-03-05T08:40:00Z", "body": "A gateway certificate ran out."},
        {"status": "resolved", "created_at": "2024-03-05T09:10:00Z", "body": "Card payments in checkout work again."},
    ],
}
OTHER: dict[str, Any] = {
    **RECORD,
    "id": "p0q9r8s7t6u5",
    "name": "Slow search results",
    "shortlink": "https://stspg.example/p0q9r8s7t6u5",
    "components": [{"name": "Search"}],
    "created_at": "2024-05-11T17:00:00Z",
    "started_at": "2024-05-11T17:00:00Z",
    "resolved_at": "2024-05-11T18:00:00Z",
    "incident_updates": [
        {"status": "investigating", "created_at": "2024-05-11T17:00:00Z", "body": "Search answers slowly."},
        {"status": "resolved", "created_at": "2024-05-11T18:00:00Z", "body": "Search answers as usual."},
    ],
}


def write_told_twice(folder: Path) -> Path:
    """The two documents in a new folder."""
    for name in ("postmortems", "status"):
        (folder / name).mkdir(parents=True)
    (folder / "postmortems" / "checkout.md").write_text(POSTMORTEM)
    (folder / "status" / "incidents.json").write_text(json.dumps({"incidents": [RECORD, OTHER]}))
    return folder
