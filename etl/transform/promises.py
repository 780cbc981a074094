"""What a story without a list of actions promises: sentences on what is done so that it does not happen again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from etl.records import Block
from etl.transform.outline import Outline, Section
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences

_SO_THAT = worded(
    r"\b(prevent\w*|avoid\w*|stop|minimi[sz]e|reduce|guard against|mitigate)\b[^.;]{0,60}\b(again|future|recurr\w*|reoccur\w*|occur\w*|similar|such|happening|this (kind|type|class)|these (kinds|types)|likelihood|chances?|repeat)\b|\b(ensure|make sure|so)\b[^.;]{0,60}\b(never|not|can'?t|cannot|won'?t|does ?n[o'’]?t)\b[^.;]{0,30}\b(happen|occur|recur|again|repeat\w*|any ?more)"
)
_FOR_GOOD = worded(
    r"\b(add|automat|build|creat|deploy|document|expand|extend|harden|implement|improv|increas|introduc|investing|rebuild|reduc|refactor|replac|research|review|rework|strengthen|test|tighten|updat|upgrad)\w*\b[^.;]{0,80}\b(alert\w*|monitoring|monitors|tests|testing|process(es)?|procedures?|tooling|automation|runbooks?|documentation|safeguards?|redundan\w+|resilien\w+|reliability|backups?|checks|limits|isolation|observability|training|improvements|playbooks?|probes?|ways to|how to)\b"
)
_NEWS = worded(
    r"\b(provide|post|share|publish|send|give)\w* (an? |more |further |the |you )*(updates?|information|details|post-?mortem|report)|\bkeep (you|everyone) (updated|posted|informed)|\b(apologi[sz]e|sorry|thank)\b|\?\W*$|\brolling out (a|the) (potential )?fix\b|\bin the meantime\b|\b(still|currently) (working|investigating)\b|\bexpect\w* (a |full |to )*(resolution|fix|restor\w+|be)\b|\binvestigating (a|an|the)( potential)? (issue|problem)\b|\b(has|have|had) (all )?(already )?(caused|failed)\b|\b(have|has) learned\b"
)
_WILL_CHANGE = worded(
    r"\b(we|i|our (\w+ )?(team|engineers)|the team)( also| now)?(['’]ll| will| plan to| intend to| aim to| are going to| are planning to|['’]re going to|['’]re planning to) (also |now |soon |have to |need to |further |be )*(add|automat|build|document|expand|extend|harden|implement|improv|increas|introduc|invest in|migrat|rebuild|reduc|refactor|replac|rework|rewrit|strengthen|tighten|upgrad)\w*"
)
_WE_ARE = re.compile(
    r"\b(?:[Ww]e|(?:[Oo]ur|[Tt]he|[A-Z]\w+) (?:\w+ )?(?:team|engineers|developers)|[Tt]he team|I)(?:['’](?:ll|re|m)|(?: also| now)? (?:will|plan to|intend to|aim to|are|am))\b"
)
_FROM_NOW_ON = worded(
    r"(^|[.!?]\s)\W*(in (the )?future|going forward|moving forward|from now on),? .*\b(will|should|must|shall|(we|i) (\w+ly )?(intend to|plan to|want to|aim to|hope to|need to|are looking to|are going to))\b"
)
_WE_DO = re.compile(
    r"\b(?:[Ww]e|[Oo]ur (?:\w+ )?(?:team|engineers|developers|staff)|[Tt]he team|I)(?:['’](?:re|ve|ll|m)|(?: \w+ly| also| now)? (?:will|are|am|have|plan|intend|aim|want|need|should|\w+ed))\b(?! (?:sorry|unable|been unable|happy|aware|confident)\b)"
)
_STORY = frozenset(
    {"detection", None, "summary", "short_term", "background", "impact", "cause", "lessons", "trigger", "communication"}
)
_AMONG_ACTIONS = frozenset({"short_term"})
"""Where the document has follow-ups of its own, promises count among what was done."""
_PROMISED = "Promised"
_MAY_PROMISE = together(_SO_THAT, _FOR_GOOD, _WILL_CHANGE, _FROM_NOW_ON)


def with_promises(drawn: Outline) -> Outline:
    """The outline with a section of long-term actions after each part that promises some, where it has none."""
    told_in = _AMONG_ACTIONS if any(s.text for s in drawn.of("long_term")) else _STORY
    sections: list[Section] = []
    for section in drawn.sections:
        sections.append(section)
        if section.role == "short_term" and (tasks := _tasks(section)):
            path = (*section.path, section.title)
            sections.append(Section(_PROMISED, "long_term", 7, tasks[0].line, path, tasks))
        if section.role in told_in and (promises := list(_promises(section))):
            path = (*section.path, section.title)
            sections.append(Section(_PROMISED, "long_term", 7, promises[0].line, path, promises))
    return replace(drawn, sections=tuple(sections))


_BOX = re.compile(r"\s*\[[ xX]?\](?!\()")
_OPEN_BOX = re.compile(r"\s*\[ ?\](?!\()")


def _tasks(section: Section) -> list[Block]:
    """A list of check boxes below "Solution" is a list of tasks where one of them is still open."""
    boxed = [b for b in section.blocks if b.kind == "item" and b.text.lstrip().startswith("[") and _BOX.match(b.text)]
    return boxed if any(_OPEN_BOX.match(b.text) for b in boxed) else []


def _promises(section: Section) -> Iterator[Block]:
    for block in section.blocks:
        if block.kind not in ("paragraph", "item") or not _MAY_PROMISE(block.text):
            continue
        for sentence in sentences(plain(block.text)):
            if not _NEWS.search(sentence) and (promise := _promise(sentence)):
                yield block._replace(kind="paragraph", text=promise, depth=0)


def _promise(sentence: str) -> str | None:
    """From where somebody does something about it: the sentence, or its last clause before the purpose. A lasting change
    ("more alerts") needs no purpose where it lies ahead."""
    if purpose := _SO_THAT.search(sentence):
        doers = [m.start() for m in _WE_DO.finditer(sentence)]
        before = [at for at in doers if at < purpose.start()]
        return sentence[before[-1] :] if before else sentence if doers else None
    if ahead := _WILL_CHANGE.search(sentence):
        return sentence[ahead.start() :]
    if _FROM_NOW_ON.search(sentence):
        return sentence
    change = _FOR_GOOD.search(sentence)
    doer = _WE_ARE.search(sentence) if change else None
    return sentence[doer.start() :] if change and doer and doer.start() < change.start() else None
