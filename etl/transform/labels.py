"""The enumerations of one incident: as its source states them, else read from the words of the parts they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from etl.records import (
    CAUSE_CATEGORIES,
    DETECTION_SOURCES,
    DIAGNOSIS_METHODS,
    MITIGATIONS,
    TRIGGERS,
    Evidence,
    TimelineEvent,
    Witness,
)  # fmt: skip
from etl.transform import categories as c
from etl.transform.actions import actions_in
from etl.transform.inquiry import methods_in
from etl.transform.outline import Fact, Outline, Section
from etl.transform.parts import Part
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences
from etl.transform.stages import DETECTED, is_detection, is_recovery
from etl.transform.timeline import in_order, outcome_of

MOST_TELLING_CHARS = 700
"""Categories are read from the head of the cause, where the most telling sentences stand."""

Sentence = tuple[str, int | None]
"""A sentence and its line."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the enumerations are read from."""

    facts: Mapping[str, Any]
    stated: Sequence[Fact]
    parts: Mapping[str, Part]
    drawn: Outline
    events: Sequence[TimelineEvent]
    chosen: Mapping[str, Witness]
    text: str

    def said(self, column: str) -> str:
        return self.parts[column].text if column in self.parts else ""

    def given(self, field: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """The values that the source states by name."""
        value = self.facts.get(field)
        if value in (None, "", []):
            value = next((plain(f.value)[:200] for f in self.stated if f.name == field), None)
        return c.read_enumeration(value or "", allowed)


def read_labels(told: Told) -> tuple[dict[str, Any], list[Evidence]]:
    """``(value or values of each enumeration, evidence)``."""
    evidence: list[Evidence] = []
    labels: dict[str, Any] = {
        "cause_category": _cause_category(told, evidence),
        "trigger": _trigger(told, evidence),
        "detection_source": _detection_source(told, evidence),
    }
    for field, allowed, read, where in (
        ("mitigations", MITIGATIONS, actions_in, _done(told)),
        ("diagnosis_methods", DIAGNOSIS_METHODS, methods_in, _looked_for(told)),
    ):
        stated = c.read_enumeration(told.facts.get(field) or "", allowed)
        labels[field] = stated or tuple(_several(field, read, where, evidence))
    return labels, evidence


def _several(
    field: str,
    read: Callable[[str], Iterable[str]],
    where: Iterable[Sentence],
    evidence: list[Evidence],
) -> dict[str, None]:
    """Every value that a sentence tells, in the order of telling; the first sentence of each is its evidence."""
    found: dict[str, None] = {}
    for text, line in where:
        for value in read(text):
            if value not in found:
                evidence.append(Evidence("", field, line, line, text[:300], f"words: {value}"))
            found[value] = None
    return found


def _cause_category(told: Told, evidence: list[Evidence]) -> str:
    if given := told.given("cause_category", CAUSE_CATEGORIES):
        return given[0]
    texts = (told.said("cause_text")[:MOST_TELLING_CHARS], _title(told), told.said("summary_text"))
    value, _ = c.best(c.CAUSE, *zip((2.0, 1.0, 0.6), texts, strict=True))
    _note("cause_category", value, c.CAUSE, texts, told, evidence)
    return value


_SAYS_SOMETHING = 8
"""A part that is headed as the trigger and names none of the kinds leaves no room for what stands elsewhere."""


def _trigger(told: Told, evidence: list[Evidence]) -> str:
    if given := told.given("trigger", TRIGGERS):
        return given[0]
    named = [s for s in told.drawn.of("trigger") if s.title.strip(" *:#").lower().startswith("trigger")]
    tellers = [*sentences("\n".join(s.text for s in told.drawn.of("trigger")))]
    if any(len(s.text) >= _SAYS_SOMETHING for s in named) and c.first_told(c.TRIGGER, tellers)[0] == "unknown":
        return "unknown"
    begun = told.chosen.get("started_at")
    if begun and begun.rule.startswith("timeline") and not is_detection(begun.quote):
        tellers.append(begun.quote)
    tellers += sentences(told.said("cause_text")[:MOST_TELLING_CHARS])
    tellers += [_title(told), *sentences(told.said("summary_text"))]
    value, where = c.first_told(c.TRIGGER, tellers, weak="deploy")
    if value == "unknown":
        value, where = c.first_told(c.TRIGGER, sentences(told.said("cause_text")[MOST_TELLING_CHARS:]))
        value, where = (value, where) if value != "deploy" else ("unknown", "")
    _note("trigger", value, c.TRIGGER, [where], told, evidence)
    return value


_NOTICED = "staff_noticed"
_ALERTED = worded(
    r"\b(alerts?|alarms?) (were|was|had|started|began|are|is)? ?(firing|fired|triggered|went off|sounding|ringing)\b|\b(alerted|paged|notified) (us|the (on-?call|team))\b|\balerting us\b"
)
""" "A spike was observed. Alerts were firing.": of two ways of noticing, the one that is no person's."""


def _detection_source(told: Told, evidence: list[Evidence]) -> str:
    if given := told.given("detection_source", DETECTION_SOURCES):
        return given[0]
    named = next((plain(f.value)[:200] for f in told.stated if f.name == "detection_source"), "")
    section = [str(told.facts.get("detection_source") or named)]
    section += sentences(plain("\n".join(s.text for s in told.drawn.of("detection"))))
    lines, are_first = _noticing(told)
    parts = ("background", "impact", None, "cause", "short_term")
    elsewhere = (s.text for role in parts for s in told.drawn.of(role))
    tellers = [*lines, *section] if are_first else [*section, *lines]
    heard = map(_without_silence, _on_detection(chain([told.said("summary_text")], elsewhere)))
    value, where = c.first_told(c.DETECTION, map(_without_silence, tellers), weak=_NOTICED)
    if value == "unknown":
        value, where = c.first_told(c.DETECTION, heard, weak=_NOTICED)
    if value == _NOTICED and (alerted := next(filter(_ALERTED.search, heard), "")):
        value, where = "monitoring", alerted
    _note("detection_source", value, c.DETECTION, [where], told, evidence)
    return value


def _noticing(told: Told) -> tuple[list[str], bool]:
    """``(the timeline's lines of detection up to the time of detection, whether they begin at that very time)``."""
    at = told.chosen.get("detected_at")
    placed = in_order(told.events) or [e for e in told.events if e.at]
    lines = [e for e in placed if (e.kind == "detected" or is_detection(e.text)) and not _BARE.match(e.text)]
    if at is None:
        return [e.text for e in lines[:1]], False
    until = [e for e in lines if e.at and e.at <= at.at] or lines[:1]
    texts = [s for e in until for s in _noticed_in(e.text)]
    return texts, bool(until) and at.rule == "named line" and until[0].at == at.at


def _noticed_in(line: str) -> Sequence[str]:
    """The sentences of a line that tell of somebody noticing; all, where none does alone."""
    told = sentences(line)
    return [s for s in told if is_detection(s)] or told


def _title(told: Told) -> str:
    return str(told.facts.get("title") or told.drawn.title or "")


def _note(field: str, value: str, rules: c.Rules, texts: Iterable[str], told: Told, evidence: list[Evidence]) -> None:
    """Keep the first line that says the value."""
    for body in texts:
        if hit := c.quote_for(rules, value, body):
            start = body.rfind("\n", 0, hit[0]) + 1
            quote = body[start:].split("\n", 1)[0][:300]
            line = line_of(told.text, quote)
            evidence.append(Evidence("", field, line, line, quote, f"words: {value}"))
            return


def line_of(text: str, quote: str) -> int | None:
    """The line on which a quote begins, if its first words stand there as written."""
    head = quote[:40].strip()
    at = text.find(head) if len(head) > 8 else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def _on_detection(texts: Iterable[str]) -> Iterator[str]:
    """The sentences that tell of somebody or something noticing."""
    return (s for text in texts for s in sentences(text) if _DETECTED.search(s) and not _MARKED_UP_LINK.match(s))


def _without_silence(text: str) -> str:
    """The text without its alerts that did not fire, and with colleagues who report as those who noticed."""
    text = _NOT_ALERTED.sub(" ", text) if _NOT_ALERTED.search(text) else text
    return _COLLEAGUES.sub("staff noticed", text) if _COLLEAGUES.search(text) else text


_COLLEAGUES = worded(
    r"\b(our|the|my|an?) (own )?(internal )?(qa|q\.a\.|quality assurance|test(ing)?|sre|ops|operations|infrastructure|infra|devops|noc|on-?call) (team|engineers?|members?|testers?|colleagues?|staff)( member| lead)? (\w+ )?(report|rais|flag|notif|alert|mention|inform|spott?|notic)\w*"
    r"|\b(reports?|messages?|pings?|notes?|word) (from|by) (our|the|my|an?|one of our) (own )?(internal )?(qa|q\.a\.|quality assurance|test(ing)?|sre|ops|operations|infrastructure|infra|devops|noc|on-?call) (team|engineers?|members?|testers?|colleagues?|staff)"
)


_NOT_ALERTED = worded(
    r"\b(monitoring|monitors?|alerts?|alerting|alarms?|paging|pages)\b[^.;,]{0,40}\b(did ?n[o'’]?t|not|failed to|never|unable to)\b[^.;,–-]{0,40}|\bno (alerts?|alarms?|alerting|pages?|monitoring)\b[^.;,]{0,40}|\b(n[o'’]t|not|never|nobody was) (alerted|paged|caught|detected) by\b[^.;]{0,40}"
    r"|\b(should|could|would|must|will|need to|want to|plan to|going to) (have )?(\w+ )?(monitor|alert|page)\w*[^.;,]{0,40}"
)
"""An alert that did not fire noticed nothing."""
_BARE = worded(r"(first |fault |issue |incident |team )?(detected|aware|noticed|reported)\W*$")
_DETECTED = worded(DETECTED.pattern)
"""Asked alone: of a line of prose nothing else about its stage is asked."""
_MARKED_UP_LINK = worded(r"^(slack|timeline|\[)")
_FIXED_BY = worded(
    r"\b(fixed|solved|resolved|mitigated|restored|remediat\w*|remed(y|ied)|rectified|recover\w*|self-?heal\w*|without intervention|itself|repaired|workaround|rolled back|reverted|restart\w*|brought back|came back|back to normal|fix(es)?\b|by (deleting|removing|restarting|scaling|adding|increasing|rolling|reverting|redeploying|applying|disabling|changing|updating|cordoning|draining|banning|rotating|renewing))"
)
_ENDED_BY = worded(
    r"\b(and|which|that) (immediately |finally |also )?(fixed|resolved|solved|cured) (the|this|it)\b|\b(outage|incident|issue|problem|impact|service|this|it) (was|were|is|has been) (\w+ )?(fixed|solved|resolved|mitigated|restored|stopped) by\b|\bto (resolve|fix|mitigate|stop|end|solve) (this|the|it)\b[^.]{0,60}, (we|the)\b|\b(remediation|fix|solution|mitigation|resolution|workaround|quickest way)\b[^.;]{0,60}\b(was|were|is) (simply |just |only )?(to \w+|\w+ing)\b"
)
_RESPONSE = re.compile(r"(?i)\brespon[sd]")
""" "Response" tells how the cause was found and what was done."""
_INVESTIGATED = worded(
    r"\b((metrics|dashboards?|graphs?|logs?) (were |was )?(show\w*|display\w*|indicat\w*|reveal\w*|full of)|thinking (that )?(this|it|that)|investigat\w*|inspect\w*|examin(ed|ing)|analy[sz](ed|ing)|hypothes\w*|suspicions?|theor(y|ies)|noted that|upon \w+ing|finding (the|a|an|out|that)|reconstructed|based on (the|these|those)|by (reading|reviewing|examining|analy[sz]ing|tracing|bisecting)|appears? (to be )?unrelated|(not|isn['’]t) clear from|(nothing|no) (of note|unusual|suspicious)|no (signs?|evidence|trace|indication) of|(cannot|could not|can['’]t|couldn['’]t) (prove|tell|determine|establish)|kubectl (get|describe|logs|top|exec)|which showed|debug\w*|troubleshoot\w*|identified|discovered|found (that|out|the|a)|turned out|reali[sz]ed|compared|suspect\w*|look(ed|ing) (at|into)|check(ed|ing)|verif(y|ied|ying)|exhibited the same|did not (resolve|help|fix)|notic(ed|ing)|confirmed|research\w*|reproduc\w*|tested)\b"
)
together(_MARKED_UP_LINK, _FIXED_BY, _ENDED_BY, _INVESTIGATED)


def _told_in(sections: Iterable[Section]) -> list[Sentence]:
    return [sentence for section in sections for sentence in section.told]


def _between(events: Iterable[TimelineEvent], since: Witness | None, until: Witness | None) -> Iterator[TimelineEvent]:
    """The lines from one time to another, those without a time among them."""
    for event in events:
        if event.kind == "communicated" or (since and event.at and event.at < since.at):
            continue
        if until and until.precision != "day" and event.at and event.at > until.at:
            continue
        yield event


def _done(told: Told) -> list[Sentence]:
    """What may tell how the impact was ended: the short-term part, the summary's sentences on the fix, and the timeline's
    lines from detection to resolution that did not fail; the background only where these tell no action."""
    chosen, drawn = told.chosen, told.drawn
    begun, ended = chosen.get("started_at"), chosen.get("resolved_at") or chosen.get("mitigated_at")
    first = begun.quote if begun and begun.rule.startswith("timeline") else None
    found = _told_in(drawn.of("short_term"))
    found += [s for s in _told_in(drawn.of("summary")) if _FIXED_BY.search(s[0])]
    found += [s for s in _told_in(drawn.of(None, "cause", "impact", "background")) if _ENDED_BY.search(s[0])]
    for section in drawn.of("diagnosis"):
        found += [s for s in section.told if _RESPONSE.search(section.title) or _FIXED_BY.search(s[0])]
    for event in _between(told.events, chosen.get("detected_at") or begun, ended):
        if event.outcome != "failed" and event.text[:300] != first:
            found += [(s, event.line) for s in sentences(event.text) if not _came_to_nothing(event, chosen)]
    if not any(actions_in(s) for s, _ in found):
        found += _told_in(drawn.of("background", None, "timeline"))
    return found


_ACT_WORDS = 3
"""Fewer words before a colon are a name or a zone, not an act with its outcome."""


def _came_to_nothing(event: TimelineEvent, chosen: Mapping[str, Witness]) -> bool:
    """ "Restarted the pods: the new ones were flooded at once": an outcome is told, it is no recovery, and the impact
    went on."""
    mitigated = chosen.get("mitigated_at")
    if mitigated is None or event.at is None or event.at >= mitigated.at or ": " not in event.text[:120]:
        return False
    if len(event.text.partition(": ")[0].split()) < _ACT_WORDS:
        return False
    return outcome_of(event.text) != "worked"


_LOOKED = worded(r"\b(check|look|confirm|see|saw|find|found|no (other )?reports?)\w*\b")


def _tells_of_provider(sentence: str) -> bool:
    """A provider's status page is looked at; one's own is written."""
    return bool(_LOOKED.search(sentence)) and "provider_status" in methods_in(sentence)


def _looked_for(told: Told) -> list[Sentence]:
    """What may tell how the cause was found: the diagnosis part, the timeline's lines from detection until the cause and
    the way out were known, how it was detected, and sentences of investigation wherever they stand."""
    chosen, drawn = told.chosen, told.drawn
    ends = [w for w in map(chosen.get, ("diagnosed_at", "mitigated_at")) if w and w.precision != "day"]
    until = max(ends, key=lambda w: w.at, default=None)
    found = _told_in(drawn.of("diagnosis"))
    for event in _between(told.events, chosen.get("detected_at") or chosen.get("started_at"), until):
        if event.kind != "resolved":
            found += [(s, event.line) for s in sentences(event.text) if not is_recovery(s)]
    for event in told.events:
        if event.kind == "communicated":
            found += [(s, event.line) for s in sentences(event.text) if _tells_of_provider(s)]
    found += _told_in(drawn.of("detection"))
    told_of = drawn.of("summary", "background", None, "short_term", "cause", "trigger", "impact", "timeline")
    heard = {text for text, _ in found}
    return found + [s for s in _told_in(told_of) if s[0] not in heard and _INVESTIGATED.search(s[0])]
