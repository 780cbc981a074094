"""``refrain sync`` as people call it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from etl.cli import main
from etl.edits.store import default_url, open_store
from etl.errors import InputError
from etl.settings import read_settings
from etl.sync.links import refresh_links
from etl.sync.run import read_follow_ups
from etl.sync.store import linked_changes, proposed_links
from tests.conftest import Load, postmortem
from tests.etl.sync.conftest import contents
from tests.etl.sync.fake_github import REPO, FakeGitHub
from tests.etl.sync.servers import TOKEN, Reply, Server, serving

FOLLOW_UPS = """\
| Action | Owner | Ticket |
|---|---|---|
| Add the currency to the cache key | Ann | #1 |
| Page somebody when a price is wrong | Bo | [here](https://github.com/acme/shop/issues/2) |
| Rehearse the roll-back of price lists | Cy | |
| Nothing like any of it | Di | acme/shop#404 |
"""
Refrain = Callable[..., Result]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A tracker with two items that the document names, and one that says what a third follow-up says."""
    hub = FakeGitHub()
    hub.add(1, "2024-03-06T09:00:00Z", "2024-03-20T09:00:00Z", state="closed", closed_at="2024-03-20T09:00:00Z")
    hub.event(1, 1, "closed", "2024-03-20T09:00:00Z", state_reason="completed")
    hub.add(2, "2024-03-06T10:00:00Z", assignees=[{"login": "bo"}])
    hub.add(3, "2024-03-07T09:00:00Z", title="Rehearse roll-back of price lists")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with serving(hub) as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "refrain.toml"
    path.write_text(table(server))
    return path


def table(server: Server, name: str = "shop", repo: str = REPO) -> str:
    return f'[[trackers]]\nname = "{name}"\nkind = "github"\nrepo = "{repo}"\nbase_url = "{server.base_url}"\n'


@pytest.fixture
def refrain(config: Path, docs: Path, load_into: Load, warehouse: Path) -> Refrain:
    """`refrain sync` on a warehouse of two documents."""
    (docs / "2024-03-05-cache.md").write_text(postmortem(follow_ups=FOLLOW_UPS))
    load_into(docs)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["sync", "--config", str(config), "--warehouse", str(warehouse), *arguments])

    return run


def test_it_reads_links_and_says_what_it_did(refrain: Refrain, warehouse: Path) -> None:
    """By address, by key in a cell, by words; and what was not found."""
    result = refrain("--quiet")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "shop (github): 3 new or changed items",
        "2 of 5 follow-ups name their item (1 by address, 1 by key); for 1 more one is proposed: confirm it on the "
        "page Follow-ups.",
        "Named, but not found: acme/shop#404. Deleted, or hidden from the token?",
    ]
    engine = open_store(default_url(warehouse))
    assert set(linked_changes(engine)["key"]) == {"acme/shop#1", "acme/shop#2"}
    assert proposed_links(engine)[["key", "follow_up_text"]].to_numpy().tolist() == [
        ["acme/shop#3", "Rehearse the roll-back of price lists"]
    ]


def test_links_live_through_a_load_that_changes_ids(
    refrain: Refrain, warehouse: Path, docs: Path, load_into: Load
) -> None:
    """A row is put before the others: all follow-ups get other ids."""
    refrain("--quiet")
    rows = FOLLOW_UPS.replace("|---|---|---|\n", "|---|---|---|\n| Write the runbook for prices | Ed | |\n")
    (docs / "2024-03-05-cache.md").write_text(postmortem(follow_ups=rows))
    load_into(docs)
    engine, follow_ups = open_store(default_url(warehouse)), read_follow_ups(warehouse)
    refresh_links(engine, follow_ups)
    texts = follow_ups.set_index("follow_up_id")["text"].to_dict()
    linked = linked_changes(engine)[["key", "follow_up_id"]].drop_duplicates().to_numpy().tolist()
    assert {key: texts[i] for key, i in linked} == {
        "acme/shop#1": "Add the currency to the cache key",
        "acme/shop#2": "Page somebody when a price is wrong",
    }


@pytest.mark.parametrize("n_answers", [2, 3])
def test_a_process_that_is_killed_is_made_good_by_the_next(
    refrain: Refrain, config: Path, warehouse: Path, server: Server, n_answers: int
) -> None:
    """SIGKILL while the tracker is answering: the next sync has read what one alone would have read."""
    running: list[subprocess.Popen[bytes]] = []
    server.before = lambda: running[0].kill() if len(server.asked) == n_answers else None
    command = [sys.executable, "-m", "etl.cli", "sync", "--config", str(config), "--warehouse", str(warehouse)]
    running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    assert running[0].wait(60) == -signal.SIGKILL
    server.before = lambda: None
    assert refrain("--quiet").exit_code == 0
    engine = open_store(default_url(warehouse))
    assert set(linked_changes(engine)["key"]) == {"acme/shop#1", "acme/shop#2"}
    items, changes = contents(engine)
    assert (len(items), len(changes)) == (3, 5)


def test_exit_code_2_only_where_no_tracker_worked(refrain: Refrain, config: Path, server: Server) -> None:
    """One of two that fails is told, and the other is read."""
    config.write_text(table(server, "gone", "acme/gone") + table(server))
    result = refrain("--quiet")
    assert result.exit_code == 0
    assert "gone (github): 0 new or changed items\n  stopped  gone, http://127.0.0.1" in result.output
    config.write_text(table(server, "gone", "acme/gone"))
    assert refrain("--quiet").exit_code == 2


def test_it_shows_no_token(refrain: Refrain, server: Server) -> None:
    """Nor a traceback."""
    server.faults += [Reply({"message": f"{TOKEN} is not right"}, 401)]
    result = refrain()
    assert result.exit_code == 2
    assert TOKEN not in result.output
    assert "[token] is not right" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no tracker. Add a [[trackers]] table: see docs/trackers.md"),
        ('[[trackers]]\nname = "a"\nkind = "githb"\n', "trackers.0: Input tag 'githb' found using 'kind'"),
        ('[[trackers]]\nname = "a"\nkind = "github"\n', "trackers.0.github.repo: Field required. Correct it"),
        (
            '[[trackers]]\nname = "a"\nkind = "github"\nrepo = "a/b"\ntoken = "x"\n',
            "token is not a setting that Refrain",
        ),
        (
            '[[trackers]]\nname = "a"\nkind = "file"\npath = "x"\nstatuses = { x = "gone" }\n',
            "statuses.x: Input should be",
        ),
        (2 * '[[trackers]]\nname = "a"\nkind = "file"\npath = "x"\n', "two trackers are called 'a'"),
    ],
)
def test_settings_that_are_wrong_are_told(refrain: Refrain, config: Path, text: str, said: str) -> None:
    """With what and where; exit code 2."""
    config.write_text(text)
    result = refrain()
    assert result.exit_code == 2
    assert said in result.output


def test_the_documented_configuration_is_one(tmp_path: Path) -> None:
    """Every kind stands in docs/trackers.md, and its example is read, also without its comment marks."""
    document = (Path(__file__).parents[2] / "docs" / "trackers.md").read_text(encoding="utf-8")
    block = document.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "refrain.toml"
    for text in (block, re.sub(r"(?m)^# (?=\w+ = )", "", block)):
        path.write_text(text)
        kinds = [tracker.kind for tracker in read_settings(path).trackers]
        assert kinds == ["github", "gitlab", "jira_cloud", "jira_data_center", "linear", "file"]


@pytest.mark.parametrize("address", ["http://jira.acme.example", "https://me:pw@jira.acme.example", "ftp://x"])
def test_an_address_that_would_give_the_token_away_is_refused(tmp_path: Path, address: str) -> None:
    """Unencrypted, or with a password in it, which would be shown in messages."""
    path = tmp_path / "refrain.toml"
    told: dict[str, Any] = {"name": '"a"', "kind": '"jira_data_center"', "projects": '["PAY"]'}
    lines = "\n".join(f"{k} = {v}" for k, v in told.items())
    path.write_text(f'[[trackers]]\n{lines}\nbase_url = "{address}"\n')
    with pytest.raises(InputError, match="base_url"):
        read_settings(path)


def test_without_a_warehouse_nothing_is_asked(refrain: Refrain, config: Path, server: Server, tmp_path: Path) -> None:
    """The message says how to make one."""
    result = CliRunner().invoke(main, ["sync", "--config", str(config), "--warehouse", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "Make one: refrain load PATH" in result.output
    assert server.asked == []
