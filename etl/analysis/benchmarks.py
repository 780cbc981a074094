"""Published shares of what triggers and causes outages, and one's own beside them.

Only figures that stand in the cited tables. A mapping says which of Refrain's kinds stand for a published one: a
reader's judgement, shown with every comparison. Published kinds without a counterpart keep their share and are compared
with nothing.
"""

from dataclasses import dataclass

import pandas as pd

from etl.analysis.shares import Share, difference, wilson

COLUMNS = [
    "name", "own", "n", "total", "value", "low", "high", "published", "published_low", "published_high", "verdict",
]  # fmt: skip
MORE, LESS, ALIKE = "more often here", "less often here", "no clear difference"


@dataclass(frozen=True)
class Kind:
    """One published kind, its share in 0..1, and the kinds of Refrain that stand for it (none: no counterpart)."""

    name: str
    share: float
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """A published table: where it stands, what it counted, and whether its kinds add up to everything.

    `n` is the number of cases behind the shares, None where it is not published: then they have no interval.
    """

    name: str
    field: str
    title: str
    link: str
    counted: str
    n: int | None
    is_whole: bool
    kinds: tuple[Kind, ...]


SRE = "https://sre.google/workbook/postmortem-analysis/"
SRE_TITLE = "Google, The Site Reliability Workbook (2018), appendix C, table C-{}"
STUDIES = (
    Study(
        "Google: triggers", "trigger", SRE_TITLE.format(1), SRE,
        "the top eight triggers of outages at Google, 2010 to 2017, from a sample of thousands of postmortems",
        None, True,
        (
            Kind("Binary push", 0.37, ("deploy",)),
            Kind("Configuration push", 0.31, ("config_change",)),
            Kind("User behaviour change", 0.09, ("traffic",)),
            Kind("Processing pipeline", 0.06, ("scheduled_job",)),
            Kind("Service provider change", 0.05, ("provider_change",)),
            Kind("Performance decay", 0.05, ("gradual_decay",)),
            Kind("Capacity management", 0.05),
            Kind("Hardware", 0.02, ("hardware_failure",)),
        ),
    ),
    Study(
        "Google: causes", "cause_category", SRE_TITLE.format(2), SRE,
        "the top five root-cause categories of outages at Google; the others, 12 %, are not published", None, False,
        (
            Kind("Software", 0.4135, ("code_defect",)),
            Kind("Development process failure", 0.2023, ("human_procedure",)),
            Kind("Complex system behaviours", 0.1690),
            Kind("Deployment planning", 0.0674, ("change_rollout",)),
            Kind("Network failure", 0.0275, ("network_dns",)),
        ),
    ),
    Study(
        "Cloud services: causes", "cause_category",
        "Gunawi et al., Why Does the Cloud Stop Computing?, SoCC 2016, table 3",
        "https://ucare.cs.uchicago.edu/pdf/socc16-cos.pdf",
        "340 root causes named for outages of 32 cloud services, 2009 to 2015, read from headlines and public "
        "postmortems; 355 of 597 outages tell no cause", 340, True,
        (
            Kind("Upgrade", 54 / 340, ("change_rollout",)),
            Kind("Network", 52 / 340, ("network_dns",)),
            Kind("Bugs", 51 / 340, ("code_defect",)),
            Kind("Configuration", 34 / 340, ("configuration",)),
            Kind("Load", 31 / 340, ("capacity",)),
            Kind("Cross-service dependencies", 28 / 340, ("dependency",)),
            Kind("Power, servers and hardware", (21 + 11 + 5) / 340, ("hardware_power",)),
            Kind("Security", 17 / 340, ("security",)),
            Kind("Human mistakes (their word)", 14 / 340, ("human_procedure",)),
            Kind("Storage", 13 / 340, ("data_storage",)),
            Kind("Natural disasters", 9 / 340),
        ),
    ),
    Study(
        "Microsoft Teams: causes", "cause_category",
        "Ghosh et al., How to Fight Production Incidents?, SoCC 2022",
        "https://doi.org/10.1145/3542929.3563482",
        "152 severe incidents of one large service, only those with a complete postmortem", 152, True,
        (
            Kind("Code bug", 0.270, ("code_defect",)),
            Kind("Dependency failure", 0.164, ("dependency",)),
            Kind("Infrastructure", 0.158, ("capacity", "hardware_power")),
            Kind("Deployment error", 0.132, ("change_rollout",)),
            Kind("Configuration bug", 0.125, ("configuration",)),
            Kind("Database or network", 0.105, ("data_storage", "network_dns")),
            Kind("Authentication failure", 0.046, ("certificate_credential",)),
        ),
    ),
)  # fmt: skip


def mapped_total(study: Study, counts: dict[str, int]) -> tuple[int, int]:
    """How many of one's own incidents a comparison counts, and how many with a known kind it leaves out.

    Where the published kinds are all there is, only kinds with a counterpart are counted, so that both sides add up to
    everything; else every known kind is.
    """
    n_known = sum(n for kind, n in counts.items() if kind != "unknown")
    if not study.is_whole:
        return n_known, 0
    n_mapped = sum(counts.get(kind, 0) for row in study.kinds for kind in row.own)
    return n_mapped, n_known - n_mapped


def compare(study: Study, counts: dict[str, int]) -> pd.DataFrame:
    """One row per published kind: one's own share (Wilson), the published one, and whether they differ clearly.

    Clearly: the published share lies outside of one's own interval where its number of cases is not published, else
    the interval of the difference (Newcombe) leaves out zero. Kinds without a counterpart have no share of one's own.
    """
    total, _ = mapped_total(study, counts)
    rows: list[tuple[object, ...]] = []
    for kind in study.kinds:
        published = None if study.n is None else wilson(round(kind.share * study.n), study.n)
        ends = (None, None) if published is None else (published.low, published.high)
        if not kind.own or not total:
            rows.append((kind.name, kind.own, 0, total, None, None, None, kind.share, *ends, ""))
            continue
        own = wilson(sum(counts.get(name, 0) for name in kind.own), total)
        verdict = _verdict(own, kind.share, published)
        rows.append((kind.name, kind.own, own.n, total, own.value, own.low, own.high, kind.share, *ends, verdict))
    found = pd.DataFrame(rows, columns=COLUMNS)
    floats = ["value", "low", "high", "published_low", "published_high"]
    return found.astype(dict.fromkeys(floats, float))


def _verdict(own: Share, share: float, published: Share | None) -> str:
    if published is None:
        assert own.low is not None and own.high is not None  # noqa: PT018 - both or none
        return MORE if share < own.low else LESS if share > own.high else ALIKE
    gap = difference(own, published)
    if gap is None or gap[1] <= 0 <= gap[2]:
        return ALIKE
    return MORE if gap[0] > 0 else LESS
