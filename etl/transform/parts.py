"""The text of each part of a postmortem: cause, impact, diagnosis, short term, long term, what went well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from etl.records import TimelineEvent
from etl.transform.actions import actions_in
from etl.transform.inquiry import methods_in
from etl.transform.outline import Outline, Section
from etl.transform.patterns import AnyOf, together, worded
from etl.transform.prose import plain, sentences
from etl.transform.stages import is_recovery, tells_of_cause

MAX_CAUSE_CHARS = 1500

_CAUSAL = worded(
    r"\b(root cause|caused (by|a|the|all|our|an)|because|due to|as a result of|result(ed|ing)? (of|in|from)|the reason (for|was|is)|(was|were|is) (the )?(cause|culprit|result)|led to|leading to|meant that|this was attributed|triggered (by|a|the)|underlying (issue|problem)|turn(s|ed) out|failed to|misconfig\w*|somehow|issue was with|the (issue|problem|fault|bug) (was|is|were|lay|came)|prevent(ed|ing)|stemmed from|originat\w+|by mistake|accidental(ly)?|wasn'?t (fully )?aware|incorrectly|did not (have|know|account|expect)|missing|expired|ran out|exhaust\w+|hit (our|the|a) .{0,20}limit|without (fully )?(being )?aware|bugs? in|single point of failure|introduced|resulted)\b"
)
_IMPACT = worded(
    r"\b(users?|customers?|services?|clients?|traffic|requests?|bookings?|launch(es)?|builds?|pods|applications?|teams?|visitors|sites?|logs|metrics|deployments?)\b.{0,80}\b(fail\w*|unable|could ?n[o']t|unavailab\w+|error\w*|down|disrupt\w*|degrad\w*|affected|impacted|slow\w*|interrupt\w*|lost|missing|not (be )?(able|available|working|operational|accessible|shipped)|unreachable|inaccessible|timed? ?out|broke|50\d|stopped|delay\w*|reject\w*|no longer|outage|denied)\b|\b(outage|disruption|downtime|unavailab\w+|impact\w*|degraded)\b"
)
_INVESTIGATED = worded(
    r"\b(investigat\w*|debug\w*|troubleshoot\w*|identified|discovered|found (that|out|the|a|an|in|four|\d+)|discovers?|describ(ing|ed) the|turned out|reali[sz]ed|compared|suspect\w*|look(ed|ing) (at|into)|check(ed|ing)|verif(y|ied|ying)|exhibited the same|did not (resolve|help|fix)|notic(ed|ing)|confirmed|research(ed|ing)|reproduc\w*|tested)\b"
)
_BLANK = re.compile(
    r"list of things that went|things that could have gone better|these are (?:only sample|good things)|for example,?$|quick summary of"
    r"|\W*(?:(?:n/?a|none|tbd|tba|todo|unknown|not known|to be (?:confirmed|determined))\W*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one part, and where it stands."""

    column: str
    text: str
    line: int | None
    line_end: int | None
    rule: str


def read_parts(
    drawn: Outline,
    events: Sequence[TimelineEvent],
    facts: Mapping[str, Any],
    updates: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Part]:
    """The parts that the document holds, by column. A part that it does not hold is absent."""
    found = [
        _cause(drawn, events, facts),
        _impact(drawn, events, facts, updates),
        _from_sections(drawn, "summary_text", "summary"),
        _diagnosis(drawn, events),
        _short_term(drawn, events),
        _from_sections(drawn, "long_term_text", "long_term"),
        _from_sections(drawn, "went_well_text", "went_well"),
        _from_sections(drawn, "went_wrong_text", "went_wrong"),
        _from_sections(drawn, "got_lucky_text", "got_lucky"),
    ]
    return {part.column: part for part in found if part}


def _from_sections(drawn: Outline, column: str, *roles: str, limit: int = 8000) -> Part | None:
    told = [(section, said) for section in drawn.of(*roles) if (said := _said(section))]
    if not told:
        return None
    text = "\n".join(said for _, said in told)[:limit]
    first, last = told[0][0], told[-1][0].blocks[-1]
    return Part(column, text, first.line, last.line_end, f"section: {first.title}"[:120])


def _said(section: Section) -> str:
    """A section's own words: template prompts, placeholders and code left out."""
    lines = [plain(b.text) for b in section.blocks if b.kind != "code" and b.depth >= 0]
    return "\n".join(x for x in lines if x and not _BLANK.match(x))


def _pick(text: str, pattern: re.Pattern[str], most: int, limit: int) -> str:
    """The sentences that match, in order, up to ``most`` of them and ``limit`` characters."""
    chosen: list[str] = []
    for sentence in sentences(text):
        if pattern.search(sentence) and " | " not in sentence and len("\n".join([*chosen, sentence])) <= limit:
            chosen.append(sentence)
        if len(chosen) == most:
            break
    return "\n".join(chosen)


_ROLE_WEIGHT = {
    "cause": 3.0, "trigger": 2.2, "summary": 2.2, None: 1.6, "diagnosis": 1.6, "background": 1.6, "short_term": 1.4,
    "detection": 1.5, "impact": 1.3, "went_wrong": 1.2, "long_term": 1.2, "lessons": 0.6,
}  # fmt: skip
_TITLE_WEIGHT = 1.5
_EVENT_WEIGHT = 1.1
_LEAST_CAUSAL = 1.6
_LEAST_CAUSAL_OF_UPDATES = 2.6
_LEAST_IF_OPEN = 3.6
"""What another sentence must weigh where the part of the cause leaves it open."""
_AS_TELLING = 1.2
"""Sentences that weigh nearly as much as the heaviest come first, the others after them."""


def _cause(drawn: Outline, events: Sequence[TimelineEvent], facts: Mapping[str, Any]) -> Part | None:
    """The sentences that best state the cause, from the cause section and from wherever else it is told.

    Each sentence weighs what its section weighs, plus what its own words add; the heaviest are kept, up to
    ``MAX_CAUSE_CHARS``, those of the cause section first. Where a section of the root cause leaves it open, only words of
    cause elsewhere count.
    """
    given = plain(str(facts.get("cause_text") or ""))
    if given and given.upper() != "UNKNOWN":
        return Part("cause_text", given[:MAX_CAUSE_CHARS], None, None, "source field")
    if explicit := _explicit_cause(drawn):
        return explicit
    is_open = any(_EXPLICIT.search(s.title) for s in drawn.of("cause") if s.blocks)
    weighed: list[tuple[float, int, int, str]] = []
    for title in dict.fromkeys(filter(None, (drawn.title, str(facts.get("title") or "")))):
        bare = plain(title).rpartition(" - ")[2]
        if not is_open:
            weighed.append((_TITLE_WEIGHT + _causal_weight(bare), len(weighed), drawn.title_line or 0, bare))
    for section in drawn.sections:
        if section.role not in _ROLE_WEIGHT or (section.role is None and section.level >= 7) or _is_left_open(section):
            continue
        for position, (sentence, line) in enumerate(_lines_said(section)):
            if section.role == "long_term" and not _NAMED_CAUSE.search(sentence):
                continue
            if is_open and _causal_weight(sentence) <= 0:
                continue
            weight = _ROLE_WEIGHT[section.role] - 0.04 * position + _causal_weight(sentence)
            weighed.append((weight, len(weighed), line, sentence))
    for event in events:
        if event.kind != "communicated" or _CAUSAL.search(event.text):
            told = (
                1.5
                if _IDENTIFIED.match(event.text) and (_MECHANISM.search(event.text) or _CAUSAL.search(event.text))
                else 0.0
            )
            weighed += [
                (_EVENT_WEIGHT + told + _causal_weight(s), len(weighed) + n, event.line or 0, s)
                for n, s in enumerate(sentences(event.text)[:8])
            ]
    least = _LEAST_CAUSAL if drawn.sections else _LEAST_CAUSAL_OF_UPDATES
    least = _LEAST_IF_OPEN if any(map(_is_left_open, drawn.sections)) else least
    kept, used, said = [], 0, set()
    for item in sorted(weighed, key=lambda w: (-w[0], w[1])):
        if item[0] < least or used + len(item[3]) + 1 > MAX_CAUSE_CHARS or item[3] in said:
            continue
        kept.append(item)
        said.add(item[3])
        used += len(item[3]) + 1
    if not kept:
        return None
    best = kept[0][0]
    in_order = sorted(kept, key=lambda w: (w[0] < best - _AS_TELLING, w[1]))
    where = in_order[0][2] or None
    return Part("cause_text", "\n".join(w[3] for w in in_order), where, where, "sentences of cause")


_EXPLICIT = re.compile(
    r"(?i)\broot[- ]cause|^\W*(the |an? )?((underlying|direct|primary|main|technical|actual|immediate) )?cause"
)
_ABOVE = re.compile(r"(?i)\broot[- ]cause")
_WHYS = re.compile(r"(?i)\bwhy['’]?s\b|^\W*why\W*$")
""" "Five whys", and each "Why?" of them."""
_TOLD_UNDER = frozenset({"cause", "trigger", "summary", "background", None})
"""What a heading "Root cause" holds in parts of its own: "Immediate trigger: ...", "What happened?"."""
_NOT_KNOWN = worded(
    r"\b(still (being )?(investigat|look|work)\w*|(will|to) (start|begin|continue) (looking|to look|investigat)\w*|not (yet )?(been )?(known|clear|identified|determined|established|understood)|unknown|to be (determined|confirmed|investigated)|under investigation)\b"
)
_LONG_ENOUGH = 400
"""So long a text tells something even where it says that the cause is not known."""
_ENOUGH_CHARS = 12
_MOST_OF_SUMMARY = 500


def _explicit_cause(drawn: Outline) -> Part | None:
    """A section that is headed as the root cause speaks for itself, unless it only says that the cause is not known. What
    the summary names as the root cause stands below it, and then the answers to "Why?"."""
    sections = [s for s in drawn.sections if _is_of_root_cause(s)]
    text = "\n".join(filter(None, map(_said, sections)))
    shown = [s for section in drawn.of("summary", None) for s, _ in _lines_said(section) if _NAMED_CAUSE.search(s)]
    longest = max((len(s) + 1 for s in shown[:1] if s not in text[:MAX_CAUSE_CHARS]), default=0)
    text = text[: MAX_CAUSE_CHARS - min(longest, _MOST_OF_SUMMARY)]
    if len(text) < _ENOUGH_CHARS or (len(text) < _LONG_ENOUGH and _NOT_KNOWN.search(text)):
        return None
    whys = [s for s in drawn.of("cause") if s not in sections and _WHYS.search(s.title)]
    asked = (s for section in whys for s, _ in _lines_said(section))
    for sentence in (*shown, *asked):
        if sentence not in text and len(text) + len(sentence) < MAX_CAUSE_CHARS:
            text += f"\n{sentence}"
    told = [s for s in sections if s.blocks]
    return Part("cause_text", text, told[0].line, told[-1].blocks[-1].line_end, f"section: {told[0].title}"[:120])


def _is_left_open(section: Section) -> bool:
    """ "Cause: not yet determined."."""
    if section.role != "cause" or len(section.text) >= _SHORT:
        return False
    return bool(_EXPLICIT.search(section.title) and _NOT_KNOWN.search(section.text))


_SHORT = 80


def _is_of_root_cause(section: Section) -> bool:
    if section.role == "cause" and _EXPLICIT.search(section.title):
        return True
    return section.role in _TOLD_UNDER and any(_ABOVE.search(title) for title in section.path[1:])


def _lines_said(section: Section) -> list[tuple[str, int]]:
    return [
        (s, line)
        for s, line in section.told
        if len(s) > 12 and not _BLANK.match(s) and not (":" in s and _METADATA.match(s))
    ]


@lru_cache(maxsize=2_000)
def _causal_weight(sentence: str) -> float:
    return sum(_WEIGHTS[i] for i in _ANY_CAUSAL.among(sentence))


_ROOT = worded(
    r"\b(root cause (was|is)|the (direct |underlying |actual |likely |probable |ultimate |main |primary |real )?cause (was|is|of)|caused by|was due to|is due to|turned out|culprit|attributed to|it (is|was) determined that|because|underlying issue|identified (that|as)|resulted in|caused (the|a|all|our)|reason (for|was|is)|seem(ed|s) to (come|stem) from|is what is \w+ing|issue was with|which (meant|caused)|led to|meant that)\b"
)
_NAMED_CAUSE = worded(
    r"\b(primary|root|main|ultimate|underlying|actual|direct|likely|probable) cause (of|was|is)\b|\b(outage|incident|problem|issue|failure)s? (seems?|seemed|appears?|appeared) to (come|stem|be caused|originate)"
)
_MECHANISM = worded(
    r"\b(expired|exhaust\w*|misconfig\w*|upgrad\w+|deploy\w*|version|limit|memory|disk|bug|deleted|removed|changed|missing|incorrect\w*|reverted|outage|default|out of|crash\w*|full|quota|overload\w*|certificate|conflict\w*|wrong|reduced|not enough|too (many|low|high|small|much)|leak\w*|restarted|destroyed|expos(ed|ure|ing)|pushed|attempted to|insufficient|dropped|stopped|cordoned|unhealthy|malicious|vulnerab\w*|accidental\w*|applied|damaged|severed|discontinued|dead)\b"
)
_IDENTIFIED = re.compile(r"(?i)identified:")
_METADATA = worded(
    r"^([\w-]+ ){0,3}(owner|dates?|authors?|status|scheduled for|recording|severity|priority|services?|team|published|attendees|category|time to \w+|commander|lead|scribe)\**:"
)
_LINKS_ONLY = worded(r"^(timeline|slack thread|incident (timeline|thread)|https?:|see )")
_OF_DELAY = worded(
    r"\b(the |a |this |our )?(delay(ed)?|slow(ness)?|lateness|late) (in |of |to )?(the |our |this |incident |initial )*(response|detection|detecting|noticing|resolution|resolving|recovery|escalation|communication|reaction|fixing)\b"
)
"""Why it took so long is not why it happened."""
_WEIGHTS = (2.0, 1.1, 0.5, -1.5, -4.0)
_ANY_CAUSAL = AnyOf([p.pattern for p in (_ROOT, _CAUSAL, _MECHANISM, _LINKS_ONLY, _OF_DELAY)])


def _impact(
    drawn: Outline, events: Sequence[TimelineEvent], facts: Mapping[str, Any], updates: Sequence[Mapping[str, Any]]
) -> Part | None:
    if given := plain(str(facts.get("impact_text") or "")):
        return Part("impact_text", given[:4000], None, None, "source field")
    if told := _from_sections(drawn, "impact_text", "impact"):
        return told
    for section in drawn.of("summary", None, "detection", "background", "cause"):
        if picked := _pick(_said(section), _IMPACT, 4, 1500):
            return Part("impact_text", picked, section.line, section.line, "sentences of impact")
    failing = [e for e in events if _IMPACT.search(e.text) or e.kind == "detected"][:2]
    if failing:
        return Part(
            "impact_text",
            "\n".join(e.text for e in failing)[:1500],
            failing[0].line,
            failing[-1].line,
            "timeline: first failures",
        )
    for section in drawn.of("summary"):
        if opening := "\n".join(sentences(_said(section))[:2]):
            return Part("impact_text", opening[:1500], section.line, section.line, "opening of the summary")
    if updates and (message := plain(str(updates[0].get("message") or ""))):
        return Part(
            "impact_text", message[:2000], updates[0].get("line"), updates[0].get("line"), "first status update"
        )
    return None


def _diagnosis(drawn: Outline, events: Sequence[TimelineEvent]) -> Part | None:
    if told := _from_sections(drawn, "diagnosis_text", "diagnosis"):
        return told
    lines = [e for e in events if any(map(_is_diagnosis, sentences(e.text)))]
    if not lines:
        for section in drawn.of("background", "short_term", "summary", "detection", None, "cause", "impact"):
            said = "\n".join(x for x in sentences(_said(section)) if not _NO_DIAGNOSIS.search(x))
            if picked := _pick(said, _INVESTIGATED, 4, 1500):
                return Part("diagnosis_text", picked, section.line, section.line, "sentences of diagnosis")
        return None
    return Part(
        "diagnosis_text", "\n".join(e.text for e in lines)[:4000], lines[0].line, lines[-1].line, "timeline: diagnosis"
    )


def _is_diagnosis(text: str) -> bool:
    """True if a line tells what was looked at or found, not only that somebody began to look."""
    if _NO_DIAGNOSIS.search(text) or is_recovery(text):
        return False
    return tells_of_cause(text) or bool(_INVESTIGATED.search(text)) or bool(methods_in(text))


_NO_DIAGNOSIS = worded(
    r"\bidentified (an? )?(potential |possible |unusual )*(issue|problem)s?\W*$|\bfound (out )?that (all|some|many|most|no|several|the|our|her|his|my) [^.;]{1,60} (is|are|was|were) (failing|down|unavailable|broken|not working|offline|slow|unreachable)\b|\bnotic\w* (that )?[^.;]{0,80}\b(not (working|loading|responding)|missing from|broken|down|failing|unavailable|offline|(had|has) (turned|gone|stopped)|slow)\b|\bconfirmed (as )?(being )?(resolved|fixed)\b|\bus(es|ed) to (discover|identify|find|check)\b|\buses (\S+ ){0,5}to (discover|identify|find|check)\b|\bteam (has )?identified the issue affecting\b|\bteam is investigating\b|\b(remains?|still|is|are|currently) under investigation\b|^\W*(all|affected) [^.;]{3,80} identified\W*$|\bgoing through and checking\b|^\W*(the )?root cause (was |is )?identified( and .{0,40})?\W*$|\b(i|we)['’]ll\b|\b(users?|transactions?|orders?|payments?|bookings?)\b.{0,50}\b(appear\w* (as )?)?confirmed\b|\byou (may|might|will) have noticed\b|^.{0,100}\b(begins?|began|starts?|started) (to )?(investigat|triag)\w*\W*$|\b(started|began|opened|launched) (an?|the|our) (\w+ )?investigation\b|\b(before|without) (it|this|the \w+) (could|can|being able to) (be )?[^.;]{0,20}investigat\w*|\bunable to (establish|determine|identify|find) (the |a |any )?(root |exact )?cause\b|\bcause (was|has been|is) identified as (a|an|the)\b|\bit was (discovered|noticed|found|observed|reported) that (no|some|many|most|all|several|users|customers|requests|the (site|service|website|page|app|api))\b|\binvestigations?( \w+){0,12} (starts?|started|commenced|begins?|began|begun|ongoing)\b|\b(we(['’]re| are)|still|continu\w+|will|and are) (to )?(be )?(start\w* )?(investigat|research|look)\w*|\binvestigated (by\b|and (\w+ )?escalated)|\b(notic|detect|spott|report|observ)\w+ (an?|the|some|service|this) (\w+ )?(errors?|issues?|problems?|outage|degradation|failures?|alerts?)\b|\b(issues?|problems?|outage) (\S+ ){0,6}?(was|were) (first )?(detected|noticed|identified) (by|while|when)\b|\bidentified and reported\b|\b(confirmed|tested|verified) by (the |an? |@)?\w+|\b(raised|opened) (an? |another )?(\w+ )?(question|ticket|issue)\b|\b(started|began|commenced|ongoing) (the )?(root cause )?investigati(on|ons|ng)\b|\binvestigation thread\b|\bnot (been |yet )?(identified|found|known)\b|\b(still|longer-term|to be) investigat\w+|^.{0,40}\bdetected and verified\b|^verified (that )?(new|all)\b"
)


_REPAIRED = worded(
    r"\b(we|i|(the |our )?(\w+ )?(team|engineers?|operators?|developers?|admins?))\b( (then|immediately|quickly|promptly|eventually|finally|also|have|had|has|was able to|were able to|and))* (fix(ed|es)?|correct(ed|s)?|repair(ed|s)?|rectif(ied|ies)|remed(ied|ies)|resolv(ed|es)) (it|this|that|the \w+)\b|\band correct(s|ed) it\b|\b(remed(y|ies)|fix(es)?|mitigations?|countermeasures?) (have|has|had) been (deployed|applied|put in place|rolled out)\b"
)


def _told_of_actions(drawn: Outline) -> Part | None:
    """The sentences of a story without parts that tell what was done."""
    for section in (*drawn.of("summary", None, "background"), *drawn.of("timeline", "diagnosis", "cause", "impact")):
        told = [s for s in sentences(_said(section)) if _REPAIRED.search(s) or any(True for _ in actions_in(s))]
        if told:
            return Part(
                "short_term_text", "\n".join(told[:4])[:1500], section.line, section.line, "sentences of actions"
            )
    return None


_AND_RESOLUTION = re.compile(
    r"(?i)\b(and|&|/)\s+(the )?(resolution|fix|mitigation|recovery|remediation|repair|solution)\b"
)
_RESOLVED = worded(
    r"\bto (resolve|fix|mitigate|address|repair|restore|recover|solve) (the|this|it|that|these|our|all)\b|\b(was|were|got) (then |quickly |finally |successfully )?(resolved|fixed|restored|replaced|repaired|reverted|rolled back|restarted|corrected|updated|redeployed)\b|\b(the )?(resolution|fix|solution) (was|involved|consisted)\b"
)


def _resolved_with_cause(drawn: Outline) -> Part | None:
    """ "Root cause and resolution": of such a part the sentences that tell what was done."""
    for section in drawn.of("cause"):
        if not _AND_RESOLUTION.search(section.title):
            continue
        told = [s for s in sentences(_said(section)) if _RESOLVED.search(s) or any(True for _ in actions_in(s))]
        if told:
            text = "\n".join(told)[:4000]
            return Part("short_term_text", text, section.line, section.line, "sentences of actions")
    return None


def _short_term(drawn: Outline, events: Sequence[TimelineEvent]) -> Part | None:
    if told := _from_sections(drawn, "short_term_text", "short_term"):
        return told
    if told := _resolved_with_cause(drawn):
        return told
    lines = [e for e in events if e.kind in ("attempt", "mitigated")]
    if not lines:
        return _told_of_actions(drawn)
    return Part(
        "short_term_text",
        "\n".join(e.text for e in lines)[:4000],
        lines[0].line,
        lines[-1].line,
        "timeline: actions taken",
    )


together(_INVESTIGATED, _NO_DIAGNOSIS)
