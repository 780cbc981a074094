"""The policy of refrain.toml in the warehouse, and what it implies for follow-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.warehouse import Source, current_build, query
from etl.edits.store import append, default_url, open_store
from etl.load.warehouse import reading
from etl.settings import Settings
from tests.conftest import AS_OF, Load, postmortem
from tests.etl.load.test_merge import follow_up_draft

Rows = Callable[..., list[tuple[Any, ...]]]
WITHIN = {
    "default": 90,
    "by_severity": {"1": 14, "4": 120},
    "by_kind": {"document": 30},
    "by_severity_and_kind": {"1": {"document": 60}},
}


def rules(**within: Any) -> list[dict[str, Any]]:
    return Settings.model_validate({"policy": {"due_within_days": within or WITHIN}}).policy.rows()


def test_a_changed_policy_rebuilds_without_reading_the_documents(docs: Path, load_into: Load, rows: Rows) -> None:
    load_into(docs)
    changed = load_into(docs, policies=rules())
    assert (changed.is_rebuilt, changed.n_parsed) == (True, 0)
    assert not load_into(docs, policies=rules()).is_rebuilt
    assert rows("SELECT days FROM policies WHERE severity_level = 1 AND kind = 'document'") == [(60,)]
    assert load_into(docs).is_rebuilt
    assert rows("SELECT count(*) FROM policies") == [(0,)]


@pytest.mark.parametrize(
    ("level", "kind", "days"),
    [
        (1, "document", 60),
        (1, "prevent", 14),
        (4, "document", 30),
        (4, "prevent", 120),
        (2, "document", 30),
        (2, "prevent", 90),
        (None, None, 90),
    ],
)
def test_the_most_specific_rule_holds(
    docs: Path, load_into: Load, rows: Rows, level: int | None, kind: str | None, days: int
) -> None:
    """Both, then the shorter of the two, then the default; what is not stated fits only rules for any."""
    load_into(docs, policies=rules())
    found = rows(
        "SELECT days FROM mart.policy_days WHERE severity_level IS NOT DISTINCT FROM ? AND kind IS NOT DISTINCT FROM ?",
        level, kind,
    )  # fmt: skip
    assert found == [(days,)]


def test_without_a_default_the_rest_has_no_limit(docs: Path, load_into: Load, rows: Rows) -> None:
    load_into(docs, policies=rules(by_severity={"1": 14}))
    assert rows("SELECT DISTINCT severity_level, days FROM mart.policy_days") == [(1, 14)]


def seen(warehouse: Path, as_of: dt.date) -> dict[str, Any]:
    none: dict[str, Any] = dict.fromkeys(("sources", "services", "teams", "severities"), ())
    parameters = {**none, "start": None, "end": as_of, "as_of": as_of, "theme_id": None}
    found = query(current_build(Source("x", warehouse)), "follow_ups_seen", parameters)
    assert len(found) == 1
    return {str(k): v for k, v in found.iloc[0].items()}


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """One postmortem of 5 March 2024 with one open item that names no date."""
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.md").write_text(postmortem(follow_ups="- [ ] Add the currency to the key (owner: Ana)"))
    return folder


def test_a_date_is_implied_where_none_is_stated(one: Path, load_into: Load, warehouse: Path) -> None:
    """90 days after 5 March 2024 is 3 June: due on that day, overdue from the next."""
    load_into(one, policies=rules(default=90))
    on_the_day, after = seen(warehouse, dt.date(2024, 6, 3)), seen(warehouse, dt.date(2024, 6, 4))
    assert on_the_day["implied_due_on"].date() == dt.date(2024, 6, 3)
    assert (bool(on_the_day["is_overdue"]), bool(after["is_overdue"])) == (False, True)
    assert bool(after["is_overdue_by_policy"])
    assert after["due_on"] is None or after["due_on"] != after["due_on"]


def test_a_stated_date_goes_before_the_policy(one: Path, load_into: Load, rows: Rows, warehouse: Path) -> None:
    """From the day on which a person names it; before that day the policy's own date stands."""
    load_into(one, policies=rules(default=30))
    draft = follow_up_draft(rows, "due_on", "2024-12-31")
    store = open_store(default_url(warehouse))
    append(store, [draft], "Ana", dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC))
    store.dispose()
    load_into(one, policies=rules(default=30))
    before, after = seen(warehouse, dt.date(2024, 4, 30)), seen(warehouse, dt.date(2024, 5, 1))
    assert (bool(before["is_overdue"]), bool(before["is_overdue_by_policy"])) == (True, True)
    assert (bool(after["is_overdue"]), bool(after["is_overdue_by_policy"])) == (False, False)
    assert after["implied_due_on"] != after["implied_due_on"]  # missing


def test_an_edit_after_the_load_keeps_the_policy(one: Path, load_into: Load, rows: Rows, warehouse: Path) -> None:
    """The patch over the build sees the same rules."""
    load_into(one, policies=rules(default=30))
    store = open_store(default_url(warehouse))
    append(store, [follow_up_draft(rows, "note", "Asked again")], "Ana", dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC))
    store.dispose()
    assert bool(seen(warehouse, dt.date(2024, 5, 2))["is_overdue_by_policy"])


def test_without_a_policy_nothing_is_implied(one: Path, load_into: Load, warehouse: Path) -> None:
    load_into(one)
    found = seen(warehouse, AS_OF)
    assert not bool(found["is_overdue_by_policy"])
    assert found["implied_due_on"] != found["implied_due_on"]
    with reading(warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM mart.policy_days").fetchone() == (0,)
