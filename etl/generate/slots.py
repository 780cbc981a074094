"""Fill the slots of the templates: one consistent set of names and numbers for each incident."""

from random import Random

from etl.generate.company import SITES, Service
from etl.generate.planned import PlannedIncident
from etl.generate.templates import pick

FIELDS = (
    "loyalty_tier",
    "delivery_note",
    "unit_weight",
    "allergen_codes",
    "slot_code",
    "substitution_choice",
    "tax_class",
    "crate_count",
    "pack_size",
    "region_code",
    "member_since",
    "chilled_flag",
    "door_code",
    "origin_country",
)
LIMITS = ("50", "80", "100", "120", "200", "250", "500")
# What automated clients are after, by the service that they abuse.
LOOT = {
    "identity": "valid account names",
    "slot-booking": "slots for resale",
    "promotions": "working voucher codes",
}
_AFFECTED = {"SEV1": (4000, 30_000), "SEV2": (600, 5000), "SEV3": (60, 900), "SEV4": (5, 80)}


def fill_slots(incident: PlannedIncident, service: Service, other: Service, rng: Random) -> dict[str, str]:
    """Values by slot name. The same slot has the same value throughout one document."""
    slots = _numbers(rng) | _names(service, rng)
    slots["svc"] = service.name
    slots["other"] = other.name
    slots["team"] = incident.team
    slots["severity"] = incident.severity
    slots["n_affected"] = f"{_n_affected(incident, rng):,}"
    slots["outage"] = pick(service.outages, rng).format_map(slots)
    slots["slow"] = pick(service.slowdowns, rng).format_map(slots)
    slots["other_effect"] = pick(other.slowdowns, rng).format_map(slots)
    return slots


def _n_affected(incident: PlannedIncident, rng: Random) -> int:
    """A count that grows with the severity and, less than in proportion, with the duration."""
    low, high = _AFFECTED[incident.severity]
    minutes = ((incident.mitigated_at or incident.resolved_at) - incident.started_at).total_seconds() / 60
    factor = (min(max(minutes, 5.0), 300.0) / 60) ** 0.7
    return max(3, _round(low * (high / low) ** rng.random() * factor))


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
        "pct2": between(18, 74),
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
