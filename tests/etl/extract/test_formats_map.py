"""``refrain map``: a mapping proposed for a structured file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.cli import main
from etl.extract.propose import propose
from tests.etl.extract.format_samples import SAMPLES, read_file

RECORD: dict[str, Any] = {
    "ref": "I-1", "headline": "Till frozen", "impact_level": "high", "opened_at": "2025-01-02T10:00:00Z",
    "closed_at": "2025-01-02T12:00:00Z", "outage start": "2025-01-02T09:40:00Z",
    "owner": {"team": {"name": "Tills"}},
    "components": [{"name": "Till"}],
    "colour": "red",
    "timeline": [{"time": "2025-01-02T10:20:00Z", "text": "The root cause was found: a full disk"}],
    "action_items": [{"title": "Watch the disk", "done": True, "due_date": "2025-02-01"}],
}  # fmt: skip


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of a tool that Refrain does not know."""
    path = tmp_path / "tool.jsonl"
    path.write_text(json.dumps(RECORD | {"colour": ""}) + "\n" + json.dumps(RECORD) + "\n")
    return path


def test_columns_get_the_facts_that_their_names_tell(export: Path) -> None:
    """Nested columns with dots; when a record was filed and closed are fallbacks, never the start."""
    proposed = tomllib.loads(propose(export).toml)
    assert proposed["fields"] == {
        "id": "ref", "title": "headline", "severity": "impact_level", "services": "components",
        "team": "owner.team.name", "started_at": "outage start",
    }  # fmt: skip
    assert proposed["fallbacks"] == {"detected_at": "opened_at", "resolved_at": "closed_at"}
    assert proposed["updates"] == {"column": "timeline", "at": "time", "message": "text"}
    assert proposed["follow_ups"] == {
        "column": "action_items",
        "text": "title",
        "status": "done",
        "due": "due_date",
    }


def test_values_missing_facts_and_unused_columns_are_shown(export: Path) -> None:
    """The first record's value stands beside each column."""
    toml = propose(export).toml
    assert 'title = "headline"  # Till frozen' in toml
    assert "# Missing: url, diagnosed_at, mitigated_at, cause_text, impact_text, body" in toml
    assert "#   colour = (empty)" in toml


def test_the_proposal_loads_as_it_is(export: Path) -> None:
    """Written beside the file it maps it: times, diagnosis from the timeline, the follow-up and its state."""
    result = CliRunner().invoke(main, ["map", str(export), "--write"])
    assert result.exit_code == 0, result.output
    export.write_text(json.dumps(RECORD) + "\n")
    read = read_file(export)
    assert read.times("Till frozen")[0] == "09:40"
    assert read.times("Till frozen")[2] == "10:20"
    assert [(i["text"], i["status"]) for i in read.follow_ups("Till frozen")] == [("Watch the disk", "done")]


def test_a_mapping_that_stands_there_is_never_overwritten(export: Path) -> None:
    """Exit code 2, and the file is as it was."""
    beside = export.parent / "refrain-mapping.toml"
    beside.write_text("[fields]\n")
    result = CliRunner().invoke(main, ["map", str(export), "--write"])
    assert (result.exit_code, beside.read_text()) == (2, "[fields]\n")
    assert "left as it is" in result.output


@pytest.mark.parametrize("name", ["jira.csv", "rootly.json", "pagerduty_log_entries.json", "google_cloud.json"])
def test_a_known_product_gets_its_shipped_mapping(name: str, tmp_path: Path) -> None:
    """Whole and ready to change: with it beside the file the same incidents are read."""
    sample = SAMPLES / name
    proposal = propose(sample)
    assert proposal.shipped
    (tmp_path / name).write_bytes(sample.read_bytes())
    (tmp_path / "refrain-mapping.toml").write_text(proposal.toml)
    ours, theirs = read_file(tmp_path / name), read_file(name)
    for table in ("incidents", "incident_services", "follow_ups", "timeline_events"):
        assert ours.rows.get(table) == theirs.rows.get(table)


@pytest.mark.parametrize(
    ("name", "text"), [("a.md", "# A"), ("a.json", "[1]"), ("a.csv", "title,start\n"), ("a.json", "{")]
)
def test_a_file_without_records_is_refused(tmp_path: Path, name: str, text: str) -> None:
    """Exit code 2 and a message that says what to do."""
    (tmp_path / name).write_text(text)
    result = CliRunner().invoke(main, ["map", str(tmp_path / name)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    record=st.dictionaries(
        st.text(min_size=1, max_size=12),
        st.recursive(st.none() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)),
        min_size=1,
    )
)
def test_any_record_gives_a_mapping_that_parses(tmp_path: Path, record: dict[str, Any]) -> None:
    """Whatever stands in names and values, the proposal is TOML."""
    path = tmp_path / "any.json"
    path.write_text(json.dumps([record]))
    assert "fields" in tomllib.loads(propose(path).toml)
