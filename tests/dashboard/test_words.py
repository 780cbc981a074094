"""No stored word reaches a reader as it is stored."""

import numpy as np
import pytest

from dashboard import words
from dashboard.charts.palette import DARK, LIGHT


@pytest.mark.parametrize("value", [None, float("nan"), ""])
def test_missing_is_said_to_be_not_stated(value: object) -> None:
    """A missing kind is not stated, never empty."""
    assert words.words(value) == "not stated"


def test_an_underscore_never_shows() -> None:
    """Stored kinds lose their underscores; some have names of their own."""
    assert words.words("not_recorded") == "not recorded"
    assert words.words("network_dns") == "network or DNS"
    assert words.fix_state("done") == "done (the fix did not hold)"


def test_severity_is_read_from_any_number() -> None:
    """NumPy's integers count; 0 and missing mean that none was stated."""
    assert words.severity_name(np.int64(2)) == "Severity 2"
    assert words.severity_name(0) == words.severity_name(float("nan")) == "Severity not stated"


def test_stability_is_put_into_words_at_hennigs_marks() -> None:
    """0.75 and 0.6 are the marks of Hennig (2007)."""
    assert words.stability_in_words(0.75).startswith("clear")
    assert words.stability_in_words(0.6).startswith("fair")
    assert words.stability_in_words(0.59).startswith("loose")
    assert words.stability_in_words(float("nan")) == "not measured"


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_state_has_a_colour_of_its_own(colours: object) -> None:
    """No two states of a fix look the same."""
    shades = colours.fix_state  # type: ignore[attr-defined]
    assert set(shades) == set(words.FIX_STATES)
    assert len(set(shades.values())) == len(shades)
