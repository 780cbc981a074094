"""Running text: marks, sentences, and what of a longer text is worth showing."""

import pytest

from etl.transform.prose import gist, plain, sentences
from etl.transform.timeline import what_helped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The `x` *broke*", "The x broke"),
        ("[runbook](https://example.com/a_b)", "runbook"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_marks_are_left_out_and_names_stay(text: str, shown: str) -> None:
    """Markdown marks go, links keep their words, underscores inside a name are part of it."""
    assert plain(text) == shown


def test_sentences_end_at_stops_and_at_line_ends() -> None:
    """A version number is no end of a sentence."""
    assert list(sentences("Upgraded to 1.2. It broke\nand was rolled back.")) == [
        "Upgraded to 1.2.",
        "It broke",
        "and was rolled back.",
    ]


def test_a_gist_holds_whole_sentences_and_at_least_one() -> None:
    """As many sentences as fit; a single long one is not cut."""
    assert gist("One. Two. Three.", most_chars=9) == "One. Two."
    assert gist("A long sentence without an end", most_chars=5) == "A long sentence without an end"
    assert gist(None) == ""


def test_what_helped_is_not_what_failed() -> None:
    """An attempt that failed is passed over; success is preferred to silence."""
    text = "Restarted the pods: errors were still there.\nScaled out.\nRolled back: requests recovered."
    assert what_helped(text) == "Rolled back: requests recovered."
    assert what_helped("Restarted it: it did not help.\nScaled out.") == "Scaled out."
    assert what_helped("") == ""
