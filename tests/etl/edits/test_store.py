"""The log of edits, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.edits.log import export_log, import_log
from etl.edits.records import Draft
from etl.edits.store import append, default_url, edits, open_store, read_edits, revision, undo
from etl.errors import EditsError, InputError

NOW = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)


def status(value: Any = "done", seen: int = 0, key: str = "f1", **more: Any) -> Draft:
    return Draft("follow_up", key, "status", value, seen_version=seen, **more)


def test_an_edit_is_kept_with_who_and_when(store: sa.Engine) -> None:
    draft = status(effective_on=date(2026, 8, 20), reference={"text": "Rotate the keys"})
    outcome = append(store, [draft], " Ana ", NOW)
    assert not outcome.conflicts
    (kept,) = read_edits(store)
    assert outcome.kept == (kept,)
    assert (kept.made_by, kept.made_at, kept.version, kept.value) == ("Ana", NOW, 1, "done")
    assert kept.effective_on == date(2026, 8, 20)
    assert kept.reference == {"text": "Rotate the keys"}
    assert revision(store) == 1


def test_a_time_in_another_zone_is_kept_as_the_same_moment(store: sa.Engine) -> None:
    append(store, [status()], "Ana", NOW.astimezone(datetime.fromisoformat("2026-01-01T00:00+05:30").tzinfo))
    assert read_edits(store)[0].made_at == NOW


def test_a_change_that_someone_has_not_seen_is_a_conflict_and_both_remain_known(store: sa.Engine) -> None:
    first = append(store, [status("done")], "Ana", NOW).kept[0]
    mine = status("declined", seen=0)
    outcome = append(store, [mine], "Ben", NOW)
    assert not outcome.kept
    assert outcome.conflicts[0].mine == mine
    assert outcome.conflicts[0].theirs == first
    again = append(store, [status("declined", seen=1)], "Ben", NOW)
    assert again.kept[0].version == 2
    assert [e.value for e in read_edits(store)] == ["done", "declined"]


def test_of_several_edits_only_those_in_conflict_are_held_back(store: sa.Engine) -> None:
    append(store, [status(key="f1")], "Ana", NOW)
    outcome = append(store, [status("open", key="f1"), status("open", key="f2")], "Ben", NOW)
    assert [e.record_key for e in outcome.kept] == ["f2"]
    assert [c.theirs.record_key for c in outcome.conflicts] == ["f1"]


def test_asking_for_what_already_stands_adds_nothing(store: sa.Engine) -> None:
    append(store, [status()], "Ana", NOW)
    outcome = append(store, [status()], "Ben", NOW)
    assert not outcome.kept
    assert not outcome.conflicts
    assert len(read_edits(store)) == 1


def test_two_people_at_the_same_moment_both_get_an_answer_and_nothing_vanishes(store: sa.Engine) -> None:
    start, outcomes = threading.Barrier(8), []

    def edit(number: int) -> None:
        start.wait()
        outcomes.append(append(store, [status(f"value {number}")], f"Person {number}", NOW))

    threads = [threading.Thread(target=edit, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(outcomes) == 8
    assert sum(len(o.kept) for o in outcomes) == 1
    assert sum(len(o.conflicts) for o in outcomes) == 7
    assert len(read_edits(store)) == 1


def test_undo_brings_back_the_value_before_and_then_what_the_document_says(store: sa.Engine) -> None:
    first = append(store, [status("done", effective_on=date(2026, 8, 1))], "Ana", NOW).kept[0]
    second = append(store, [status("declined", seen=1)], "Ben", NOW).kept[0]
    back = undo(store, second.edit_id, "Ana", NOW + timedelta(hours=1)).kept[0]
    assert (back.value, back.effective_on, back.is_reset, back.undoes) == (
        "done",
        date(2026, 8, 1),
        False,
        second.edit_id,
    )
    reset = undo(store, first.edit_id, "Ana", NOW)
    assert reset.conflicts[0].theirs == back
    only = append(store, [status(key="f9")], "Ana", NOW).kept[0]
    assert undo(store, only.edit_id, "Ana", NOW).kept[0].is_reset
    assert len(read_edits(store)) == 5


def test_undoing_what_is_not_there_says_so(store: sa.Engine) -> None:
    with pytest.raises(InputError, match="No edit has the id"):
        undo(store, "missing", "Ana", NOW)


def test_an_edit_by_nobody_or_of_nothing_is_refused(store: sa.Engine) -> None:
    with pytest.raises(InputError, match="needs a name"):
        append(store, [status()], "  ", NOW)
    with pytest.raises(InputError, match="It is one of: follow_up"):
        append(store, [Draft("person", "p", "score", 1)], "Ana", NOW)
    assert revision(store) == 0


def test_the_log_can_be_moved_to_another_database_and_back(store: sa.Engine, tmp_path: Path) -> None:
    append(store, [status(effective_on=date(2026, 8, 1)), status("Ünïcode\n\"'", key="f2")], "Ana", NOW)
    append(store, [status("open", seen=1)], "Ben", NOW)
    other = open_store(default_url(tmp_path / "other.duckdb"))
    lines = list(export_log(store))
    assert import_log(other, lines) == (3, 0)
    assert import_log(other, lines) == (0, 3)
    assert list(export_log(other)) == lines


def test_an_imported_edit_of_a_field_edited_here_too_takes_the_next_version(store: sa.Engine, tmp_path: Path) -> None:
    append(store, [status("done")], "Ana", NOW)
    other = open_store(default_url(tmp_path / "other.duckdb"))
    append(other, [status("declined")], "Ben", NOW)
    assert import_log(other, export_log(store)) == (1, 0)
    assert [(e.value, e.version) for e in read_edits(other)] == [("declined", 1), ("done", 2)]


def test_a_broken_log_is_not_imported_at_all(store: sa.Engine, tmp_path: Path) -> None:
    append(store, [status()], "Ana", NOW)
    other = open_store(default_url(tmp_path / "other.duckdb"))
    with pytest.raises(InputError, match="Line 2 is no edit"):
        import_log(other, [*export_log(store), '{"edit_id": "x"}'])
    assert revision(other) == 0


def test_a_database_that_cannot_be_opened_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(EditsError, match="cannot be kept at") as caught:
        open_store("postgresql+psycopg://refrain:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
    with pytest.raises(EditsError, match="cannot be kept at"):
        open_store(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["open", "done", None]), st.integers(0, 3)), max_size=25
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_versions_count_up_without_a_gap_whatever_people_do(tmp_path: Path, steps: list[Any]) -> None:
    """Property: every edit asked for is kept, in conflict, or already stands; versions are 1..n for each record."""
    engine = open_store("sqlite://")
    for record, value, seen in steps:
        outcome = append(engine, [status(value, seen=seen, key=f"f{record}")], "Ana", NOW)
        assert len(outcome.kept) + len(outcome.conflicts) <= 1
    for record in range(3):
        versions = [e.version for e in read_edits(engine) if e.record_key == f"f{record}"]
        assert versions == list(range(1, len(versions) + 1))
    engine.dispose()


def test_the_database_refuses_a_version_twice(store: sa.Engine) -> None:
    """What two processes rely on, where no lock of ours reaches."""
    append(store, [status()], "Ana", NOW)
    with store.connect() as connection:
        row = connection.execute(sa.select(edits)).one()._asdict()
    with pytest.raises(sa.exc.IntegrityError), store.begin() as connection:
        connection.execute(sa.insert(edits), row | {"seq": 99, "edit_id": "another"})
