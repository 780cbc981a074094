"""Fill the slots of the templates: one consistent set of names and numbers for each incident."""

from collections.abc import Mapping
from random import Random

from etl.generate.company import SITES, Service
from etl.generate.templates import pick

FIELDS = (
    "loyalty_tier", "delivery_note", "unit_weight", "allergen_codes", "slot_code", "substitution_choice",
    "tax_class", "crate_count", "pack_size", "region_code", "member_since", "chilled_flag", "door_code",
    "origin_country",
)  # fmt: skip
LIMITS = ("50", "80", "100", "120", "200", "250", "500")
# What automated clients are after, by the service that they abuse.
LOOT = {
    "identity": "valid account names",
    "slot-booking": "slots for resale",
    "promotions": "working voucher codes",
}
_AFFECTED = {"SEV1": (4000, 30_000), "SEV2": (600, 5000), "SEV3": (60, 900), "SEV4": (5, 80)}


def fill_slots(
    service: Service, other: str, team: str, severity: str, services: Mapping[str, Service], rng: Random
) -> dict[str, str]:
    """Values by slot name. The same slot has the same value throughout one document."""
    slots = _numbers(rng) | _names(service, rng)
    slots["svc"] = service.name
    slots["other"] = other
    slots["team"] = team
    slots["severity"] = severity
    low, high = _AFFECTED[severity]
    slots["n_affected"] = f"{_round(low * (high / low) ** rng.random()):,}"
    slots["outage"] = pick(service.outages, rng).format_map(slots)
    slots["slow"] = pick(service.slowdowns, rng).format_map(slots)
    slots["other_effect"] = pick(services[other].slowdowns, rng).format_map(slots)
    return slots


def _names(service: Service, rng: Random) -> dict[str, str]:
    major, minor = 2 + int(rng.random() * 6), 1 + int(rng.random() * 58)
    return {
        "unit": service.unit,
        "metric": service.metric,
        "store": service.store,
        "table": service.table,
        "endpoint": service.endpoint,
        "job": service.job,
        "flag": service.flag,
        "event": service.event,
        "partner": service.partner,
        "loot": LOOT.get(service.base_name, "prices"),
        "cache": service.cache,
        "site": pick(SITES, rng),
        "zone": "zone " + pick("abc", rng),
        "host": f"{service.base_name}-{1 + int(rng.random() * 24):02d}",
        "field": pick(FIELDS, rng),
        "ver": f"{major}.{minor}.0",
        "prev": f"{major}.{minor - 1}.{int(rng.random() * 5)}",
        "next_ver": f"{major}.{minor}.1",
    }


def _numbers(rng: Random) -> dict[str, str]:
    def between(low: int, high: int) -> str:
        return str(low + int(rng.random() * (high - low + 1)))

    return {
        "n_small": between(3, 9),
        "n_mid": between(12, 48),
        "n_mid2": between(50, 96),
        "n_big": f"{_round(1200 * 30 ** rng.random()):,}",
        "n_k": between(110, 940),
        "pct": between(18, 74),
        "small_pct": between(3, 9),
        "ms": between(120, 900),
        "secs": between(6, 24),
        "gb": between(40, 400),
        "mins": between(5, 25),
        "hours": between(3, 11),
        "days": between(5, 40),
        "days2": between(3, 30),
        "mins2": between(8, 40),
        "calls": between(8, 60),
        "limit": pick(LIMITS, rng),
    }


def _round(value: float) -> int:
    """Two significant digits, as people write such counts."""
    digits = max(0, len(str(int(value))) - 2)
    return int(round(value, -digits))
