"""What people did and will do, told in turns of phrase and layouts of teams with a style of their own."""

from __future__ import annotations

import pytest

from etl.transform.actions import actions_in
from etl.transform.inquiry import methods_in
from etl.transform.lexicon import heading_role
from tests.etl.transform.test_judge import read as read_file
from tests.etl.transform.test_layouts import BEFORE, items
from tests.etl.transform.test_told_times import read

UNDER = "## Action items\n\n"


def told(text: str) -> list[tuple[str, str, str | None]]:
    """The follow-ups' words, states and owners."""
    return [(item.text, item.status, item.owner) for item in items(text)]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The till's settings were fixed by reversing the change", "rollback"),
        ("Reversal of the misconfiguration at noon", "rollback"),
        ("The tills were shut down at noon", "drain_or_remove"),
        ("The proxy stopped serving old receipts", "drain_or_remove"),
        ("Kim unplugged all the cables of the till", "drain_or_remove"),
        ("Kim scales up the old receipt servers", "add_capacity"),
        ("Service came back by deleting the till's deployment and creating a new one", "redeploy_or_replace"),
        ("We also switched to using the vendor's printers", "config_change"),
        ("We raised the maximum number of open receipts", "config_change"),
        ("Restored the missing route of the shop", "config_change"),
        ("The receipt parser has been patched to ensure that it ends", "code_fix"),
        ("Added better error handling around the card reader", "code_fix"),
        ("Added Receipt::close()", "code_fix"),
        ("A change was deployed by Kim that ensures receipts are kept", "code_fix"),
        ("Orders were migrated away from the failed till", "failover"),
        ("The page was changed to use the standby receipt service", "failover"),
        ("We await the bank's team to fix their network", "wait_on_provider"),
        ("Manually created the missing file on both tills", "workaround"),
        ("The receipts table was defragmented", "data_repair"),
    ],
)
def test_more_words_for_what_was_done(sentence: str, value: str) -> None:
    """Synonyms, nouns and passives of each kind of mitigation."""
    assert value in actions_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The till's restarts stopped",
        "The balancer stopped failing over",
        "Query parameters can be added to the address",
        "The import was killed by the OOM killer",
        "We awaited user response",
        "Installed the ca-certificates package",
        "The controller reconciles",
        "All customers were disconnected",
        "The change replaced the two-line fix with a single call",
    ],
)
def test_what_only_sounds_like_an_act_is_none(sentence: str) -> None:
    """The fault's own doing, an end of it, a possibility."""
    assert not actions_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("`kubectl --namespace shop logs till-7` repeats it", "logs"),
        ("kubectl -n shop get pods", "system_inspection"),
        ("Metrics were displaying that no till was up", "metrics"),
        ("The errors were visible in the monitoring system", "metrics"),
        ("settings.toml diff reviewed", "recent_changes"),
        ("There was no recent upgrade of the till", "recent_changes"),
        ("A community thread described the same symptom", "documentation_search"),
        ("This rules out the printer", "hypothesis_test"),
        ("I suspected the problem was the printer", "hypothesis_test"),
        ("Checked https://status.bank.example.com first", "provider_status"),
    ],
)
def test_more_words_for_how_the_cause_was_found(sentence: str, value: str) -> None:
    """Commands with options, passives, and what was ruled out."""
    assert value in methods_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The client cannot verify any certificate",
        "The fix was not tested locally",
        "A condition that checked the version was added",
        "A customer reported it via GitHub issue #7",
        "Added error checking for all database writes",
        "The shop was not reachable using ssh",
    ],
)
def test_no_look_is_no_method(sentence: str) -> None:
    """Software that checks, a look that did not happen, and a report."""
    assert not methods_in(sentence)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What could be done to avoid this in future?", "long_term"),
        ("Which things should be changed to prevent a repeat", "long_term"),
        ("Future investigation", "long_term"),
        ("Future prevention & spare tills", "long_term"),
        ("Proactive measures", "long_term"),
        ("Moving foward", "long_term"),
        ("Recomendations", "long_term"),
        ("Timline", "timeline"),
        ("Identified problems:", "went_wrong"),
        ("Resolving actions", "short_term"),
    ],
)
def test_more_headings_name_their_part(heading: str, role: str) -> None:
    """With a slip of a letter, too."""
    assert heading_role(heading) == role


@pytest.mark.parametrize(
    ("item", "status", "owner"),
    [
        ("**me** - Renew the card of the shop", "not_recorded", "me"),
        ("[x] **Kim** — Renew the card of the shop", "done", "Kim"),
        ("Already added an alarm on free space", "done", None),
        ("I also installed a pager on the till", "done", None),
        ("(Already planned) Write a guide to the till", "open", None),
        ("Spare tills - we are working and will continue to work on them", "open", None),
        ("We will buy a spare till. While the old one has been tested, it may fail again.", "open", None),
        ("In the future, I might buy a spare till", "open", None),
        ("Nightly clean-up of the till via cron. Runs every day at 4", "done", None),
        ("We are looking into spare tills", "in_progress", None),
        ("We've started testing spare tills", "in_progress", None),
        ("We decided against a spare till", "declined", None),
    ],
)
def test_an_item_tells_who_and_how_far(item: str, status: str, owner: str | None) -> None:
    """By a bold name in front, and by what is already done or planned."""
    assert [(found.status, found.owner) for found in items(f"{UNDER}- {item}\n")] == [(status, owner)]


def test_a_promise_beside_a_list_is_an_item() -> None:
    """ "We will also ..." below the list."""
    listed = "We will:\n\n- Write a guide to the till\n\nWe will also test the till every week.\n"
    assert [text for text, *_ in told(UNDER + listed)] == [
        "Write a guide to the till",
        "We will also test the till every week.",
    ]


def test_a_list_of_causes_holds_no_items() -> None:
    """Under a heading of actions, "they were due to:"."""
    listed = "The failures were due to:\n\n- No test of the till\n- A full disk\n\nFrom now on:\n\n- Test the till\n"
    assert [text for text, *_ in told(UNDER + listed)] == ["Test the till"]


def test_a_list_of_links_belongs_to_its_paragraph() -> None:
    """The paragraph asks, the links are its tickets."""
    asked = "Receipts should be kept in the office, not in the shop:\n\n- https://tracker.example/shop/77\n"
    found = items(UNDER + asked)
    assert len(found) == 1
    assert found[0].text.startswith("Receipts should be kept")
    assert found[0].url == "https://tracker.example/shop/77"


def test_a_named_item_with_its_state_keeps_its_details() -> None:
    """What stands below "**Spare till** (in progress):" are its parts."""
    listed = (
        "- Write a guide to the till\n- **Spare till** (in progress):\n  - stands in the office\n  - has a printer\n"
    )
    found = told(UNDER + listed)
    assert [status for _, status, _ in found] == ["not_recorded", "in_progress"]
    assert found[1][0].startswith("Spare till")


def test_boxes_under_a_solution_are_tasks_where_one_is_open() -> None:
    """A solution whose boxes are all ticked only tells what was done."""
    assert told("## Solution\n\n- [x] Block the bot\n- [ ] Rate limit the shop\n") == [
        ("Block the bot", "done", None),
        ("Rate limit the shop", "open", None),
    ]
    assert not told("## Solution\n\n- [x] Block the bot\n")


@pytest.mark.parametrize(
    ("cause", "trigger"),
    [
        ("After rebooting the hosts no till could start.", "maintenance"),
        ("A planned intervention on the router cut off the shop.", "maintenance"),
        ("Something has changed in AWS over the weekend.", "provider_change"),
        ("A fox damaged one of the network cables.", "hardware_failure"),
        ("One of the tills failed to power on.", "hardware_failure"),
        ("We increased the maximum number of open tills.", "config_change"),
        ("The addition of a login webhook broke the shop.", "config_change"),
        ("Changes made to the printer service surfaced an old fault.", "deploy"),
        ("The receipts table grows unbounded.", "gradual_decay"),
    ],
)
def test_a_cause_tells_what_set_it_off(cause: str, trigger: str) -> None:
    """In the words of those who write at length."""
    assert read(BEFORE + f"## Root cause\n\n{cause}\n").values["trigger"] == trigger


def test_why_it_took_long_is_not_why_it_happened() -> None:
    """A story without parts: the delay has a cause of its own."""
    story = (
        "# Shop down on 2024-03-05\n\nThe shop was down for an hour. The shop ran with expired certificates. "
        "The delay in incident response was due to a misconfigured pager.\n"
    )
    values = read_file(story).values
    assert values["cause_category"] == "certificate_credential"
    assert values["trigger"] == "expiry"


def test_a_readme_that_is_titled_as_a_report_is_one() -> None:
    """In a folder of its own."""
    parts = "## The cause\n\nThe key of the till had no rights.\n\n## Resolving actions\n\n- tills were rolled back\n"
    assert read_file(f"# Incident report: upgrade of the tills\n\n{parts}", "05-03-24/README.md").values["is_incident"]
    assert not read_file(f"# Till\n\n{parts}", "05-03-24/README.md").values["is_incident"]


@pytest.mark.parametrize(
    "line",
    [
        "Kim noticed that the receipts page was not loading",
        "Kim found that all tills are failing",
        "The fix was confirmed as resolved",
    ],
)
def test_noticing_and_closing_are_no_diagnosis(line: str) -> None:
    """Somebody sees that it fails, or that it is over."""
    story = (
        f"# Shop down on 2024-03-05\n\nThe shop was down.\n\n## Timeline\n\n- 10:00 {line}\n- 11:00 The shop is back\n"
    )
    assert not read_file(story).values.get("diagnosis_text")
