"""What people make of themes: shown at once, kept by the next load, and by clustering anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.edits.identity import incident_reference
from etl.edits.records import Draft
from etl.edits.store import append, default_url, open_store, read_edits
from etl.generate import generate
from etl.load.patch import patched
from etl.load.warehouse import frame, reading
from tests.conftest import Load

NOW = datetime(2026, 9, 20, tzinfo=UTC)
Rows = Callable[..., list[tuple[Any, ...]]]
SHOWN = {
    "themes": "SELECT theme_id, kind, label, n_members FROM themes ORDER BY ALL",
    "members": "SELECT theme_id, incident_id, follow_up_id, is_primary FROM theme_members ORDER BY ALL",
    "facts": "SELECT incident_id, theme_id, theme FROM mart.incident_facts ORDER BY ALL",
    "items": "SELECT follow_up_id, theme_id, remediation_theme FROM mart.follow_up_facts ORDER BY ALL",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough incidents for a few themes."""
    folder = tmp_path_factory.mktemp("company")
    generate(folder, 90, 7)
    return folder


@pytest.fixture
def log(warehouse: Path) -> sa.Engine:
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    return open_store(default_url(warehouse))


def _largest(rows: Rows) -> list[str]:
    return [t for (t,) in rows("SELECT theme_id FROM themes WHERE kind = 'cause' ORDER BY n_members DESC, theme_id")]


def _members(rows: Rows, theme: str) -> list[str]:
    return [i for (i,) in rows("SELECT incident_id FROM theme_members WHERE theme_id = ? AND is_primary", theme)]


def _edit_themes(log: sa.Engine, rows: Rows) -> tuple[str, str, str, str]:
    """Rename the largest theme, merge the third into the second, move one incident, split two off."""
    first, second, third, *_ = _largest(rows)
    own, others, rest = (_members(rows, theme) for theme in (first, second, third))
    found = rows("SELECT incident_id, title, occurred_on FROM incidents WHERE incident_id = ?", own[0])[0]
    moved = incident_reference(dict(zip(("incident_id", "title", "occurred_on"), found, strict=True)))
    split = {"kind": "cause", "label": "Split off", "members": own[1:3]}
    drafts = [
        Draft("theme", first, "label", "Named by a person", reference={"kind": "cause", "members": own}),
        Draft(
            "theme",
            third,
            "merged_into",
            second,
            reference={"kind": "cause", "members": rest, "target_members": others},
        ),
        Draft("theme_member", f"cause|{own[0]}", "theme_id", second, reference={**moved, "target_members": others}),
        Draft("theme", "own-1", "members", own[1:3], reference=split),
    ]
    assert len(append(log, drafts, "Ana", NOW).kept) == 4
    return first, second, third, own[0]


def _shown(connection: Any) -> dict[str, pd.DataFrame]:
    return {name: frame(connection, sql) for name, sql in SHOWN.items()}


def test_the_patch_shows_the_themes_that_the_next_load_will_build(
    load_into: Load, company: Path, rows: Rows, log: sa.Engine, warehouse: Path
) -> None:
    load_into(company, as_of=date(2026, 9, 30))
    first, second, third, moved = _edit_themes(log, rows)
    cursor = patched(warehouse, read_edits(log)).cursor()
    cursor.execute("USE joint; SET timezone = 'UTC'")
    before = _shown(cursor)
    load_into(company, as_of=date(2026, 9, 30))
    with reading(warehouse) as built:
        after = _shown(built)
    for name in SHOWN:
        pd.testing.assert_frame_equal(before[name], after[name])
    labels = dict(zip(after["themes"]["theme_id"], after["themes"]["label"], strict=True))
    assert labels[first] == "Named by a person"
    assert third not in labels
    facts = after["facts"].set_index("incident_id")
    assert facts.loc[moved, "theme_id"] == second
    assert (facts["theme"] == "Split off").sum() == 2


def test_edits_of_themes_stay_through_a_load_that_clusters_more_incidents(
    load_into: Load, company: Path, rows: Rows, log: sa.Engine, tmp_path: Path
) -> None:
    load_into(company, as_of=date(2026, 9, 30))
    others, rest = (_members(rows, theme) for theme in _largest(rows)[1:3])
    _, _, _, moved = _edit_themes(log, rows)
    load_into(company, as_of=date(2026, 9, 30))
    more = tmp_path / "more"
    generate(more, 4, 11)
    load_into(company, more, as_of=date(2026, 9, 30))
    assert rows("SELECT count(*) FROM documents WHERE format = 'markdown'") == [(94,)]
    assert rows("SELECT count(*) FROM themes WHERE label = 'Named by a person'") == [(1,)]
    ((home,),) = rows(
        "SELECT theme_id FROM theme_members WHERE incident_id = ? AND is_primary AND kind = 'cause'", moved
    )
    assert len({*_members(rows, home)} & {*others}) >= len(others) / 2
    assert {*rest} <= {*_members(rows, home)}
    assert rows("SELECT n_members FROM themes WHERE label = 'Split off'") == [(2,)]
    assert rows("FROM unplaced_edits") == []


def _pair_draft(rows: Rows, pair: tuple[str, str], value: str) -> Draft:
    found = rows("SELECT incident_id, title, occurred_on FROM incidents WHERE incident_id IN (?, ?)", *pair)
    by_id = {
        row[0]: incident_reference(dict(zip(("incident_id", "title", "occurred_on"), row, strict=True)))
        for row in found
    }
    reference = {"later": by_id[pair[0]], "earlier": by_id[pair[1]]}
    return Draft("recurrence", "|".join(pair), "verdict", value, reference=reference)


def test_a_verdict_on_a_pair_counts_at_once_and_in_the_next_load(
    load_into: Load, company: Path, rows: Rows, log: sa.Engine, warehouse: Path
) -> None:
    """One repeat is rejected, and one pair that was not counted is confirmed."""
    load_into(company, as_of=date(2026, 9, 30))
    shown = "SELECT incident_id, earlier_incident_id, fix_state FROM recurrences ORDER BY ALL"
    rejected = rows(shown)[0][:2]
    confirmed = rows(
        """SELECT incident_id, max(earlier_incident_id) FROM recurrence_candidates
           WHERE days_since > 0 GROUP BY incident_id HAVING NOT bool_or(is_likely) ORDER BY 1"""
    )[0]
    append(log, [_pair_draft(rows, rejected, "rejected"), _pair_draft(rows, confirmed, "confirmed")], "Ana", NOW)
    cursor = patched(warehouse, read_edits(log)).cursor()
    cursor.execute("USE joint; SET timezone = 'UTC'")
    before = cursor.execute(shown).fetchall()
    judged = "SELECT is_confirmed FROM recurrence_candidates WHERE incident_id = ? AND earlier_incident_id = ?"
    assert cursor.execute(judged, list(rejected)).fetchall() == [(False,)]
    load_into(company, as_of=date(2026, 9, 30))
    assert before == rows(shown)
    pairs = {row[:2] for row in before}
    assert rejected not in pairs
    assert confirmed in pairs
