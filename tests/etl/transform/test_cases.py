"""Golden cases: `tests/cases/<name>/input.*` is read, and each fact that `expected.toml` states is compared.

The cases were written by hand for this project; what they expect is what a careful reader of the document
would say, under the enumerations of etl/records.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl.extract.document import raw_incidents
from etl.records import FollowUp, Incident, Reject, SourceFile
from etl.transform.narrative import read_incident

CASES = Path(__file__).parents[2] / "cases"
_NOT_FACTS = frozenset({"file_name", "records", "missing"})
_ENUMERATIONS = frozenset({"cause_category", "trigger", "detection_source"})


@cache
def expected_of(case: str) -> dict[str, dict[str, Any]]:
    """The expected facts by record key; a document of one incident has the key ""."""
    stated = tomllib.loads((CASES / case / "expected.toml").read_text())
    return stated.get("records") or {"": stated}


@cache
def incidents_of(case: str) -> dict[str, Incident]:
    """The incidents as they are read from the case's input, by record key."""
    path = next((CASES / case).glob("input.*"))
    stated = tomllib.loads((CASES / case / "expected.toml").read_text())
    file = SourceFile(str(path), str(path.parent), "cases", stated.get("file_name") or f"{case}{path.suffix}")
    rejects: list[Reject] = []
    _, raws = raw_incidents(file, path.read_bytes(), rejects)
    assert not rejects
    return {raw.key: read_incident(raw, file.default_zone) for raw in raws}


def facts() -> Iterator[Any]:
    for case in sorted(p.parent.name for p in CASES.glob("*/expected.toml")):
        for key, stated in expected_of(case).items():
            for field in sorted(stated.keys() - _NOT_FACTS):
                yield pytest.param(case, key, field, id="-".join(filter(None, (case, key, field))))
            for field in stated.get("missing", []):
                yield pytest.param(
                    case, key, f"missing {field}", id="-".join(filter(None, (case, key, "missing", field)))
                )


def read_fact(incident: Incident, field: str) -> Any:
    match field:
        case "services" | "mitigations" | "methods" | "roles":
            return sorted(getattr(incident, field))
        case "timeline":
            return [e.at for e in incident.events]
        case "n_failed_attempts":
            return sum(1 for e in incident.events if e.outcome == "failed")
        case "problem_lines":
            return [p.line for p in incident.problems]
    return incident.values.get(field)


def same_follow_up(expected: dict[str, Any], got: FollowUp) -> bool:
    """Every stated field of the item is as read; its text holds the stated words."""
    return expected["text"] in got.text and all(getattr(got, k) == v for k, v in expected.items() if k != "text")


@pytest.mark.parametrize(("case", "key", "field"), list(facts()))
def test_a_fact_is_read_as_a_careful_reader_would(case: str, key: str, field: str) -> None:
    """Each fact that the case states is the one that is extracted; what the text does not say is missing."""
    incident = incidents_of(case)[key]
    if field.startswith("missing "):
        assert incident.values.get(field.removeprefix("missing ")) is None
        return
    expected = expected_of(case)[key][field]
    if field.endswith("_has"):
        text = " ".join((incident.values.get(f"{field.removesuffix('_has')}_text") or "").split())
        assert [words for words in expected if words not in text] == [], text
    elif field.endswith("_include"):
        got = getattr(incident, field.removesuffix("_include"))
        assert set(expected) <= set(got), got
    elif field == "follow_ups":
        shown = [
            (f.text, f.status, f.kind, f.owner, f.opened_on, f.due_on, f.done_on, f.url) for f in incident.follow_ups
        ]
        assert len(incident.follow_ups) == len(expected), shown
        assert [e for e, got in zip(expected, incident.follow_ups, strict=True) if not same_follow_up(e, got)] == [], (
            shown
        )
    else:
        got = read_fact(incident, field)
        if field in _ENUMERATIONS and isinstance(expected, list):
            assert got in expected
        elif isinstance(expected, list) and isinstance(expected[0], str):
            assert got == sorted(expected)
        else:
            assert got == expected


@pytest.mark.parametrize("case", sorted(p.parent.name for p in CASES.glob("*/expected.toml")))
def test_every_record_of_a_case_is_expected(case: str) -> None:
    """A file gives the records that a reader would count, no more and no fewer."""
    assert incidents_of(case).keys() == expected_of(case).keys()


@pytest.mark.parametrize("case", sorted(p.parent.name for p in CASES.glob("*/input.md")))
def test_evidence_points_at_its_words(case: str) -> None:
    """The line that evidence names holds the first words of its quote, where both are given."""
    lines = (CASES / case / next((CASES / case).glob("input.*")).name).read_text(encoding="utf-8-sig").splitlines()
    incident = incidents_of(case)[""]
    for evidence in (*incident.evidence, *(e for f in incident.follow_ups for e in f.evidence)):
        if evidence.line_start is None or evidence.rule.startswith(("section:", "source field", "follow_up: status")):
            continue
        near = " ".join(lines[evidence.line_start - 1 : (evidence.line_end or evidence.line_start) + 2])
        words = [w for w in evidence.quote.replace(":", " ").split() if w.isalnum()][:3]
        assert all(w in near for w in words), (evidence, near)
