"""The status page of the example company: a second, shorter document of some of its incidents.

The page is written from outside: it opens some minutes after somebody noticed, speaks of components and of what
customers meet, and closes later than the team does. A few records lead to the review; some announce maintenance.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from random import Random
from typing import Any

from etl.generate.company import SITE_FACING, Service
from etl.generate.planned import PlannedIncident
from etl.generate.slots import fill_slots
from etl.generate.templates import capitalised, pick

STATUS_FILE = "status/incidents.json"
PUBLISHED_SHARE, REVIEWED_SHARE, MAINTENANCE_SHARE = 0.4, 0.2, 0.06
IMPACTS = {"SEV1": "critical", "SEV2": "major", "SEV3": "minor"}
NAMES = (
    "Problems with {component}",
    "{component}: elevated errors",
    "{component} degraded",
    "Disruption of {component}",
)
FOUND = (
    "The cause has been found and the team is working on it.",
    "We know what is behind this and are putting it right.",
    "We have found the cause. The next update comes within half an hour.",
)
WATCHING = ("{component} works again for most customers. We keep watching.", "Errors have gone down. We keep watching.")
OVER = ("This is resolved. We are sorry for the trouble.", "{component} is back to normal.")
_ALPHABET = "0123456789bcdfghjklmnpqrstvwxyz"


def status_records(
    incident: PlannedIncident, services: Mapping[str, Service], path: str
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The page's record of one incident, or None where the page tells nothing; and the maintenance that it announces
    for the hours before, if it does. The same incident always gives the same. ``path``: its postmortem."""
    rng = Random(f"status {incident.seed}")  # noqa: S311 - reproducible example data, not secrets
    service = services[incident.services[0]]
    if service.base_name in SITE_FACING or incident.severity not in IMPACTS or rng.random() >= PUBLISHED_SHARE:
        return None, None
    noticed = incident.detected_at or incident.started_at
    created = noticed + timedelta(minutes=4 + int(rng.random() * 14))
    eased = incident.mitigated_at or incident.resolved_at
    if created >= eased:
        return None, None
    component = capitalised(service.base_name.replace("-", " "))
    resolved = eased + timedelta(minutes=12 + int(rng.random() * 40))
    slots = fill_slots(incident, service, services[service.dependents[0]], rng)
    met = pick((slots["outage"], slots["slow"]), rng)
    updates = _updates(incident, met, component, (created, eased, resolved), path, rng)
    name = pick(NAMES, rng).format(component=component)
    record = _record(_key(rng), name, IMPACTS[incident.severity], component, (created, resolved), updates)
    work = _maintenance(component, created, rng) if rng.random() < MAINTENANCE_SHARE / PUBLISHED_SHARE else None
    return record, work


def _updates(
    incident: PlannedIncident,
    met: str,
    component: str,
    times: tuple[datetime, datetime, datetime],
    path: str,
    rng: Random,
) -> list[tuple[datetime, str, str]]:
    created, eased, resolved = times
    opening = f"We are looking into reports that {met}." if rng.random() < 0.8 else f"We see errors in {component}."
    updates = [(created, "investigating", opening)]
    found_at = (incident.diagnosed_at or eased) + timedelta(minutes=2)
    if incident.diagnosed_at is not None and created < found_at < eased:
        updates.append((found_at, "identified", pick(FOUND, rng)))
    watching = pick(WATCHING, rng).format(component=component)
    updates.append((eased + timedelta(minutes=3), "monitoring", watching))
    closing = pick(OVER, rng).format(component=component)
    if rng.random() < REVIEWED_SHARE:
        closing += f" Our review of it: https://reviews.larkspur.example/{PurePosixPath(path).stem}"
    return [*updates, (resolved, "resolved", closing)]


def _maintenance(component: str, before: datetime, rng: Random) -> dict[str, Any]:
    """Planned work on the same component, which ended some hours before."""
    end = before - timedelta(minutes=90 + int(rng.random() * 300))
    start = end - timedelta(minutes=60)
    updates = [
        (start - timedelta(days=2), "scheduled", f"{component} will be down for planned maintenance for an hour."),
        (start, "in_progress", "The planned maintenance has begun."),
        (end, "completed", "The planned maintenance is complete."),
    ]
    record = _record(_key(rng), f"Planned maintenance of {component}", "maintenance", component, (start, end), updates)
    return {**record, "scheduled_for": _stamp(start), "scheduled_until": _stamp(end)}


def _record(
    key: str,
    name: str,
    impact: str,
    component: str,
    span: tuple[datetime, datetime],
    updates: Sequence[tuple[datetime, str, str]],
) -> dict[str, Any]:
    created, resolved = span
    return {
        "id": key,
        "name": name,
        "status": "completed" if impact == "maintenance" else "resolved",
        "impact": impact,
        "created_at": _stamp(created),
        "started_at": _stamp(created),
        "resolved_at": _stamp(resolved),
        "scheduled_for": None,
        "shortlink": f"https://status.larkspur.example/{key}",
        "components": [{"name": component}],
        "incident_updates": [
            {"status": status, "created_at": _stamp(at), "body": body} for at, status, body in reversed(updates)
        ],
    }


def status_page(records: Sequence[Mapping[str, Any]]) -> str:
    """The page's export, a record a line, the newest first as the service gives it."""
    newest_first = sorted(records, key=lambda record: str(record["created_at"]), reverse=True)
    lines = ",\n  ".join(json.dumps(record, ensure_ascii=False) for record in newest_first)
    return f'{{\n "page": {{"name": "Larkspur"}},\n "incidents": [\n  {lines}\n ]\n}}\n'


def _key(rng: Random) -> str:
    return "".join(pick(_ALPHABET, rng) for _ in range(12))


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:00Z}"
