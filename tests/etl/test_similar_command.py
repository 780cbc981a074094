"""refrain similar: what it prints, what it leaves out, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from etl.analysis.similar import build_index
from etl.cli import main
from etl.load.search import read_index
from etl.load.warehouse import frame, query
from tests.conftest import Load, opened, postmortem

CERTIFICATE = """\
---
title: Handshakes with payments fail
started_at: 2024-02-03T01:00Z
resolved_at: 2024-02-03T02:00Z
services: [Payments]
---

## Root cause

The `TLS` certificate of the listener expired. Its renewal was a manual task.

## Diagnosis

The deploy log was compared with the error graph, then the logs of the proxy named the certificate.

## Short-term remediation

We issued a new certificate. Clients reconnected.

## Follow-ups

- [ ] Renew certificates automatically (due 2024-03-01)
- [x] Alert before a certificate expires
- Probe the listener from outside
"""


@pytest.fixture
def loaded(docs: Path, load_into: Load, warehouse: Path) -> Path:
    """A warehouse of three incidents."""
    (docs / "2024-02-03-certificate.md").write_text(CERTIFICATE)
    load_into(docs)
    return warehouse


def similar(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["similar", *(str(a) for a in arguments)])


def test_an_answer_says_what_became_of_it(loaded: Path) -> None:
    """Title, score, day, service, the gist of the cause, what helped, what is open, the words that are shared."""
    result = similar("expired certificates on a listener", "--warehouse", loaded, "-n", "1")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert said.startswith("1. Handshakes with payments fail (0.")
    for part in (
        "2024-02-03 · Payments",
        "Turned out The TLS certificate of the listener expired.",
        "We issued a new certificate. Still open",
        "Renew certificates automatically",
        "Shared words",
        "certificates",
    ):
        assert part in said, part
    assert "manual task" in said
    assert "Alert before" not in said
    assert "2. " not in result.output


def test_what_nobody_recorded_is_said_so(loaded: Path) -> None:
    """A follow-up in no known state is neither open nor done."""
    open_items = similar("certificate", "--warehouse", loaded, "-n", "1").output.split("Still open", 1)[1]
    said = " ".join(open_items.split("Shared words", 1)[0].split())
    assert said.startswith("Renew certificates automatically")
    assert "1 follow-up whose state is not recorded" in said
    assert "Probe the listener" not in said


def test_the_nearest_comes_first(loaded: Path) -> None:
    """In order of score; the texts were read by hand."""
    output = similar("currency missing in the cache key", "--warehouse", loaded).output
    assert output.startswith("1. Cache poisoned")


def test_a_file_asks_by_its_parts(loaded: Path, tmp_path: Path) -> None:
    """A draft finds the incident that it resembles by cause, not by what its follow-ups say."""
    items = "- [ ] Renew the TLS certificate of the listener\n- [ ] Certificate renewal is a manual task in the logs"
    (tmp_path / "draft.md").write_text(postmortem("Prices wrong again", items))
    result = similar(tmp_path / "draft.md", "--warehouse", loaded)
    assert result.exit_code == 0, result.output
    assert "1. Handshakes" not in result.output
    shared = [line for line in result.output.splitlines() if "Shared words" in line]
    assert shared
    assert not any("ertificate" in line or "listener" in line for line in shared)


def test_a_file_does_not_find_itself(docs: Path, loaded: Path) -> None:
    """A loaded document asks for the others."""
    result = similar(docs / "2024-03-05-cache.md", "--warehouse", loaded)
    assert result.exit_code == 0, result.output
    assert "Cache poisoned" not in result.output
    assert "1. Queue stuck" in result.output


def test_a_file_that_is_no_incident_asks_by_all_its_text(loaded: Path, tmp_path: Path) -> None:
    """Notes taken during an incident are enough."""
    (tmp_path / "notes.txt").write_text("clients see an expired certificate\n")
    result = similar(tmp_path / "notes.txt", "--warehouse", loaded, "-n", "1")
    assert "1. Handshakes with payments fail" in result.output


def test_nothing_alike_is_said(loaded: Path) -> None:
    """No made-up answer, and no failure either."""
    result = similar("zyzzyva", "--warehouse", loaded)
    assert result.exit_code == 0
    assert "Nothing like it" in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "no text to look for"),
        ("missing.md", "There is no file missing.md"),
    ],
)
def test_nothing_to_look_for_is_exit_code_2(loaded: Path, text: str, said: str) -> None:
    """The message ends in what to do."""
    result = similar(text, "--warehouse", loaded)
    assert result.exit_code == 2
    assert said in result.output


def test_a_binary_file_is_exit_code_2(loaded: Path, tmp_path: Path) -> None:
    """Its problem and what to do, as for a load."""
    (tmp_path / "core").write_bytes(b"\0\1\2")
    result = similar(tmp_path / "core", "--warehouse", loaded)
    assert result.exit_code == 2
    assert "refrain: " in result.output
    assert "Traceback" not in result.output


def test_without_a_warehouse_it_is_exit_code_2(tmp_path: Path) -> None:
    """The message names the command that makes one."""
    result = similar("certificate", "--warehouse", tmp_path / "none.duckdb")
    assert result.exit_code == 2
    assert "There is no warehouse at" in result.output
    assert "refrain load" in result.output


def test_what_is_no_incident_is_not_found(load_into: Load, warehouse: Path, tmp_path: Path) -> None:
    """A template is no incident: it is not even in the index."""
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "template.md").write_text("# Postmortem template\n\n## Root cause\n\n[What failed?]\n")
    load_into(tmp_path / "template")
    with opened(warehouse) as connection:
        assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM search.incidents").fetchone() == (0,)
    result = similar("root cause template", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    assert "Nothing like it" in result.output


def test_the_saved_index_is_the_one_that_was_built(loaded: Path) -> None:
    """Reading it back changes no answer."""
    text = "the cache key and the certificate of the listener"
    with opened(loaded) as connection:
        saved = read_index(connection).nearest(text)
        built = build_index(frame(connection, query("search_texts"))).nearest(text)
    pd.testing.assert_frame_equal(saved, built)


def test_a_warehouse_without_a_saved_index_answers_all_the_same(loaded: Path) -> None:
    """Builds from before indexes were saved are indexed on the spot."""
    wanted = similar("certificate", "--warehouse", loaded).output
    with duckdb.connect(str(loaded.resolve())) as connection:
        connection.execute("DROP SCHEMA search CASCADE")
    assert similar("certificate", "--warehouse", loaded).output == wanted


def test_a_second_load_finds_what_is_new(docs: Path, loaded: Path, load_into: Load) -> None:
    """The index belongs to the build: new documents are found, removed ones are not."""
    (docs / "2024-02-03-certificate.md").unlink()
    (docs / "2024-05-01-disk.md").write_text(postmortem("Firmware of the router crashed"))
    load_into(docs)
    assert "1. Firmware of the router" in similar("router firmware", "--warehouse", loaded).output
    assert "Handshakes" not in similar("certificate", "--warehouse", loaded).output
