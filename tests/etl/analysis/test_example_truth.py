"""The analysis finds in the example company what its generator planted there."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.analysis.fix_hold import judge_completed_fixes
from etl.analysis.recurrence import find_recurrences
from etl.analysis.recurrence_pairs import last_of_theme, with_ends

TRUTH = Path(__file__).parents[3] / "data" / "example" / "truth.json"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """The planted truth of the example, its incidents as a list."""
    found: dict[str, Any] = json.loads(TRUTH.read_text("utf-8"))
    return {**found, "incidents": [{"path": path, **planted} for path, planted in found["incidents"].items()]}


@pytest.fixture(scope="module")
def incidents(truth: dict[str, Any]) -> pd.DataFrame:
    """Planted incidents with their planted themes."""
    rows = pd.DataFrame(truth["incidents"])
    return pd.DataFrame(
        {
            "incident_id": rows["path"],
            "theme_id": rows["theme"],
            "started_at": pd.to_datetime(rows["started_at"]),
            "resolved_at": pd.to_datetime(rows["resolved_at"]),
            "services": rows["services"],
        }
    )


@pytest.fixture(scope="module")
def fixes(truth: dict[str, Any]) -> pd.DataFrame:
    """Planted follow-ups."""
    items = [
        {**item, "incident_id": incident["path"], "follow_up_id": f"{incident['path']}#{item['seq']}"}
        for incident in truth["incidents"]
        for item in incident["follow_ups"]
    ]
    return pd.DataFrame(items)


def test_recurrences_and_fix_states_are_the_planted_ones(
    truth: dict[str, Any], incidents: pd.DataFrame, fixes: pd.DataFrame
) -> None:
    """Same pairs and same states as the generator, which works them out in its own way."""
    ids = with_ends(incidents)["incident_id"].to_numpy()
    later, earlier = last_of_theme(with_ends(incidents))
    pairs_of_theme = pd.DataFrame({"incident_id": ids[later], "earlier_incident_id": ids[earlier]})
    found = find_recurrences(incidents, fixes, pairs_of_theme.assign(is_likely=True, days_since=1.0, score=1.0))
    planted = {
        incident["path"]: (incident["recurrence"]["earlier"], incident["recurrence"]["fix_state"])
        for incident in truth["incidents"]
        if incident["recurrence"]
    }
    pairs = zip(found["earlier_incident_id"], found["fix_state"], strict=True)
    assert dict(zip(found["incident_id"], pairs, strict=True)) == planted


def test_planted_fixes_are_judged_by_what_was_planted(
    truth: dict[str, Any], incidents: pd.DataFrame, fixes: pd.DataFrame
) -> None:
    """A fix planted to do nothing is seen to recur; one planted to hold is never said to have recurred."""
    judged = judge_completed_fixes(incidents, fixes, date.fromisoformat(truth["as_of"]))
    verdicts = judged.set_index("follow_up_id")["verdict"]
    planted = {f"{fix['path']}#{fix['seq']}": fix for fix in truth["fixes"]}
    found = {name: verdicts[name] for name in planted}
    failing = {name for name, fix in planted.items() if not fix["holds"]}
    assert {found[name] for name in failing} == {"recurred"}
    assert "held" in {found[name] for name in set(planted) - failing}
