"""The bundled public incidents: complete heads, facts that hold together, our own words."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.records import CAUSE_CATEGORIES, DETECTION_SOURCES, DIAGNOSIS_METHODS, MITIGATIONS, TRIGGERS

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted((ROOT / "data" / "public").rglob("*.md"))
CORPORA = ROOT.parent / "shared" / "corpora"
LICENCES = {"MIT", "BSD-3-Clause", "CC0-1.0"}
ALLOWED = {
    "cause_category": CAUSE_CATEGORIES, "trigger": TRIGGERS, "detection_source": DETECTION_SOURCES,
    "diagnosis_methods": DIAGNOSIS_METHODS, "mitigations": MITIGATIONS,
}  # fmt: skip
TIMES = ("detected_at", "diagnosed_at", "mitigated_at", "resolved_at")
RUN = 9
"""So many words in a row, shared with a source, are a sentence that was carried over."""


def head_of(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def moment(value: Any) -> datetime | None:
    """A front matter value as an instant; None for a missing one and for a mere day."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None


def test_there_are_at_least_a_hundred() -> None:
    """The issue of the bundled data: real incidents, not a sample of three."""
    assert len(DOCUMENTS) >= 100


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_head_is_complete_and_consistent(path: Path) -> None:
    """Title, source, link, licence and day are there; enumerations are known; no end lies before the start."""
    head = head_of(path)
    assert all(head.get(key) for key in ("title", "source", "url", "licence", "occurred_on"))
    assert head["licence"] in LICENCES
    assert head["url"].startswith("https://")
    assert isinstance(head["occurred_on"], date)
    assert path.name.startswith(str(head["occurred_on"]))
    for field, allowed in ALLOWED.items():
        stated = head.get(field) or []
        assert set([stated] if isinstance(stated, str) else stated) <= set(allowed), field
    started = moment(head.get("started_at"))
    for field in TIMES:
        end = moment(head.get(field))
        assert started is None or end is None or end >= started, field


def words_of(text: str) -> list[str]:
    plain = re.sub(r"```.*?```|`[^`]*`|https?://\S+|<[^>]+>", " | ", text, flags=re.DOTALL)
    return re.findall(r"[a-z0-9']+|\|", plain.lower())


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    runs = (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return {run for run in runs if "|" not in run and not all(w.isdigit() for w in run)}


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the sources stand beside the project only where it is developed")
def test_sentences_are_our_own() -> None:
    """No document shares nine words in a row with any source (names and figures are shorter than that)."""
    sources: set[tuple[str, ...]] = set()
    for path in CORPORA.rglob("*"):
        if path.is_file() and path.name != "LICENSE":
            sources |= runs_of(path.read_text(encoding="utf-8", errors="replace"))
    shared = {p.name: runs_of(p.read_text(encoding="utf-8").split("---\n", 2)[2]) & sources for p in DOCUMENTS}
    assert {name: runs for name, runs in shared.items() if runs} == {}
