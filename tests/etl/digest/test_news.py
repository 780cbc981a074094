"""The news of a warehouse: loaded, loaded again, edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.warehouse import Source, current_build, query
from etl.analysis.fix_hold import judge_completed_fixes
from etl.digest.facts import Typed, read_facts, read_typed
from etl.digest.news import Facts, Style, compose
from etl.digest.records import Digest, Item, Window
from etl.edits.identity import follow_up_reference
from etl.edits.records import Draft
from etl.edits.store import append, default_url, open_store
from etl.errors import WarehouseError
from etl.load.warehouse import fetch, reading
from etl.pipeline import load
from tests.conftest import AS_OF, Load, postmortem
from tests.etl.load.test_merge import follow_up_draft

Rows = Callable[..., list[tuple[Any, ...]]]
ROOT = Path(__file__).parents[3]
TABLE = "| Item | Owner | Due | Status |\n|---|---|---|---|\n| Add the currency to the key | {} | {} | {} |\n"
PLAIN = Style("https://refrain.example.org")


def day(month: int, n: int) -> date:
    return date(2024, month, n)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def write(folder: Path, owner: str = "Ana", due: str = "2024-06-10", status: str = "open") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(postmortem(follow_ups=TABLE.format(owner, due, status)))


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """One postmortem of 5 March with one open item, due on 10 June."""
    write(tmp_path / "one")
    return tmp_path / "one"


@pytest.fixture
def log(warehouse: Path) -> Iterator[sa.Engine]:
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    engine = open_store(default_url(warehouse))
    yield engine
    engine.dispose()


def news(warehouse: Path, log: sa.Engine, first: date, last: date, style: Style = PLAIN) -> Digest:
    window = Window(first, last)
    return compose(read_facts(warehouse, read_typed(log), window), window, style)


def told(digest: Digest) -> dict[str, list[str]]:
    return {section.name: [item.title for item in section.items] for section in digest.sections}


def only(digest: Digest) -> Item:
    (section,) = digest.sections
    (item,) = section.items
    return item


def test_an_item_is_newly_overdue_in_one_window(one: Path, load_into: Load, warehouse: Path, log: sa.Engine) -> None:
    """Due on 10 June: not yet on that day, told on the 11th, not again."""
    load_into(one)
    assert told(news(warehouse, log, day(6, 4), day(6, 10))) == {}
    found = news(warehouse, log, day(6, 11), day(6, 17))
    assert told(found) == {"overdue": ["Add the currency to the key"]}
    assert "was due on 10 Jun 2024" in only(found).facts
    assert told(news(warehouse, log, day(6, 18), day(6, 30))) == {}


def test_an_item_without_a_date_is_overdue_by_policy(
    one: Path, load_into: Load, warehouse: Path, log: sa.Engine
) -> None:
    """Ninety days after 5 March is 3 June."""
    write(one, due="")
    load_into(one, policies=[{"severity_level": None, "kind": None, "days": 90}])
    found = news(warehouse, log, day(6, 4), day(6, 4))
    assert told(found) == {"overdue_by_policy": ["Add the currency to the key"]}
    assert "no date was agreed; the policy gives 90 days, to 3 Jun 2024" in only(found).facts


def test_an_edit_is_told_though_the_warehouse_was_built_before(
    one: Path, load_into: Load, rows: Rows, warehouse: Path, log: sa.Engine
) -> None:
    """And again the same after a load has merged it: the digest has the same bytes."""
    load_into(one)
    drafts = [
        follow_up_draft(rows, "status", "declined"),
        follow_up_draft(rows, "declined_reason", "risk_accepted"),
    ]
    append(log, drafts, "Ana", noon(day(6, 5)))
    found = news(warehouse, log, day(6, 3), day(6, 9))
    assert told(found) == {"declined": ["Add the currency to the key"]}
    assert "because the risk is accepted" in only(found).facts
    load_into(one)
    assert news(warehouse, log, day(6, 3), day(6, 9)) == found


def test_what_is_written_down_late_is_told_late_and_not_lost(
    one: Path, load_into: Load, rows: Rows, warehouse: Path, log: sa.Engine
) -> None:
    """Done on 28 May, said on 12 June: the window of May is over, the one of June tells it."""
    load_into(one)
    draft = follow_up_draft(rows, "status", "done", effective_on=day(5, 28))
    append(log, [draft], "Ana", noon(day(6, 12)))
    assert told(news(warehouse, log, day(5, 20), day(6, 9))) == {}
    found = news(warehouse, log, day(6, 10), day(6, 16))
    assert told(found) == {"done": ["Add the currency to the key"]}
    assert "on 28 May 2024, known since 12 Jun 2024" in only(found).facts


def test_a_rewritten_document_is_told_on_the_day_of_its_load(
    one: Path, load_into: Load, warehouse: Path, log: sa.Engine
) -> None:
    """Slipped on one load, done on the next."""
    load_into(one, as_of=day(5, 1))
    write(one, due="2024-07-20")
    load_into(one, as_of=day(5, 15))
    write(one, due="2024-07-20", status="done")
    load_into(one, as_of=day(6, 3))
    found = news(warehouse, log, day(5, 13), day(5, 19))
    assert told(found) == {"slipped": ["Add the currency to the key"]}
    assert "its date, 10 Jun 2024, moved to 20 Jul 2024" in only(found).facts
    assert told(news(warehouse, log, day(6, 3), day(6, 9))) == {"done": ["Add the currency to the key"]}
    assert told(news(warehouse, log, day(6, 4), day(6, 30))) == {}


def test_a_postmortem_that_comes_late_is_told_when_it_is_read(
    one: Path, load_into: Load, rows: Rows, warehouse: Path, log: sa.Engine
) -> None:
    """Its item fell due before: the window of that day did not know of it. A renamed file is nothing new."""
    load_into(one, as_of=day(5, 1))
    late = postmortem("Queue stuck", TABLE.format("Ana", "2024-05-02", "open")).replace("2024-03-05", "2024-04-20")
    (one / "b.md").write_text(late)
    load_into(one, as_of=day(5, 10))
    assert told(news(warehouse, log, day(5, 2), day(5, 9))) == {}
    assert len(told(news(warehouse, log, day(5, 10), day(5, 16)))["overdue"]) == 1
    assert rows("SELECT count(*) FROM documents WHERE first_seen_on = DATE '2024-05-10'") == [(1,)]
    (one / "b.md").rename(one / "c.md")
    load_into(one, as_of=day(5, 20))
    assert told(news(warehouse, log, day(5, 17), day(5, 23))) == {}
    assert len(told(news(warehouse, log, day(5, 10), day(5, 16)))["overdue"]) == 1


def test_history_that_is_loaded_later_is_no_news(one: Path, load_into: Load, warehouse: Path, log: sa.Engine) -> None:
    """A postmortem of more than ninety days ago tells only what happens from now on."""
    load_into(one, as_of=day(5, 1))
    (one / "b.md").write_text(
        postmortem("Queue stuck", TABLE.format("Ana", "2024-01-02", "open")).replace("2024-", "2023-")
    )
    load_into(one, as_of=day(5, 10))
    assert told(news(warehouse, log, day(5, 10), day(5, 16))) == {}


def test_owners_are_named_only_where_asked_for_and_links_lead_to_the_app(
    one: Path, load_into: Load, warehouse: Path, log: sa.Engine
) -> None:
    load_into(one)
    window = (day(6, 11), day(6, 11))
    assert only(news(warehouse, log, *window)).owner is None
    assert only(news(warehouse, log, *window, Style(owners=True))).owner == "Ana"
    assert only(news(warehouse, log, *window, Style())).link is None
    link = only(news(warehouse, log, *window)).link
    assert link
    assert link.startswith("https://refrain.example.org/incidents?incident=")


def test_the_day_of_the_build_is_said_where_the_window_goes_beyond_it(
    one: Path, load_into: Load, warehouse: Path, log: sa.Engine
) -> None:
    load_into(one)
    assert not any("last loaded" in note for note in news(warehouse, log, day(6, 1), day(6, 30)).notes)
    assert any("last loaded on 30 Jun 2024" in n for n in news(warehouse, log, day(6, 1), day(7, 1)).notes)


def test_a_warehouse_of_an_earlier_version_says_what_to_do(
    one: Path, load_into: Load, warehouse: Path, log: sa.Engine
) -> None:
    load_into(one)
    with duckdb.connect(str(warehouse.resolve())) as connection:
        connection.execute("UPDATE builds SET layout = 'another'")
    with pytest.raises(WarehouseError, match="Load it again"):
        news(warehouse, log, day(6, 1), day(6, 2))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company, with a policy, and edits of its follow-ups on several days."""
    warehouse = tmp_path_factory.mktemp("example") / "w.duckdb"
    rules = [{"severity_level": None, "kind": None, "days": 60}]
    load([str(ROOT / "data" / "example")], warehouse, today=AS_OF, n_jobs=1, policies=rules)
    with reading(warehouse) as connection:
        items = fetch(
            connection,
            """SELECT f.follow_up_id, f.text, i.incident_id, i.title, i.occurred_on
               FROM follow_ups AS f JOIN incidents AS i USING (incident_id) ORDER BY f.follow_up_id LIMIT 400""",
        )
    engine = open_store(default_url(warehouse))
    values = [
        ("status", "done"),
        ("due_on", "2026-09-20"),
        ("status", "open"),
        ("due_on", None),
        ("status", "declined"),
    ]
    for n, item in enumerate(items[::3]):
        field, value = values[n % 5]
        made = datetime(2026, 8, 1, 12, tzinfo=UTC) + timedelta(days=n % 50)
        draft = Draft("follow_up", item["follow_up_id"], field, value, reference=follow_up_reference(item, item))
        append(engine, [draft], "Ana", made)
    engine.dispose()
    return warehouse


def test_windows_of_a_week_tell_together_what_the_pages_show(example: Path) -> None:
    """Follow-ups that are overdue, done or declined on the last day and were not on the first: each is told, once.

    The states are those of the page Follow-ups (follow_ups_seen), which knows nothing of the digest.
    """
    typed = _typed(example)
    start, weeks = date(2026, 7, 5), 11
    told_ids: dict[str, list[str]] = {}
    for n in range(weeks):
        window = Window(start + timedelta(days=7 * n + 1), start + timedelta(days=7 * n + 7))
        for section in compose(read_facts(example, typed, window), window, PLAIN).sections:
            told_ids.setdefault(section.name, []).extend(item.key.split(":")[1] for item in section.items)
    before, after = (seen(example, on) for on in (start, start + timedelta(days=7 * weeks)))
    both = before.join(after, how="right", suffixes=("_before", ""))
    overdue = both[both["is_overdue"].fillna(False) & ~both["is_overdue_before"].astype("boolean").fillna(False)]
    assert len(overdue) > 10
    assert set(overdue.index) <= {*told_ids["overdue"], *told_ids["overdue_by_policy"]}
    for state in ("done", "declined"):
        new = both[(both["state"] == state) & both["state_before"].isin({"open", "done", "declined"} - {state})]
        assert len(new) > 10
        assert set(new.index) <= set(told_ids[state]), state
        assert len(told_ids[state]) == len(set(told_ids[state])), state


def seen(warehouse: Path, as_of: date) -> pd.DataFrame:
    none: dict[str, Any] = dict.fromkeys(("sources", "services", "teams", "severities"), ())
    parameters = {**none, "start": None, "end": as_of, "as_of": as_of, "theme_id": None}
    return query(current_build(Source("x", warehouse)), "follow_ups_seen", parameters).set_index("follow_up_id")


def test_fixes_have_held_as_the_ledger_says(example: Path) -> None:
    """Over all of the records: those that the ledger calls held, at least ninety days after they were done."""
    window = Window(date(2023, 1, 1), date(2026, 9, 30))
    found = compose(read_facts(example, Typed(), window), window, PLAIN)
    told_ids = {i.key.split(":")[1] for s in found.sections if s.name == "held" for i in s.items}
    none: dict[str, Any] = dict.fromkeys(("sources", "services", "teams", "severities"), ())
    parameters = {**none, "start": None, "end": window.last, "as_of": window.last, "theme_id": None}
    build = current_build(Source("x", example))
    incidents, fixes = (query(build, name, parameters) for name in ("fix_scope_incidents", "finished_fixes"))
    judged = judge_completed_fixes(incidents, fixes, window.last)
    ledger = judged[(judged["verdict"] == "held") & (judged["days_after"] >= 90)]
    edited = {e.record_key for e in _typed(example).edits}
    assert len(ledger) > 3
    assert set(ledger["follow_up_id"]) - edited == told_ids - edited


def _typed(warehouse: Path) -> Typed:
    engine = open_store(default_url(warehouse))
    found = read_typed(engine)
    engine.dispose()
    return found


def test_the_same_window_gives_the_same_digest(example: Path) -> None:
    window = Window(date(2026, 8, 1), date(2026, 8, 31))
    first, second = (compose(read_facts(example, Typed(), window), window, PLAIN) for _ in range(2))
    assert first == second
    assert {"recurred", "overdue", "done"} <= {section.name for section in first.sections}
    assert all(window.first <= item.day <= window.last for section in first.sections for item in section.items)


def facts(fixes: pd.DataFrame, incidents: pd.DataFrame) -> Facts:
    none = pd.DataFrame()
    return Facts(none, none, none, fixes, incidents, date(2024, 12, 31), 1, 0)


def fix(done_on: date, known_on: date) -> pd.DataFrame:
    row = {
        "follow_up_id": "f1", "incident_id": "i1", "status": "done", "done_on": pd.Timestamp(done_on), "text": "Fix it",
        "url": "javascript:alert(1)", "owner": "Ana", "incident_title": "First", "severity_level": 2,
        "known_on": pd.Timestamp(known_on),
    }  # fmt: skip
    return pd.DataFrame([row])


def scope(*days: date) -> pd.DataFrame:
    rows = [
        {"incident_id": f"i{n}", "theme_id": "t", "started_at": pd.Timestamp(on, tz="UTC"), "services": ["s"]}
        for n, on in enumerate(days, 1)
    ]
    return pd.DataFrame(rows)


def held(window: Window, fixes: pd.DataFrame, incidents: pd.DataFrame) -> list[Item]:
    return [item for section in compose(facts(fixes, incidents), window, PLAIN).sections for item in section.items]


def test_a_fix_has_held_on_its_ninetieth_day_without_a_repeat() -> None:
    """Four incidents in the 40 days before: 9 would be expected in 90. Done on 10 May, so on 8 August."""
    incidents = scope(day(4, 1), day(4, 10), day(4, 20), day(5, 1))
    done = fix(date(2024, 5, 11), date(2024, 5, 11))
    assert held(Window(day(8, 1), day(8, 8)), done, incidents) == []
    (item,) = held(Window(day(8, 9), day(8, 9)), done, incidents)
    assert item.day == date(2024, 5, 11) + timedelta(days=90)
    assert any("no repeat of its theme on its services in the 90 days since" in fact for fact in item.facts)
    assert any("in the 40 days before it came 4 times, so about 9.0 would" in fact for fact in item.facts)
    assert item.tracker is None  # no web address
    assert held(Window(day(8, 10), day(12, 31)), done, incidents) == []


def test_a_fix_with_too_little_exposure_waits_longer() -> None:
    """One incident in 60 days: three are expected after 180 days, not after 90."""
    done = fix(date(2024, 5, 31), date(2024, 5, 31))
    incidents = scope(day(4, 1))
    assert held(Window(day(6, 1), date(2024, 11, 26)), done, incidents) == []
    (item,) = held(Window(date(2024, 11, 27), date(2024, 11, 27)), done, incidents)
    assert item.day == date(2024, 5, 31) + timedelta(days=180)


def test_a_fix_that_failed_has_not_held_and_one_that_is_known_late_is_told_late() -> None:
    incidents = scope(day(4, 1), day(4, 10), day(4, 20), day(5, 1))
    failed = scope(day(4, 1), day(4, 10), day(4, 20), day(5, 1), day(7, 1))
    year = Window(day(1, 1), date(2024, 12, 31))
    assert held(year, fix(date(2024, 5, 11), date(2024, 5, 11)), failed) == []
    (item,) = held(year, fix(date(2024, 5, 11), date(2024, 10, 1)), incidents)
    assert item.day == date(2024, 10, 1)


def test_a_repeat_is_told_with_the_state_of_the_earlier_fix_and_nothing_made_up() -> None:
    """What is not stated (theme, service, severity, day of the earlier one) is left out."""
    row = {
        "incident_id": "i2", "title": "Queue stuck", "occurred_on": pd.Timestamp("2024-06-03"), "severity_level": None,
        "theme": None, "service": None, "fix_state": "never_filed", "fix_text": None, "days_since": 12.4,
        "earlier_incident_id": "i1", "earlier_title": "Queue stuck before", "earlier_occurred_on": None,
        "known_on": pd.Timestamp("2024-06-05"),
    }  # fmt: skip
    none = pd.DataFrame()
    found = Facts(none, none, pd.DataFrame([row]), none, none, day(6, 30), 0, 0)
    item = only(compose(found, Window(day(6, 3), day(6, 9)), PLAIN))
    assert item.day == day(6, 5)
    assert item.facts == ("on 3 Jun 2024", "12 days after “Queue stuck before”", "the earlier fix was never filed")
