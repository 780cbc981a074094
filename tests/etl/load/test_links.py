"""One incident in several documents: linked, counted once, and what people say of it, at load and at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from etl.edits.identity import follow_up_reference, incident_reference
from etl.edits.records import Draft
from etl.edits.store import append, default_url, open_store, read_edits, undo
from etl.load.patch import patched
from etl.load.rows import schemas
from etl.load.warehouse import MARTS, reading
from tests.conftest import Load
from tests.told_twice import RECORD, write_told_twice

Rows = Callable[..., list[tuple[Any, ...]]]
NOW = datetime(2024, 6, 20, 9, tzinfo=UTC)


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A postmortem, and a status page's history with a record of the same incident and one of another."""
    return write_told_twice(tmp_path / "told")


@pytest.fixture
def log(warehouse: Path) -> sa.Engine:
    """The log of the edits beside the warehouse."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    return open_store(default_url(warehouse))


def incidents(rows: Rows) -> dict[str, dict[str, Any]]:
    """By the first word of the title: what an edit remembers of an incident."""
    names = ("incident_id", "title", "occurred_on")
    found = [
        dict(zip(names, row, strict=True)) for row in rows("SELECT incident_id, title, occurred_on FROM incidents")
    ]
    return {row["title"].split()[0]: row for row in found}


def say(rows: Rows, one: str, other: str, value: str) -> Draft:
    """What a person says of two incidents, as the app keeps it."""
    known = incidents(rows)
    sides = sorted([known[one], known[other]], key=lambda row: row["incident_id"])
    reference = dict(zip(("one", "other"), map(incident_reference, sides), strict=True))
    return Draft("link", "|".join(s["incident_id"] for s in sides), "verdict", value, reference=reference)


def counted(rows: Rows) -> list[str]:
    """The first words of the titles of the incidents that figures count."""
    return [title.split()[0] for (title,) in rows("SELECT title FROM mart.incident_facts ORDER BY title")]


def test_a_status_record_and_its_postmortem_are_one_incident(load_into: Load, told: Path, rows: Rows) -> None:
    """The postmortem states more and is counted; the record is kept, and says where it is told."""
    summary = load_into(told)
    assert (summary.n_incidents, summary.n_told_elsewhere) == (2, 1)
    assert counted(rows) == ["Checkout", "Slow"]
    assert rows("SELECT count(*) FROM incidents WHERE is_incident") == [(3,)]
    assert rows("SELECT kind, origin FROM incident_links") == [("same_incident", "found")]
    told_in = """SELECT a.title, b.title, t.reason FROM told_elsewhere AS t
                 JOIN incidents AS a USING (incident_id) JOIN incidents AS b ON t.told_in = b.incident_id"""
    assert rows(told_in) == [
        (RECORD["name"], incidents(rows)["Checkout"]["title"], "told in another document: "
         "Checkout refused card payments after a gateway certificate ran out")
    ]  # fmt: skip
    assert rows("SELECT count(*) FROM mart.record_facts") == [(3,)]
    assert rows("SELECT count(*) FROM recurrences") == [(0,)]


def test_a_link_in_the_text_is_evidence_before_all_other(load_into: Load, told: Path, rows: Rows) -> None:
    """The status page's address stands in the postmortem; the words beside it are kept."""
    document = told / "postmortems" / "checkout.md"
    document.write_text(document.read_text() + f"\nStatus page: <{RECORD['shortlink']}>\n")
    load_into(told)
    found = rows("SELECT kind, origin, rule, quote FROM incident_links")
    assert found == [
        ("same_incident", "document", "names the other record", f"Status page: <{RECORD['shortlink']}>")
    ]  # fmt: skip


def add_ticket(told: Path) -> None:
    """A third document of the incident, with an item of the postmortem and one of its own."""
    (told / "tickets").mkdir()
    (told / "tickets" / "card-payments.md").write_text(
        "---\ntitle: Card payments fail in checkout\nstarted_at: 2024-03-05T08:20Z\nresolved_at: 2024-03-05T09:00Z\n"
        "services: [Checkout]\n---\n\n## Impact\n\nCard payments in the checkout failed: a gateway certificate."
        "\n\n## Follow-ups\n\n- [ ] Renew the gateway certificate by machine\n- [ ] Watch the renewal job\n"
    )


def test_follow_ups_of_all_documents_belong_to_the_incident_once(load_into: Load, told: Path, rows: Rows) -> None:
    """A ticket that lists the postmortem's item and one more adds the one."""
    add_ticket(told)
    load_into(told)
    assert counted(rows) == ["Checkout", "Slow"]
    items = rows("SELECT text, incident_title FROM mart.follow_up_facts ORDER BY text")
    assert [text for text, _ in items] == ["Renew the gateway certificate by machine", "Watch the renewal job"]
    assert {title.split()[0] for _, title in items} == {"Checkout"}
    assert rows("SELECT count(*) FROM follow_ups") == [(3,)]


def test_an_item_of_another_document_is_edited_where_it_shows(
    load_into: Load, told: Path, rows: Rows, log: sa.Engine, warehouse: Path
) -> None:
    """The board shows it under the incident that is counted; the edit still finds the ticket's item."""
    add_ticket(told)
    load_into(told)
    item = rows("SELECT follow_up_id, text, incident_id FROM mart.follow_up_facts WHERE text LIKE 'Watch%'")[0]
    about = incidents(rows)["Checkout"]
    assert item[2] == about["incident_id"]
    reference = follow_up_reference({"text": item[1]}, about)
    append(log, [Draft("follow_up", item[0], "status", "done", reference=reference)], "Ana", NOW)
    patch_equals_next_load(load_into, told, log, warehouse)
    assert rows("SELECT status FROM mart.follow_up_facts WHERE text LIKE 'Watch%'") == [("done",)]


def test_a_person_parts_two_records_and_takes_it_back(load_into: Load, told: Path, rows: Rows, log: sa.Engine) -> None:
    """What was found stays on record beside what was said; undone, it holds again."""
    load_into(told)
    kept = append(log, [say(rows, "Checkout", "Card", "different")], "Ana", NOW).kept
    load_into(told)
    assert counted(rows) == ["Card", "Checkout", "Slow"]
    assert rows("SELECT kind, origin FROM incident_links ORDER BY origin") == [
        ("same_incident", "found"),
        ("different", "person"),
    ]
    undo(log, kept[0].edit_id, "Ana", NOW)
    load_into(told)
    assert counted(rows) == ["Checkout", "Slow"]


def test_what_a_person_joined_survives_a_moved_document(
    load_into: Load, told: Path, rows: Rows, log: sa.Engine
) -> None:
    """The edit knows its records by title and day."""
    load_into(told)
    append(log, [say(rows, "Checkout", "Slow", "same")], "Ana", NOW)
    (told / "postmortems" / "checkout.md").rename(told / "postmortems" / "moved.md")
    load_into(told)
    assert counted(rows) == ["Checkout"]


def test_a_record_that_is_no_incident_is_linked_with_nothing(
    load_into: Load, told: Path, rows: Rows, log: sa.Engine
) -> None:
    """A person marks the postmortem as a drill: then the status record is counted."""
    load_into(told)
    about = incidents(rows)["Checkout"]
    draft = Draft("incident", about["incident_id"], "is_incident", False, reference=incident_reference(about))
    append(log, [draft], "Ana", NOW)
    load_into(told)
    assert counted(rows) == ["Card", "Slow"]


@pytest.mark.parametrize(
    "said",
    [
        [("Checkout", "Card", "different")],
        [("Checkout", "Slow", "same")],
        [("Checkout", "Card", "different"), ("Card", "Slow", "same")],
    ],
)
def test_the_patch_shows_what_the_next_load_will_link(
    said: list[tuple[str, str, str]], load_into: Load, told: Path, rows: Rows, log: sa.Engine, warehouse: Path
) -> None:
    """Every table, row for row, but for the time of the build and what only a comparison of all tells."""
    load_into(told)
    before = counted(rows)
    append(log, [say(rows, *one) for one in said], "Ana", NOW)
    patch_equals_next_load(load_into, told, log, warehouse)
    assert counted(rows) != before


def patch_equals_next_load(load_into: Load, told: Path, log: sa.Engine, warehouse: Path) -> None:
    """Compare every table but those that only a comparison of all incidents fills."""
    names = [
        *(schemas().keys() - {"builds", "documents", "values_as_written", "recurrence_candidates"}),
        *(f"mart.{m}" for m in MARTS),
    ]
    cursor = patched(warehouse, read_edits(log)).cursor()
    cursor.execute("USE joint; SET timezone = 'UTC'")
    shown = {name: _rows(cursor.execute(f"FROM {name} ORDER BY ALL").to_arrow_table()) for name in names}
    load_into(told)
    with reading(warehouse) as built:
        for name in names:
            assert shown[name] == _rows(built.execute(f"FROM {name} ORDER BY ALL").to_arrow_table()), name


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return table.select(sorted(table.column_names)).to_pylist()  # type: ignore[no-any-return]
