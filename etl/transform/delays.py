"""How long after its start an incident was noticed, as sentences tell it ("we were paged one minute later")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from etl.transform.outline import Fact
from etl.transform.patterns import together, worded
from etl.transform.spans import ROUGHLY, Said, in_figures

_LENGTH = (
    r"(?P<length>(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
    r"[\s-]+(?:hours?|hrs?|minutes?|mins?)\b(?:,? (?:and )?\d+ (?:minutes?|mins?)\b)?)"
)
_LEARNED = (
    r"(?:paged|alerted|notified|noticed|detected|discovered|spotted|flagged"
    r"|(?:alerts?|alarms?|monitor\w*|pagers?) (?:were |was |had |have )?(?:fir\w*|trigger\w*|went off|caught it|picked it up))"
)
_NOTICED_AFTER = (
    worded(rf"\b{_LEARNED}\b(?: \w+){{0,4}} (?:within|after|in) {_LENGTH}(?:\W*$|[.,;)]| (?:of|after|from)\b)"),
    worded(rf"\b{_LEARNED}\b(?: \w+){{0,3}} {_LENGTH} (?:after|later|into|in)\b"),
    worded(rf"\b(?:within|after|in) {_LENGTH},? (?:we|it|i|they|the \w+) (?:\w+ ){{0,3}}{_LEARNED}\b"),
    worded(rf"\b{_LENGTH} later,? (?:\w+ ){{0,5}}{_LEARNED}\b"),
)
_AT_ONCE = worded(
    rf"\b(?:immediately|instantly|at once|right away|promptly|straight ?away) {_LEARNED}\b|\b{_LEARNED} (?:\w+ )?(?:immediately|instantly|at once|right away|straight ?away)\b"
    r"|\b(?:alerts?|alarms?|pagers?) (?:immediately|instantly) (?:fir|trigger|went|start)\w*|\b(?:detection|response|reaction) times? (?:was|were) (?:under|less than|below) (?:a|one|1) minute\b"
)
together(*_NOTICED_AFTER, _AT_ONCE)


def told_delays(prose: Iterable[Said]) -> Iterator[Fact]:
    """The length as written, in the order of the text's parts; rough lengths tell no time."""
    for text, line, _ in prose:
        if not any(hint in text for hint in _HINTS):
            continue
        for match in (m for pattern in _NOTICED_AFTER if (m := pattern.search(text))):
            if not ROUGHLY.search(text[: text.index(match["length"])][-_NEAR:]):
                yield Fact("noticed_after", "noticed after", in_figures(match["length"]), line or 0)
        if _AT_ONCE.search(text):
            yield Fact("noticed_after", "noticed after", "0 minutes", line or 0)


_HINTS = ("min", "hour", "hr", "mmediate", "nstant", "romptly", "at once", "away")
_NEAR = 30
"""Characters before a length in which a word may say that it is rough."""
