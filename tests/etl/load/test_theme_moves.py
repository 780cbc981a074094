"""Themes from one load to the next: ids stay, and what moved is written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Load

Rows = Callable[..., list[tuple[Any, ...]]]

CAUSES = {
    "certificate": "The TLS certificate of the {} gateway had expired and clients refused the handshake.",
    "disk": "The disk of the {} host was full because log rotation had stopped; no space was left for new files.",
    "retry": "Clients of the {} page retried without any pause; the retries amplified a short timeout into a storm.",
}
PLACES = ("cart", "price", "stock", "search", "login", "label", "route", "depot", "scale", "crane")


def write(folder: Path, kind: str, place: str) -> None:
    """One postmortem of one planted theme."""
    cause = CAUSES[kind].format(place)
    (folder / f"2024-03-05-{kind}-{place}.md").write_text(
        f"# {kind} {place}\n\nDate: 2024-03-05\n\n## Root cause\n\n{cause}\n"
    )


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Eight postmortems of each of three themes."""
    folder = tmp_path / "planted"
    folder.mkdir()
    for kind in CAUSES:
        for place in PLACES[:8]:
            write(folder, kind, place)
    return folder


THEMES = "SELECT theme_id, label FROM themes WHERE kind = 'cause' ORDER BY label"
MOVES = "SELECT change, to_label, count(*) FROM theme_moves WHERE kind = 'cause' GROUP BY ALL ORDER BY ALL"


def test_a_first_load_has_nothing_to_compare_with(planted: Path, load_into: Load, rows: Rows) -> None:
    """Three themes, and no move."""
    load_into(planted)
    assert [label for _, label in rows(THEMES)] == ["Expired TLS certificates", "Full disks", "Retry storms"]
    assert rows("SELECT * FROM theme_moves") == []


def test_new_incidents_arrive_in_the_themes_that_are_there(planted: Path, load_into: Load, rows: Rows) -> None:
    """Ids and names stay; the four newcomers are listed, and nobody else."""
    load_into(planted)
    before = rows(THEMES)
    for place in PLACES[8:]:
        write(planted, "disk", place)
        write(planted, "retry", place)
    load_into(planted)
    assert rows(THEMES) == before
    assert rows(MOVES) == [("arrived", "Full disks", 2), ("arrived", "Retry storms", 2)]


def test_a_move_tells_which_build_it_is_compared_with(planted: Path, load_into: Load, rows: Rows) -> None:
    """Each row names the build before and the incident."""
    load_into(planted)
    (build,) = rows("SELECT build_id FROM builds")
    write(planted, "disk", PLACES[8])
    load_into(planted)
    assert rows("SELECT DISTINCT earlier_build_id FROM theme_moves") == [build]
    assert rows("SELECT * FROM theme_moves ANTI JOIN incidents USING (incident_id)") == []
