"""Parts whose headings hold more than one, name none, or leave it open."""

from __future__ import annotations

import pytest

from tests.etl.transform.test_layouts import BEFORE
from tests.etl.transform.test_told_times import read


def test_a_part_on_the_cause_and_the_resolution_tells_both() -> None:
    """What was done stands in its sentences."""
    text = (
        "## Root cause and resolution\n\nThe cause was a deadlock of two queries. To resolve the issue, the shop's "
        "team rewrote one of them.\n"
    )
    found = read(BEFORE + text).values
    assert found["short_term_text"] == "To resolve the issue, the shop's team rewrote one of them."
    assert "deadlock" in found["cause_text"]


@pytest.mark.parametrize("open_cause", ["N/A - still being investigated by the vendor.", "TBD", "Unknown so far."])
def test_a_root_cause_left_open_is_none(open_cause: str) -> None:
    """What happened is no cause; what is named as one elsewhere is."""
    story = "## Summary\n\nFrom 10:00 to 11:00 nobody got in.\n\n"
    assert not read(f"# 2024-03-05: Log-in\n\n{story}## Root cause\n\n{open_cause}\n").values.get("cause_text")
    named = f"{story}The outage was caused by a full disk.\n\n## Root cause\n\n{open_cause}\n"
    assert read(f"# 2024-03-05: Log-in\n\n{named}").values["cause_text"] == "The outage was caused by a full disk."


def test_a_label_on_its_own_line_opens_what_went_well_within_the_follow_ups() -> None:
    """ "Lessons and follow-ups" holds both."""
    text = (
        "## Lessons learned and follow-ups\n\nThings that went well:\n\n- The runbook was there\n\n"
        "Things to improve:\n\n- Test the tills. **Owner: Kim** ([#12](https://tracker.example/12))\n"
    )
    found = read(BEFORE + text)
    assert found.values["went_well_text"] == "The runbook was there"
    assert [(f.text, f.owner) for f in found.follow_ups] == [("Test the tills", "Kim")]


def test_remediation_beside_follow_ups_is_what_was_done() -> None:
    """Alone it may hold what is still to do."""
    done = "## Remediation\n\n- Renewed the certificate\n\n"
    both = read(BEFORE + done + "## Follow-up tasks\n\n- Alert on certificates (@kim, due 2024-04-01)\n")
    assert both.values["short_term_text"] == "Renewed the certificate"
    assert [(f.text, f.owner, str(f.due_on), f.status) for f in both.follow_ups] == [
        ("Alert on certificates", "kim", "2024-04-01", "open")
    ]
    assert len(read(BEFORE + done).follow_ups) == 1
