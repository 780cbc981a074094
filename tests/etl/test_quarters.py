"""The cloud platform's own quarterly means, recomputed from its incidents' pages as they were loaded.

Its index page (runbooks/source/incidents/index.html.md.erb of https://github.com/ministryofjustice/cloud-platform)
publishes a mean time to repair and to resolve for each quarter, cut down to whole minutes. Each mean is that of the
lengths which the quarter's pages state ("Time to repair: 5h 8m").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl.pipeline import load
from etl.transform.clock import read_duration
from tests.conftest import opened

SHARED = Path(__file__).parents[3] / "shared"
PAGES = SHARED / "corpora" / "ministryofjustice+cloud-platform"
PUBLISHED = SHARED / "gold" / "moj_published_quarters.json"
pytestmark = pytest.mark.skipif(
    not (PAGES.is_dir() and PUBLISHED.is_file()), reason="the real records do not stand beside the project"
)
MEASURES = ("repair", "resolve")
# Quarters whose pages do not give the published mean: by how many minutes the sum of the pages' lengths exceeds three
# times the published mean, and the page that lies there: its own stamps contradict the length that it states.
DIFFERENCES = {
    ("2020Q1", "repair"): (53, 55, "2020-02-25"),
    ("2020Q1", "resolve"): (18, 20, "2020-02-25"),
}
STATED = """
SELECT d.path, e.field, e.quote
FROM evidence AS e
INNER JOIN incidents AS i ON e.record_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
WHERE e.field IN ('time_to_repair', 'time_to_resolve')
"""
STAMPS = """
SELECT
    d.path,
    (epoch(max(e.at) FILTER (WHERE e.text LIKE 'Resolved%'))
    - epoch(min(e.at) FILTER (WHERE e.text LIKE 'Incident declared%'))) / 60
FROM timeline_events AS e
INNER JOIN incidents AS i ON e.incident_id = i.incident_id
INNER JOIN documents AS d ON i.document_id = d.document_id
GROUP BY d.path
"""


def quarters() -> dict[str, Any]:
    published: dict[str, Any] = json.loads(PUBLISHED.read_text()) if PUBLISHED.is_file() else {}
    return published


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("quarters") / "w.duckdb"
    load([str(PAGES)], warehouse, today=date(2026, 6, 1), as_of=date(2026, 6, 1), n_jobs=1)
    return warehouse


@pytest.fixture(scope="module")
def lengths(loaded: Path) -> dict[tuple[str, str], timedelta]:
    """The length that each page states, by page and measure."""
    with opened(loaded) as connection:
        rows = connection.execute(STATED).fetchall()
    found = {}
    for path, field, quote in rows:
        length = read_duration(quote.split(":", 1)[1])
        assert length is not None
        found[Path(path).name.split(".")[0], field.removeprefix("time_to_")] = length
    return found


def published() -> Iterator[Any]:
    for quarter, figures in quarters().items():
        for measure in MEASURES:
            if figures[f"{measure}_minutes"] is not None:
                yield pytest.param(quarter, measure, figures, id=f"{quarter}-{measure}")


def minutes(length: timedelta) -> float:
    return length / timedelta(minutes=1)


@pytest.mark.parametrize(("quarter", "measure", "figures"), list(published()))
def test_a_quarter_is_recomputed_to_the_minute(
    lengths: dict[tuple[str, str], timedelta], quarter: str, measure: str, figures: dict[str, Any]
) -> None:
    """The mean of the pages' lengths, cut down to the minute, is the published one, or the known difference."""
    pages = [lengths[page, measure] for page in figures["incidents"]]
    wanted = figures[f"{measure}_minutes"]
    total = minutes(sum(pages, timedelta()))
    if (quarter, measure) not in DIFFERENCES:
        assert int(total / len(pages)) == wanted
        return
    least, most, page = DIFFERENCES[quarter, measure]
    # The published mean was cut down: the true one lies less than a minute above it.
    assert (least, most) == (total - (wanted + 1) * len(pages) + 1, total - wanted * len(pages))
    assert page in figures["incidents"]


def test_the_page_that_differs_contradicts_itself(loaded: Path, lengths: dict[tuple[str, str], timedelta]) -> None:
    """Of the first quarter's pages one states a time to repair that its stamps, from declared to resolved, do not
    give: 4h 9m against 6h 9m, 120 minutes off. The two others agree with theirs to the minute."""
    with opened(loaded) as connection:
        stamps = {Path(path).name.split(".")[0]: between for path, between in connection.execute(STAMPS).fetchall()}
    pages = quarters()["2020Q1"]["incidents"]
    off = {page: stamps[page] - minutes(lengths[page, "repair"]) for page in pages}
    assert off == {"2020-02-12": 0, "2020-02-18": 0, "2020-02-25": 120}
