"""How fast the dashboard answers on 100,000 incidents and 500,000 follow-ups. Prints tables; nothing is asserted.

    python -m benchmarks.dashboard [--quick]

The floor, in the same run and the same browser: a bare Streamlit page that draws the same charts, tables, figures and
sidebar from constants (benchmarks/load_figures/floor.py). Both pages get the same click by turns, so that whatever else
the machine does slows both. "Likely filter": nobody chose it before, but the server had a quiet minute to prepare it
(dashboard/warm.py); "other filter": nobody chose it and it was not prepared; "seen before": the same again, and
cleared. A click lasts until the page says what was chosen, its run has ended and it is painted.

The warehouse is the generated example, multiplied (benchmarks/load_figures/warehouse.py), and kept between runs.
"""

from __future__ import annotations

import argparse
import logging
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

import numpy as np
import pandas as pd

from benchmarks.load_figures import people, warehouse
from benchmarks.load_figures.browser import DASHBOARD, FLOOR, LIKELY, OTHER, Timing, chromium, clicks, first_pages
from benchmarks.load_figures.pages import FLOOR as FLOOR_SCRIPT
from benchmarks.load_figures.pages import PAGES, SERVED
from benchmarks.load_figures.record import record
from benchmarks.load_figures.servers import Server, serving

FOLDER = Path(gettempdir()) / "refrain-dashboard-benchmark"
N_INCIDENTS, N_FOLLOW_UPS, N_PEOPLE = 100_000, 500_000, 30
N_SERVICES = 120  # the largest, from which clicks choose


@dataclass(frozen=True)
class Choices:
    """What is clicked on: services and teams that are likely, and services that are not."""

    likely: dict[str, list[str]]
    other: dict[str, list[str]]
    severities: list[str]

    def of_page(self, number: int, is_quick: bool) -> list[tuple[str, str, str]]:
        """(filter, value, what it is) for one page; no two pages get the same, so that nothing was seen before."""
        each = {"service": 1, "team": 0} if is_quick else {"service": 2, "team": 2}
        chosen = [
            (kind, value, what)
            for what, values in ((LIKELY, self.likely), (OTHER, self.other))
            for kind, n in each.items()
            for value in values[kind][number * n : (number + 1) * n]
        ]
        return chosen + [("severity", one, LIKELY) for one in self.severities[number : number + 1] if not is_quick]


def choices_of(path: Path, severities: list[str]) -> Choices:
    """The values of a warehouse's filters, as dashboard/warm.py tells them apart."""
    likely = {"service": warehouse.likely(path, "service"), "team": warehouse.likely(path, "team")}
    services = [name for name in warehouse.services_by_size(path) if name not in set(likely["service"])]
    return Choices(likely, {"service": services, "team": []}, severities)


def in_browser(servers: dict[str, Server], choices: Choices, is_quick: bool) -> pd.DataFrame:
    """Every click and first page: page, what, filter, where, milliseconds."""
    urls = {where: server.url for where, server in servers.items()}
    timings: list[Timing] = []
    with chromium() as browser:
        for number, page in enumerate(PAGES):
            chosen = choices.of_page(number, is_quick)
            n_first = 1 if is_quick else 4
            of_page = [*first_pages(browser, page, urls, n_first), *clicks(browser, page, urls, chosen)]
            print(markdown(compared(pd.DataFrame(of_page), ["page", "what"]), with_head=not timings), flush=True)
            timings += of_page
    return pd.DataFrame(timings)


def compared(timings: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """n, median and p95 in milliseconds of dashboard and floor, and their ratios."""
    rows = []
    for key, group in timings.groupby(by, sort=False):
        own, floor = (group.loc[group["where"] == where, "milliseconds"] for where in (DASHBOARD, FLOOR))
        figures = [np.quantile(values, share) for share in (0.5, 0.95) for values in (own, floor)]
        rows.append((*key, len(own), *figures, figures[0] / figures[1], figures[2] / figures[3]))
    named = ["n", "median", "floor's", "p95", "floor's p95", "ratio", "ratio of p95"]
    return pd.DataFrame(rows, columns=[*by, *named])


def markdown(table: pd.DataFrame, with_head: bool = True) -> str:
    """A table for benchmarks/README.md."""
    head = [table.columns, ["---"] * len(table.columns)] if with_head else []
    lines = [*head, *table.itertuples(index=False)]
    return "\n".join(
        "| " + " | ".join(_said(name, cell) for name, cell in zip(table, line, strict=True)) + " |" for line in lines
    )


def _said(name: str, cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}" if "ratio" in name else f"{cell:.0f}"
    return str(cell)


def _with_people(server: Server, services: list[str], is_quick: bool) -> None:
    half = len(services) // 2
    one = people.alone(server.port, PAGES, services[half : half + (2 if is_quick else 6)])
    per_session = people.memory_per_session(server.port, PAGES, N_PEOPLE, server.memory_mb)
    many = people.together(server.port, PAGES, services[half + 6 :], N_PEOPLE, 2 if is_quick else 6)
    _tell("one person", one)
    _tell(f"{N_PEOPLE} people, each clicking every {people.SECONDS_BETWEEN_CLICKS} s", many)
    print(f"p95 of {N_PEOPLE} over the median of one: {np.quantile(many, 0.95) / np.median(one):.2f}")
    print(f"memory per session: {per_session:.1f} MB (the whole server: {server.memory_mb():.0f} MB)")


def _tell(who: str, seconds: Iterable[float]) -> None:
    took = np.array(list(seconds)) * 1000
    print(f"{who}: median {np.median(took):.0f} ms, p95 {np.quantile(took, 0.95):.0f} ms (n = {len(took)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer clicks: under three minutes")
    is_quick = parser.parse_args().quick
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    FOLDER.mkdir(exist_ok=True)
    path = warehouse.build(FOLDER / "large.duckdb", N_INCIDENTS, N_FOLLOW_UPS)
    os.environ["REFRAIN_WAREHOUSES"] = f"Large={path}"
    recorded = record(PAGES, warehouse.services_by_size(path)[N_SERVICES], FOLDER / "floor.pickle")
    choices = choices_of(path, recorded["severity"])
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with (
        serving(SERVED, {}) as dashboard,
        serving(FLOOR_SCRIPT, {"FLOOR": str(FOLDER / "floor.pickle")}) as floor,
    ):
        dashboard.wait_until_idle()
        timings = in_browser({DASHBOARD: dashboard, FLOOR: floor}, choices, is_quick)
        timings.to_csv(FOLDER / "timings.csv", index=False)
        print("\n" + markdown(compared(timings, ["what"])) + "\n", flush=True)
        _with_people(dashboard, choices.other["service"][len(PAGES) * 3 : N_SERVICES], is_quick)


if __name__ == "__main__":
    main()
