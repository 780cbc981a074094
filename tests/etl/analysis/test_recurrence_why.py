"""The sentences that show why two incidents look like one failure."""

import pytest

from etl.analysis.recurrence_why import shared_sentences, terms_told

LATER = "The volume filled up at night. The certificate of the gateway had expired, so payments failed."
EARLIER = "Payments were refused. The gateway's certificate expired without a warning. The team met at noon."


def test_the_nearest_sentences_are_shown_with_the_words_they_share() -> None:
    """One sentence of each, the rarest words first."""
    rarity = {"gateway": 4.0, "certificat": 5.0, "expir": 3.0, "paym": 3.0, "fail": 2.5}
    (found,) = shared_sentences([LATER], [EARLIER], rarity)
    assert found.later == "The certificate of the gateway had expired, so payments failed."
    assert found.earlier == "The gateway's certificate expired without a warning."
    assert {"certificate", "gateway", "expired"} <= set(found.words)


def test_the_likeness_is_the_cosine() -> None:
    """Hand calculation: two of three terms are shared, all of one rarity: 2 / 3."""
    rarity = dict.fromkeys(terms_told(["alpha bravo charlie delta"]), 5.0)
    (found,) = shared_sentences(["Alpha bravo charlie."], ["Alpha bravo delta."], rarity)
    assert found.likeness == pytest.approx(2 / 3)


def test_no_sentence_is_used_twice() -> None:
    """Two pairs tell more than one sentence beside two others."""
    later = "Alpha bravo charlie. Delta echo foxtrot."
    earlier = "Alpha bravo charlie. Alpha bravo golf. Delta echo hotel."
    found = shared_sentences([later], [earlier], {}, most=3)
    assert [(one.later, one.earlier) for one in found] == [
        ("Alpha bravo charlie.", "Alpha bravo charlie."),
        ("Delta echo foxtrot.", "Delta echo hotel."),
    ]


def test_what_everybody_says_is_no_evidence() -> None:
    """A set phrase of a status page stands in too many incidents to tell anything."""
    said = "We are investigating reports of degraded performance."
    assert shared_sentences([said], [said], dict.fromkeys(terms_told([said]), 1.6)) == []


@pytest.mark.parametrize("earlier", [None, "", "Nothing of the kind.", "Payments."])
def test_what_shares_too_little_is_no_evidence(earlier: str | None) -> None:
    """No text, other words, or a single word in common."""
    assert shared_sentences([LATER], [earlier], {}) == []
