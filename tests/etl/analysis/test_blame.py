"""Blaming phrases: found where people are blamed, not where software fails or a passive fact is told."""

import re

import pytest

from etl.analysis.blame import CUE, blaming_phrases


def _kinds(text: str) -> list[str]:
    return [found.kind for found in blaming_phrases(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The outage was caused by human error.", "human error as a cause"),
        ("The incident was put down to an operator mistake.", "human error as a cause"),
        ("The team was careless with the keys.", "a judgement of character"),
        ("This was negligence, plain and simple.", "a judgement of character"),
        ("The engineer is to blame for this.", "putting it on someone"),
        ("He made a mistake in the script.", "putting it on someone"),
        ("Somebody forgot to renew the certificate.", "neglect"),
        ("The developer failed to test the migration on a copy.", "neglect"),
        ("We should have noticed the alert an hour earlier.", "hindsight"),
        ("We should've been more careful.", "hindsight"),
        ("The limits should have been reviewed before the launch.", "hindsight"),
        ("The operators did not read the runbook.", "what somebody did not know"),
        ("She wasn't aware of the second cluster.", "what somebody did not know"),
        ("The contractor accidentally dropped the index.", "a person or team as the cause"),
        ("Only one team responded to the warning.", "a person or team as the cause"),
    ],
)
def test_blame_is_found_and_named(text: str, kind: str) -> None:
    """Each kind of blame that the field's guides name, in its plainest form."""
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The table was deleted by accident.",
        "User error rates rose to 5 %.",
        "The job failed to start after the upgrade.",
        "We should have a runbook for this.",
        "The pod should not have been scheduled there.",
        "Git blame shows the change.",
        "The flag was mistakenly enabled by the release tool.",
        "Customers did not notice.",
        "Requests could have been retried.",
        "We did not know the cause yet.",
        "The service was not aware of the new nodes.",
        "Kubernetes forgot the lease.",
        "Engineers did not need to act.",
        "This postmortem is blameless.",
        "A fault in the switch took the rack down.",
        "`he forgot to` is a string in the test.",
        "These are only sample subheadings. Every action item should have an owner.",
    ],
)
def test_facts_about_systems_are_no_blame(text: str) -> None:
    """Passive facts, failing software, wishes for the future and forms are left alone."""
    assert _kinds(text) == []


def test_a_name_is_never_shown() -> None:
    """The person is left out of the quote, of the phrase and of the advice."""
    for text in ("Sam Porter forgot to renew the certificate.", "@kim-1 mistakenly deleted the table in production."):
        (found,) = blaming_phrases(text)
        assert found.sentence.startswith("[a person] ")
        assert not re.search("Sam|Porter|kim", found.sentence + found.phrase + found.rewrite)


def test_the_rewrite_keeps_what_was_not_done() -> None:
    """Neglect becomes a missing step or check."""
    (found,) = blaming_phrases("During the migration somebody forgot to raise the limit of the pool, so it ran out.")
    assert found.rewrite == "No step, reminder or check would have made sure to raise the limit of the pool."


def test_a_phrase_over_a_line_break_is_one_sentence() -> None:
    """Wrapped paragraphs are read as people read them; a sentence is told once."""
    told = "The outage was down to human{}error during the switch."
    (found,) = blaming_phrases("- " + told.format("\n") + "\n\n- " + told.format(" "))
    assert found.sentence == "The outage was down to human error during the switch."


def test_a_curly_apostrophe_is_an_apostrophe() -> None:
    """Documents from word processors count as well."""
    assert _kinds("The team didn’t follow the procedure.") == ["what somebody did not know"]


def test_hostile_text_takes_no_time() -> None:
    """A megabyte of near misses is read in about a second, whatever it holds."""
    assert list(blaming_phrases("the team " * 120_000)) == []
    assert list(blaming_phrases(("we should have " * 30 + "\n") * 2_000)) == []


@pytest.mark.parametrize("text", ["The outage was caused by human error.", "We should've been more careful."])
def test_the_cheap_cue_lets_blame_through(text: str) -> None:
    """What the cue rejects is never looked at, so it must hold for each of these."""
    assert re.search(CUE, text)
