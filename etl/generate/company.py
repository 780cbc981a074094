"""Larkspur, the invented online grocer of the example data: teams, services, sites and roles."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

SOURCE_NAME = "larkspur"
PERIOD_START = date(2023, 10, 1)
AS_OF = date(2026, 9, 30)

TEAMS = ("Checkout", "Platform", "Storefront", "Fulfilment", "Delivery", "Catalogue")

# Every team keeps its own way of writing postmortems; the number selects a document family.
DOCUMENT_FAMILY = {
    "Checkout": 1,
    "Platform": 2,
    "Storefront": 3,
    "Fulfilment": 4,
    "Delivery": 5,
    "Catalogue": 2,
}

# Services whose users are the staff of the fulfilment sites.
SITE_FACING = frozenset({"picking", "warehouse-gateway", "supplier-orders"})

REGIONS = ("north", "south", "east", "west", "capital", "midlands", "coast", "lakes", "valley", "islands")
SITES = ("Alderbrook", "Marlow Park", "Stonefield", "Eastquay", "Harrowgate Lane", "Tarn Mill")

OWNER_ROLES = ("{team}", "{team}", "{team}", "{team} on-call", "{team} tech lead", "{svc} service owner")


@dataclass(frozen=True, slots=True)
class Service:
    """One service and the words that fit it; `tier` 1 is the most critical.

    `outages` and `slowdowns` are clauses that say what people met ("customers could not pay").
    """

    name: str
    team: str
    tier: int
    outages: tuple[str, ...]
    slowdowns: tuple[str, ...]
    unit: str
    metric: str
    store: str
    table: str
    endpoint: str
    job: str
    flag: str
    event: str
    partner: str
    cache: str
    dependents: tuple[str, ...]
    base: str = ""

    @property
    def base_name(self) -> str:
        """The name without its region."""
        return self.base or self.name


def n_regions(n_incidents: int) -> int:
    """How many regional copies of each service a company with this many incidents runs (1..10)."""
    return min(len(REGIONS), max(1, n_incidents // 5000))


@lru_cache(maxsize=16)
def services_for(n_incidents: int) -> dict[str, Service]:
    """Services by name: the 20 base services, or regional copies (`checkout-north`) past 10,000 incidents."""
    from etl.generate.services import SERVICES

    count = n_regions(n_incidents)
    if count == 1:
        return {service.name: service for service in SERVICES}
    copies = (_regional(service, region) for region in REGIONS[:count] for service in SERVICES)
    return {service.name: service for service in copies}


def _regional(service: Service, region: str) -> Service:
    return replace(
        service,
        name=f"{service.name}-{region}",
        base=service.name,
        dependents=tuple(f"{name}-{region}" for name in service.dependents),
    )
