"""The day of an incident, where the document, its file or its front matter bears another."""

from __future__ import annotations

from datetime import date

import pytest

from tests.etl.transform.test_judge import read

STORY = "The tills were down and nobody could pay. The root cause was a full disk.\n"


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("Yesterday from 10:00 to 11:00 our tills were unavailable.", date(2024, 3, 4)),
        ("Two days ago the tills were offline for an hour.", date(2024, 3, 3)),
        ("On Friday the tills were offline for an hour.", date(2024, 3, 1)),
        ("On 1 March 2024 the tills were offline for an hour.", date(2024, 3, 1)),
        ("On February 28 the tills failed for an hour.", date(2024, 2, 28)),
        ("Today the tills were offline for an hour.", date(2024, 3, 5)),
        ("We opened on 1 March 2024. Today the tills failed.", date(2024, 3, 5)),
    ],
)
def test_a_post_is_written_after_the_day_that_its_opening_tells(opening: str, day: date) -> None:
    """Its bare ``date`` is that of the writing; a day on which nothing broke does not count."""
    found = read(f"---\ntitle: The tills were down\ndate: 2024-03-05\n---\n{opening} {STORY}").values
    assert found["occurred_on"] == day


def test_the_date_of_an_entry_is_its_beginning() -> None:
    """A status page names what was hit, and when it ended."""
    head = "---\ntitle: Tills down\ndate: 2024-03-05 10:00\nresolvedWhen: 2024-03-05 11:00\nseverity: down\n---\n"
    assert read(f"{head}As on 1 March 2024 the tills failed. {STORY}").values["occurred_on"] == date(2024, 3, 5)


def test_what_has_been_broken_since_a_day_began_then() -> None:
    """The document's own date is later."""
    head = f"# Map missing\n\nDate: 25 March 2024\n\n## Summary\n\n{STORY}\n"
    text = f"{head}## Impact\n\nAll phones were affected since 03/11/24.\n"
    found = read(text).values
    assert (found["occurred_on"], found["started_at"].date()) == (date(2024, 3, 11), date(2024, 3, 11))


def test_the_incident_s_own_date_outweighs_a_timeline_that_begins_earlier() -> None:
    """The line before is its history; a bare "Date" may be that of the document."""
    before = "- 2024-02-01 10:00 UTC: A new release fails on a few tills\n"
    lines = f"## Timeline\n\n{before}- 2024-03-05 09:00 UTC: All tills fail\n"
    stated = f"# Tills down\n\n## Incident date\n\n5 March 2024\n\n## Summary\n\n{STORY}\n{lines}"
    assert read(stated).values["occurred_on"] == date(2024, 3, 5)


def test_title_and_file_name_that_agree_outweigh_a_slip_of_the_pen() -> None:
    """A sentence with the month before."""
    text = (
        f"# Tills down on March 26th, 2024\n\nThe tills failed between 2024-02-25 23:04 and 2024-02-26 08:12. {STORY}"
    )
    assert read(text, "pm/2024-03-26.md").values["occurred_on"] == date(2024, 3, 26)
