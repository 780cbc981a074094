"""Which documents tell of an incident, where they have no parts, no timeline or no date."""

from __future__ import annotations

import pytest

from etl.extract.document import raw_incidents
from etl.records import Incident, SourceFile
from etl.transform.narrative import read_incident


def read(text: str, name: str = "notes/page.md") -> Incident:
    """A document as it is read from a file of that name."""
    file = SourceFile(name, ".", "notes", name)
    return read_incident(raw_incidents(file, text.encode(), [])[1][0])


@pytest.mark.parametrize(
    "text",
    [
        "# 2023-02-07\n\n### Status\n\n![Resolved](green.png)\n\n### Details\n\nThe shop was returning 503s: "
        "every page was unavailable while the proxy had no route.\n",
        '---\ntitle: "Looking back at the outage of Monday 3rd April"\n---\nOn Monday 3rd April we suffered an '
        "outage of the ticket shop for 40 minutes. The root cause was a certificate nobody had renewed.\n",
        "Yesterday evening between 7.15 and 9 PM a broken switch led to downtime of our mail servers.\n\n"
        "The switch has been replaced and no mail was lost.\n",
        "---\ntitle: Orders cleared\ndate: 2023-02-07\n---\nWe had to clear all orders due to an emergency today. "
        "We failed to restart the tills, so the disk filled until the shop became completely unresponsive.\n",
        "## Incident report: wrong fees since the upgrade to 8.1\n\n**Date**: 2023-02-07\n\nThe upgrade set the fee to "
        "100 % by mistake.\n\n## Mitigation\n\nCustomers were paid back.\n",
    ],
    ids=["titled by its date", "a day without a year", "neither title nor date", "an emergency", "after an upgrade"],
)
def test_a_few_sentences_in_the_past_tense_tell_of_an_incident(text: str) -> None:
    """What went wrong, when or for how long, and why or how it ended."""
    assert read(text).values["is_incident"]


@pytest.mark.parametrize(
    "text",
    [
        "# Client\n\nSends requests.\n\n## Troubleshooting\n\nErrors are retried.\n",
        "# Retries\n\nIf the upstream was unavailable the client waits for 5 seconds. `RETRIES=0` turns it off.\n",
        "# Why we moved to two regions\n\nTwo regions keep the shop open. The move took three weeks.\n",
        "# 2023-02-07\n\nMinutes: we talked about the offsite and about hiring.\n",
        "# Restarting the proxy\n\nRun `restart` when pages were unavailable. Users were affected after 2 minutes.\n",
    ],
    ids=["a manual with one part", "a manual", "an announcement", "minutes of a meeting", "a how-to"],
)
def test_other_pages_stay_none(text: str) -> None:
    """A word of trouble in passing is no story."""
    assert not read(text).values["is_incident"]


@pytest.mark.parametrize(
    "text",
    [
        "# Post-mortem: [Incident title]\n\n## Impact\n\n**Example**: on 4 May 2024 the shop was down for an hour.\n\n"
        "## Root cause\n\nA full disk.\n\n## Resolution\n\nWe deleted files.\n",
        "# Review\n\n- **Date**: [start time]\n- **Owner**: [name of the lead]\n- **Reach**: [number]\n\n"
        "## Root cause\n\n[Describe what failed]\n\n## Impact\n\nUsers.\n\n## Timeline\n\nHH:MM detected\n",
        "# Tills\n\nStatus: {draft|final}\nOwner: {who drove it}\nReach: {number of users}\n\n## Root cause\n\n"
        "{without blame, the cause}\n",
        "---\ntitle: Post-mortems and what they are good for\ndate: 2024-05-04\n---\n## Root cause\n\nAsk.\n\n"
        "## Timeline\n\nWrite it first.\n\n## Action items\n\nEach has an owner.\n",
        "# How to write a good incident report\n\n## Impact\n\nSay who was hit.\n\n## Root cause\n\nSay why.\n",
    ],
    ids=["a title to fill in", "brackets to fill in", "braces to fill in", "an article on the practice", "a guide"],
)
def test_forms_and_guides_are_none(text: str) -> None:
    """Though they have every part of a postmortem, and an example."""
    assert not read(text).values["is_incident"]


def test_a_short_entry_may_have_its_labels_in_brackets() -> None:
    """ "[End of message]" is not to be filled in."""
    head = "---\ntitle: Outage of the tills\ndate: 2024-05-04T10:00Z\nseverity: down\n---\n"
    assert read(f"{head}[End of the outage]\nThe tills are back.\n\n[First message]\nTills down.\n").values[
        "is_incident"
    ]


def test_links_and_labels_in_brackets_are_nothing_to_fill_in() -> None:
    """A report full of them is one."""
    text = (
        "# Tills down\n\n[Incident 17](https://x.example) of [Tills][t]. [Timeline]:\n\n## Impact\n\nOn 4 "
        "May 2024 nobody could pay ([Details](https://y.example)).\n\n## Root cause\n\nA full disk.\n\n"
        "## Resolution\n\nWe deleted files.\n\n[t]: https://z.example\n"
    )
    assert read(text).values["is_incident"]


def test_variables_of_a_site_generator_are_no_holes_of_a_template() -> None:
    """Pictures stand behind them in a finished page."""
    picture = "![CPU]({{site.baseurl}}/static/cpu.png)\n\n![Memory]({{ '/memory.png' | relative_url }})\n\n"
    text = "# 2023-01-30: proxy out of memory\n\nAt around 14:30 UTC the proxy was unavailable for 20 minutes.\n\n"
    story = "## Impact\n\nNo page loaded.\n\n## Root cause\n\nThe cache grew without bound.\n"
    assert read(text + 3 * picture + story).values["is_incident"]
    assert not read(text + 4 * "{{ describe it here }}\n\n" + story).values["is_incident"]
