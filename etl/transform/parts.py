"""The text of each part of a postmortem: cause, impact, diagnosis, short term, long term, what went well."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.records import TimelineEvent
from etl.transform.outline import Outline, Section
from etl.transform.timeline import PATTERNS, plain

MAX_CAUSE_CHARS = 1500

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z`*\"'(\[])|\n+")
_CAUSAL = re.compile(
    r"\b(root cause|caused (by|a|the|all|our|an)|because|due to|as a result of|result(ed|ing)? (of|in|from)|the reason (for|was|is)|(was|were|is) (the )?(cause|culprit|result)|led to|leading to|meant that|this was attributed|triggered (by|a|the)|underlying (issue|problem)|turn(s|ed) out|failed to|misconfig\w*|somehow|issue was with|the (issue|problem|fault|bug) (was|is|were|lay|came)|prevent(ed|ing)|stemmed from|originat\w+|by mistake|accidental(ly)?|wasn'?t (fully )?aware|incorrectly|did not (have|know|account|expect)|missing|expired|ran out|exhaust\w+|hit (our|the|a) .{0,20}limit|without (fully )?(being )?aware|bug in|introduced|resulted)\b",
    re.IGNORECASE,
)
_IMPACT = re.compile(
    r"\b(users?|customers?|services?|clients?|traffic|requests?|bookings?|launch(es)?|builds?|pods|applications?|teams?|visitors|sites?|logs|metrics|deployments?)\b.{0,80}\b(fail\w*|unable|could ?n[o']t|unavailab\w+|error\w*|down|disrupt\w*|degrad\w*|affected|impacted|slow\w*|interrupt\w*|lost|missing|not (be )?(able|available|working|operational|accessible|shipped)|unreachable|inaccessible|timed? ?out|broke|50\d|stopped|delay\w*|reject\w*|no longer|outage|denied)\b|\b(outage|disruption|downtime|unavailab\w+|impact\w*|degraded)\b",
    re.IGNORECASE,
)
_TEMPLATE_LINE = re.compile(r"^(list of things that went|things that could have gone better|these are (only sample|good things)|for example,?$|quick summary of)", re.IGNORECASE)
_EMPTY = re.compile(r"^\W*(n/?a|none|tbd|tba|todo|unknown|not known|to be (confirmed|determined)|-|\?)?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one part, and where it stands."""

    column: str
    text: str
    line: int | None
    line_end: int | None
    rule: str


def read_parts(
    drawn: Outline, events: Sequence[TimelineEvent], facts: Mapping[str, Any], updates: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Part]:
    """The parts that the document holds, by column. A part that it does not hold is absent."""
    found = [
        _cause(drawn, events, facts),
        _impact(drawn, facts, updates),
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
    sections = [s for s in drawn.of(*roles) if _said(s)]
    if not sections:
        return None
    text = "\n".join(_said(s) for s in sections)[:limit]
    last = sections[-1].blocks[-1]
    return Part(column, text, sections[0].line, last.line_end, f"section: {sections[0].title}"[:120])


def _said(section: Section) -> str:
    """A section's own words: template prompts, placeholders and code left out."""
    lines = [plain(b.text) for b in section.blocks if b.kind != "code" and b.depth >= 0]
    return "\n".join(x for x in lines if x and not _EMPTY.match(x) and not _TEMPLATE_LINE.match(x))


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, in order."""
    return [s.strip() for s in _SENTENCE.split(text) if s and s.strip()]


def _pick(text: str, pattern: re.Pattern[str], most: int, limit: int) -> str:
    """The sentences that match, in order, up to ``most`` of them and ``limit`` characters."""
    chosen: list[str] = []
    for sentence in sentences(text):
        if pattern.search(sentence) and len("\n".join([*chosen, sentence])) <= limit:
            chosen.append(sentence)
        if len(chosen) == most:
            break
    return "\n".join(chosen)


def _cause(drawn: Outline, events: Sequence[TimelineEvent], facts: Mapping[str, Any]) -> Part | None:
    """The cause section, completed by the causal sentences of the summary and the other parts."""
    given = plain(str(facts.get("cause_text") or ""))
    if given and given.upper() != "UNKNOWN":
        return Part("cause_text", given[:MAX_CAUSE_CHARS], None, None, "source field")
    told = _from_sections(drawn, "cause_text", "cause", "trigger", limit=MAX_CAUSE_CHARS * 2)
    pieces: list[str] = []
    for section in drawn.of("summary", None, "background", "short_term", "diagnosis", "went_wrong", "detection", "impact", "lessons"):  # type: ignore[arg-type]
        if section.role is None and section.level >= 7:
            continue
        picked = _pick(_said(section), _CAUSAL, 4, 700)
        if picked:
            pieces.append(picked)
    pieces += [e.text[:400] for e in events if e.kind == "diagnosed"][:2]
    own = told.text if told else ""
    rest = "\n".join(p for p in pieces if p not in own)
    room = MAX_CAUSE_CHARS - min(len(own), 900) - 1
    text = "\n".join(t for t in (rest[:room] if own else rest[:MAX_CAUSE_CHARS], own[: MAX_CAUSE_CHARS - min(len(rest), room) - 1]) if t)
    if not text:
        return None
    line = told.line if told else next((s.line for s in drawn.sections if s.text and text.split("\n")[0][:30] in _said(s)), None)
    return Part("cause_text", text[:MAX_CAUSE_CHARS], line, told.line_end if told else line, told.rule if told else "causal sentences")


def _impact(drawn: Outline, facts: Mapping[str, Any], updates: Sequence[Mapping[str, Any]]) -> Part | None:
    if given := plain(str(facts.get("impact_text") or "")):
        return Part("impact_text", given[:4000], None, None, "source field")
    if told := _from_sections(drawn, "impact_text", "impact"):
        return told
    for section in drawn.of("summary", None, "detection"):  # type: ignore[arg-type]
        if picked := _pick(_said(section), _IMPACT, 4, 1500):
            return Part("impact_text", picked, section.line, section.line, "sentences of impact")
    if updates and (message := plain(str(updates[0].get("message") or ""))):
        return Part("impact_text", message[:2000], updates[0].get("line"), updates[0].get("line"), "first status update")
    return None


def _diagnosis(drawn: Outline, events: Sequence[TimelineEvent]) -> Part | None:
    if told := _from_sections(drawn, "diagnosis_text", "diagnosis"):
        return told
    lines = [e for e in events if PATTERNS["diagnosed"].search(e.text) or re.search(r"\b(investigat|debug|troubleshoot|look(ing|ed) (at|into)|check(ed|ing))", e.text, re.IGNORECASE)]
    if not lines:
        return None
    return Part("diagnosis_text", "\n".join(e.text for e in lines)[:4000], lines[0].line, lines[-1].line, "timeline: diagnosis")


def _short_term(drawn: Outline, events: Sequence[TimelineEvent]) -> Part | None:
    if told := _from_sections(drawn, "short_term_text", "short_term"):
        return told
    lines = [e for e in events if e.kind in ("attempt", "mitigated")]
    if not lines:
        return None
    return Part("short_term_text", "\n".join(e.text for e in lines)[:4000], lines[0].line, lines[-1].line, "timeline: actions taken")
