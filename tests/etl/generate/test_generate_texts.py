"""The words of the example: templates, scenarios, and documents that agree with their plan."""

# ruff: noqa: S311 - nothing here is secret

import re
from random import Random

import pytest

from etl.generate.causes import CauseTheme, all_themes
from etl.generate.company import services_for
from etl.generate.document_families import RENDERERS, render
from etl.generate.one_offs import one_offs
from etl.generate.plan import plan_incidents
from etl.generate.scenarios import scenarios
from etl.generate.story import Story, tell
from etl.generate.templates import expand, sentence
from etl.generate.timeline import MAX_EVENTS

CAUSE_CATEGORIES = {
    "code_defect", "configuration", "change_rollout", "capacity", "dependency", "network_dns",
    "certificate_credential", "hardware_power", "data_storage", "security", "human_procedure", "unknown",
}  # fmt: skip
TRIGGERS = {
    "deploy", "config_change", "traffic", "scheduled_job", "provider_change", "maintenance", "gradual_decay",
    "expiry", "manual_action", "hardware_failure", "attack", "unknown",
}  # fmt: skip
METHODS = {
    "logs", "metrics", "recent_changes", "reproduction", "code_reading", "provider_status",
    "system_inspection", "documentation_search", "hypothesis_test", "asked_expert",
}  # fmt: skip
MITIGATIONS = {
    "rollback", "restart", "drain_or_remove", "add_capacity", "redeploy_or_replace", "config_change",
    "code_fix", "failover", "credential_renewal", "data_repair", "wait_on_provider", "self_recovered",
    "workaround",
}  # fmt: skip
KINDS = {"prevent", "detect", "mitigate", "process", "document", "investigate"}


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """The stories of 600 incidents, told as the writer tells them."""
    incidents = plan_incidents(600, seed=5)
    services = services_for(600)
    return [tell(item, services, incidents[item.recurrence.earlier] if item.recurrence else None) for item in incidents]


def test_a_template_fills_slots_inside_choices() -> None:
    """`[a {x}|b {x}]` gives either alternative, filled in."""
    texts = {expand("[a {x}|b {x}].", {"x": "1"}, Random(seed)) for seed in range(20)}
    assert texts == {"a 1.", "b 1."}


def test_an_unknown_slot_is_an_error() -> None:
    """No residue of a template can slip into a document."""
    with pytest.raises(KeyError):
        expand("a {nothing}", {}, Random(0))


def test_a_sentence_begins_large_and_ends_in_one_stop() -> None:
    """Closing punctuation is added only where there is none."""
    assert [sentence("a b"), sentence("Done."), sentence("ran `x`")] == ["A b.", "Done.", "Ran `x`"]


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: str(theme.key))
def test_every_scenario_has_words_for_every_part(theme: CauseTheme) -> None:
    """Whatever cause is drawn, texts fit it: symptom, lead-up, two ways of diagnosis, remedy, items."""
    assert len(theme.causes) >= 6
    for scenario in scenarios(theme):
        for part in ("titles", "short_causes", "lead_ups", "symptoms", "attempts", "mitigations", "services"):
            assert getattr(scenario, part), f"{scenario.causes[0]}: no {part}"
        assert len(scenario.diagnosis) >= 2
        assert len(scenario.follow_ups) >= 3


def test_causes_use_the_enumerations_only() -> None:
    """Categories, triggers, methods, mitigations and kinds are those that the warehouse knows."""
    for cause in (*all_themes(), *one_offs()):
        assert cause.category in CAUSE_CATEGORIES
        assert {trigger for trigger, _ in cause.lead_ups} <= TRIGGERS
        assert {method for method, _ in cause.diagnosis} <= METHODS
        assert {mitigation.kind for mitigation in cause.mitigations} <= MITIGATIONS
        assert {item.kind for item in (cause.fix, *cause.follow_ups)} <= KINDS


def test_each_team_writes_in_its_form_and_all_forms_occur(stories: list[Story]) -> None:
    """The five forms can be told apart by a mark of their own."""
    marks = (
        "| Action item |",
        "---\ntitle:",
        "## Corrective actions",
        "## Lessons learnt",
        "- **Key events**",
    )
    documents = [render(story) for story in stories]
    assert len(RENDERERS) == len(marks)
    assert all(sum(mark in document for mark in marks) <= 1 for document in documents)
    assert all(any(mark in document for document in documents) for mark in marks)


def test_documents_hold_no_residue_of_templates(stories: list[Story]) -> None:
    """No slot, choice or scenario tag is left; no empty value or single letter was printed as a sentence."""
    residue = re.compile(
        r"[{}~]|\[[^\]\n]*\||\.\.|[.`] .?\.(?=\s)|\bNone\b(?! (were|of)|\.?$)",
        re.MULTILINE,
    )
    for story in stories:
        assert not residue.search(render(story)), story.title


def test_documents_name_the_zone_and_their_length_is_that_of_real_ones(stories: list[Story]) -> None:
    """Each document says that its times are UTC; the mean length lies between 3 and 6 thousand characters."""
    documents = [render(story) for story in stories]
    assert all("UTC" in document for document in documents)
    assert 3000 < sum(map(len, documents)) / len(documents) < 6000


def test_the_timeline_states_exactly_the_stated_times(stories: list[Story]) -> None:
    """Each time that is stated has one line of its kind; one that is not stated has none."""
    kinds = ("started", "detected", "diagnosed", "mitigated", "resolved")
    for story in stories:
        for kind in kinds:
            stated = getattr(story.incident, f"{kind}_at")
            assert [e.at for e in story.timeline if e.kind == kind] == ([stated] if stated else [])
        assert len(story.timeline) <= MAX_EVENTS
        times = [event.at for event in story.timeline]
        assert times == sorted(times)


def test_causes_rarely_read_alike(stories: list[Story]) -> None:
    """Among themed incidents nearly every statement of the cause is worded differently."""
    causes = [story.cause for story in stories if story.incident.theme]
    assert len(set(causes)) > 0.97 * len(causes)
