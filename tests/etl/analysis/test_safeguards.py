"""What noticed an incident, from the words that say so."""

import pytest

from etl.analysis.safeguards import KINDS, UNNAMED, safeguard


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "A synthetic check of /prices failed three times, and its alert paged the on-call.",
            "synthetic check or probe",
        ),
        ("Health checks of the ingress turned red", "synthetic check or probe"),
        ("The smoke tests of the nightly pipeline failed", "test or release check"),
        ("Secret scanning reported a token in a public repository", "security check"),
        ("The alert on the success rate fired", "alert"),
        ("On-call was paged at 03:12", "alert"),
        ("Somebody saw the spike on the dashboard", "dashboard"),
        ("Monitoring detected failures", UNNAMED),
        ("", UNNAMED),
        (None, UNNAMED),
    ],
)
def test_the_most_telling_word_decides(text: str | None, kind: str) -> None:
    """A probe that pages is a probe; what is not named stays unnamed."""
    assert safeguard(text) == kind


def test_each_kind_can_be_found_by_its_own_words() -> None:
    """No kind hides behind an earlier one altogether."""
    telling = ("uptime check", "integration tests", "vulnerability scan", "alarm", "graphs")
    assert [safeguard(text) for text in telling] == list(KINDS)
