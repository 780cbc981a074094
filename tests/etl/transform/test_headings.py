"""What part of a postmortem a heading opens, in words that teams choose for themselves."""

from __future__ import annotations

import pytest

from etl.transform.lexicon import heading_role, section_role

ROLES = {
    "long_term": (
        "Where do we go from here?", "How can we do better?", "What's next", "What we plan to change", "Looking ahead",
        "What we have done to prevent this", "Preventing a repeat", "Making sure it does not happen again",
        "Steps we are taking", "Improvement plan", "Repair items", "Our commitments", "Learnings & actions",
        "What are we going to do about it?", "Way forward", "Safeguards added", "Bugs filed", "Action items and owners",
    ),
    "went_well": ("What worked", "What we did right", "Wins", "Things that helped", "The good parts"),
    "went_wrong": ("What failed", "Went poorly", "Gaps identified", "What slowed us down", "What we could do better"),
    "got_lucky": ("Lucky breaks", "What we got lucky with"),
    "cause": (
        "Root cause and resolution", "The culprit", "How did this happen?", "Technical deep dive", "Failure mode",
        "What went wrong and why", "Why was the shop down?", "Immediate cause", "🔎 Five Why's",
        "Blameless root cause", ":seedling: Root cause", "Root cause {#why}",
    ),
    "impact": (
        "Who is affected?", "Services impacted", "What did customers see?", "Extent of the outage", ":mag: Impact",
    ),
    "diagnosis": ("Our investigation", "Finding the root cause", "The hunt", "Identifying the problem"),
    "short_term": ("How was it resolved?", "Details of fix", "Actions taken during the incident", "The recovery"),
    "timeline": ("Series of events", "Timeline & actions", "Minute by minute"),
    "lessons": ("What we've learned", "Insights"),
    "summary": ("The short version", "So what happened?"),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "role"), [(h, role) for role, headings in ROLES.items() for h in headings])
def test_a_heading_names_its_part(heading: str, role: str) -> None:
    """In any wording that says plainly what stands below it."""
    assert heading_role(heading) == role


@pytest.mark.parametrize("label", ["Next", "Future", "Wins", "Highlights", "What failed", "Discussion"])
def test_within_a_line_such_a_word_opens_nothing(label: str) -> None:
    """ "Next: we restarted the pods" is a sentence."""
    assert section_role(label) is None


@pytest.mark.parametrize("heading", ["Payments API", "Tuesday", "12:40 The second failover", "Kafka", ""])
def test_other_headings_name_none(heading: str) -> None:
    """What a heading does not say is not guessed."""
    assert heading_role(heading) is None
