"""Follow-ups of a text that has no part of its own for them: sentences that promise what keeps it from happening again."""

from __future__ import annotations

from collections.abc import Iterator

from etl.transform.outline import Outline
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences

Promise = tuple[str, int, str]
"""A sentence, its line, and the state that it tells ("" where other words of it may)."""

_AGAIN = worded(
    r"\bto (help )?(prevent|avoid|stop|reduce|mitigate|minimi[sz]e) (this|such|similar|a similar|future|these|it|its|any|a (repeat|recurrence)|the (risk|chance)|another)\b.{0,160}\b(we|it is planned|will be|is being|are being)\b|\b(we|will be|is being|are being)\b.{0,160}\bto (help )?(prevent|avoid|stop|reduce|minimi[sz]e) (this|such|similar|a similar|future|these|its|any|a (repeat|recurrence)|the (risk|chance)|another)\b|\b(avoid|prevent)\w* (this|it)\b.{0,30}\b(again|future)\b"
)
_AHEAD = worded(
    r"\b(we|i)(['’]ll| will| plan to| are planning to| are going to|['’]re going to| intend to| need to| should| must| want to) (also |now |soon |have to |need to |look (into|at) )*(be )?(add|automat|build|chang|consider|creat|deploy|document|enabl|expand|extend|harden|implement|improv|increas|introduc|investigat|look(ing)? into|make sure|migrat|mov|rebuild|reduc|refactor|remov|replac|review|rework|rewrit|set(ting)? up|strengthen|switch|test|tighten|updat|upgrad|work(ing)? on)\w*"
)
_UNDER_WAY = worded(
    r"\bwe(['’]re| are) (also |now |currently |already |actively )*(adding|building|exploring|implementing|improving|looking (at|into) (ways|how|options)|planning|researching|reviewing|rolling out|working on (a |an |the |ways|better|improv))\b|\b(going|moving) forward,? (we|the|our|all)\b|\bin (the )?future,? (we|i|the team) (will|['’]ll|should|need|plan|must)\b"
)
_NO_PROMISE = worded(
    r"\b(provide|post|share|publish|send|give|have) (an? |more |further |the |you )*(update|information|details|post-?mortem|report)|\bkeep (you|everyone) (updated|posted|informed)|\b(apologi[sz]e|sorry|thank)\b|\bexpect(ed)? to be\b|\?\W*$"
)
together(_AGAIN, _AHEAD, _UNDER_WAY, _NO_PROMISE)
_ELSEWHERE = frozenset({"timeline", "long_term", "roles", "stats", "went_well", "got_lucky", "communication"})
_MOST = 8


def read_promises(drawn: Outline) -> list[Promise]:
    """The first promises of a document in which no part tells of follow-ups; empty where one does."""
    if any(s.text.strip() for s in drawn.of("long_term")):
        return []
    return [p for p, _ in zip(_promises(drawn), range(_MOST), strict=False)]


def _promises(drawn: Outline) -> Iterator[Promise]:
    for section in drawn.sections:
        if section.role in _ELSEWHERE:
            continue
        for block in section.blocks:
            if block.kind in ("paragraph", "item"):
                told = ((s, _state(s)) for s in sentences(plain(block.text)))
                yield from ((s, block.line, state) for s, state in told if state is not None)


def _state(sentence: str) -> str | None:
    """The state of what a sentence promises; None where it promises nothing."""
    if _NO_PROMISE.search(sentence):
        return None
    if _UNDER_WAY.search(sentence):
        return "in progress"
    if _AHEAD.search(sentence):
        return "not recorded"
    return "" if _AGAIN.search(sentence) else None
