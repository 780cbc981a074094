"""Invented incidents for the tests of recurrences."""

from __future__ import annotations

from typing import Any

import pandas as pd

CERTIFICATE = (
    "The certificate of the payment gateway had expired overnight, so that TLS handshakes failed. Nobody was told"
    " that it was about to expire.",
    "TLS handshakes with the payment gateway failed because its certificate expired. The calendar entry to renew the"
    " certificate was lost.",
)
DISK = "A debug log filled the volume of the order database until no write went through, as rotation was switched off."
CAUSES = (
    "A feature flag turned on a query without an index and the replica could not keep up.",
    "The nightly export locked the customer table while stock was being counted.",
    "A new release of the template engine escaped quotes twice, so that labels were unreadable.",
    "Memory of the image resizer grew with each upload until the kernel killed it.",
    "An engineer removed the wrong route from the gateway during tidying up.",
    "The message broker ran out of file handles after a client opened a connection for each message.",
    "The clock of one host drifted and its tokens were refused as coming from the future.",
    "A rate limit at the mapping provider was reached during the campaign.",
    "The cache key left out the currency, and prices of one country were shown in another.",
    "Deployment of the mobile backend stopped half way, with two versions of the schema in use.",
    "Garbage collection pauses of the search cluster grew after the heap was made larger.",
    "A leap of traffic from a crawler used up every worker of the catalogue.",
)


def incident(
    incident_id: str,
    started: str,
    cause: str | None,
    services: list[str],
    *,
    body: str | None = None,
    stem: str | None = None,
    resolved: str | None = None,
    source: str = "wiki",
    states_services: bool = True,
) -> dict[str, Any]:
    """One incident that was over within its hour unless stated otherwise."""
    start = pd.Timestamp(started, tz="UTC") + pd.Timedelta(hours=9)
    return {
        "incident_id": incident_id,
        "source_name": source,
        "started_at": start,
        "resolved_at": pd.Timestamp(resolved, tz="UTC") if resolved else start + pd.Timedelta(hours=1),
        "services": services,
        "states_services": states_services and bool(services),
        "theme_id": None,
        "theme_stability": None,
        "title": f"Incident {incident_id}",
        "url": None,
        "stem": stem or f"{incident_id}.md",
        "body": body or cause,
        "cause_text": cause,
        "told": cause or body,
    }


FILLER = [
    incident(f"f{number:02d}", f"2024-{number + 1:02d}-05", cause, ["checkout" if number % 2 else "search"])
    for number, cause in enumerate(CAUSES)
]


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Incidents as a frame, with its columns even where there are none."""
    return pd.DataFrame(list(rows), columns=list(FILLER[0]))
