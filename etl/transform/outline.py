"""Blocks to sections: which part of the postmortem each block belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from etl.records import TIME_FIELDS, Block
from etl.transform.lexicon import clean_label, fact_name, heading_role, section_role
from etl.transform.patterns import worded
from etl.transform.prose import plain, sentences

_BOLD = re.compile(
    r"^\s*(?P<mark>\*\*|__)(?P<label>[^*_\n]{2,80}?)(?P<in>:?)\s*(?P=mark)\s*(?P<out>[:：–—-]?)\s*(?P<rest>.*)$",
    re.DOTALL,
)
_PLAIN = re.compile(r"^\s*(?P<label>[A-Z][\w'’/&() -]{2,50}?)\s*:(?:\s+|$)(?P<rest>.*)$", re.DOTALL)
_BRACKETED = re.compile(r"^\s*\[(?P<label>[A-Z][\w ]{2,40})\]\s*:?\s*(?P<rest>.*)$", re.DOTALL)
_BARE = re.compile(r"^(?P<label>[A-Za-z][\w'’/&-]*(?: [\w'’/&()-]+){0,5})(?P<rest>)[?:]?$")
_QUESTION = re.compile(r"^\s*(?P<label>(?:How|What|When|Who|Why)\b[^?\n]{5,70})\?\s+(?P<rest>\S.*)$", re.DOTALL)
_WORDED_LABELS = ((_PLAIN, ":"), (_QUESTION, "?"), (_BARE, ""))
_LABELS = {"*": ((_BOLD, ""),), "_": ((_BOLD, ""),), "[": ((_BRACKETED, ""),)}
"""By what a text begins with, each with a sign that it needs."""
_LONGEST_BARE, _MOST_BARE_WORDS = 200, 6
_OWN_LINE = re.compile(r"^\s*(\*\*|__)[^*_\n]{2,80}(\*\*|__)[ \t]*\n")
_LABEL_LINE = re.compile(
    r"^[ \t]*(?P<label>[A-Z][\w'’/&-]*(?: [\w'’/&()-]+){0,5})[ \t]*(?:(?P<mark>[:?])(?:[ \t]+(?P<rest>\S.*)|[ \t]*)|[ \t]*)$"
)
_STAMPED = re.compile(
    r"^\W*(?:\d{4}-\d\d-\d\d|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: \d{1,2})?)?"
    r"(?:,? \d{4})?(?:[ ,T]*\d{1,2}[:.]\d\d)?(?: ?[APap]\.?[Mm]?\.?)?(?: [A-Z]{3,4})?\W*$"
)
"""A heading that is a date or a time of day, on the level of the timeline's own heading."""
_CLOCK = re.compile(r"\d[:.]\d\d")
_LINK_ONLY = re.compile(r"^\[?\(?https?:", re.IGNORECASE)

# Parts whose sub-headings stay within them ("Action items" > "Documentation improvements").
_CLOSED = frozenset({"long_term", "timeline", "roles", "stats"})
# Parts that a sub-heading opens even within a closed part.
_OWN_PARTS = frozenset({"went_well", "went_wrong", "got_lucky", "long_term", "timeline"})
# Parts whose bullets often begin in bold and are no labels.
_LISTS = frozenset({"went_well", "went_wrong", "got_lucky", "lessons"})
# Parts that a bold label inside a closed part may still open.
_STRONG = frozenset({"long_term", "went_well", "went_wrong", "got_lucky", "cause", "short_term", "impact", "timeline"})


@dataclass(slots=True)
class Section:
    """A run of blocks under one heading or label. ``role`` is None where the label says nothing known."""

    title: str
    role: str | None
    level: int
    line: int
    path: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    _told: list[tuple[str, int]] | None = None

    @property
    def text(self) -> str:
        """The section's prose, one block a line; code left out."""
        return "\n".join(b.text for b in self.blocks if b.kind != "code" and b.depth >= 0).strip()

    @property
    def told(self) -> list[tuple[str, int]]:
        """The sentences of the section's prose without Markdown marks, each with its line: cut once, when first asked for."""
        if self._told is None:
            prose = [b for b in self.blocks if b.kind != "code" and b.depth >= 0]
            self._told = [(sentence, b.line) for b in prose for sentence in sentences(plain(b.text))]
        return self._told


@dataclass(frozen=True, slots=True)
class Outline:
    title: str | None
    title_line: int | None
    sections: tuple[Section, ...]

    def of(self, *roles: str | None) -> list[Section]:
        return [s for s in self.sections if s.role in roles]


def outline(blocks: Iterable[Block]) -> Outline:
    """Split a document's blocks into sections, keeping reading order. Labels in bold open sections as headings do."""
    title: str | None = None
    title_line: int | None = None
    sections: list[Section] = [Section("", None, 0, 1)]
    parents: list[tuple[int, str | None, str]] = []
    has_timeline = False
    for block in _at_labels(blocks):
        current = sections[-1]
        if block.kind == "heading":
            if (
                title is None
                and block.depth <= 2
                and not _is_bare_label(block.text)
                and not any(s.role for s in sections)
            ):
                title, title_line = block.text, block.line
                sections.append(Section(block.text, None, block.depth, block.line))
                parents = [(block.depth, None, block.text)]
                continue
            while parents and parents[-1][0] >= block.depth:
                parents.pop()
            role = _heading_role(block.text, [r for _, r, _ in parents])
            if role is None and _STAMPED.match(block.text) and (has_timeline or _CLOCK.search(block.text)):
                role = "timeline"
            has_timeline = has_timeline or role == "timeline"
            sections.append(Section(block.text, role, block.depth, block.line, tuple(t for _, _, t in parents)))
            parents.append((block.depth, role, block.text))
            continue
        if block.kind == "row" and current.role not in _OWN_TABLES and _lists_actions(block.header):
            sections.append(Section(_LED_IN, "long_term", 7, block.line, (*current.path, current.title), [block]))
            continue
        opened = _labelled(block, current)
        if opened is None and block.kind == "paragraph" and block.depth <= 0:
            if _leads_to_actions(block, current):
                sections.append(Section(_LED_IN, "long_term", 7, block.line, (*current.path, current.title)))
                continue
            if _ends_actions(current):
                before = sections[-2]
                if _GOES_ON.match(block.text):
                    sections.append(Section(_LED_IN, "long_term", 7, block.line, current.path, [block]))
                    sections.append(Section("", before.role, before.level, block.line, before.path))
                    continue
                sections.append(Section("", before.role, before.level, block.line, before.path))
                current = sections[-1]
        if opened is None:
            current.blocks.append(block)
            continue
        label, role, rest = opened
        has_timeline = has_timeline or role == "timeline"
        section = Section(label, role, 7 + block.depth, block.line, (*current.path, current.title))
        if rest:
            section.blocks.append(block._replace(text=rest, kind="paragraph", depth=0))
        sections.append(section)
    told = tuple(s for s in sections if s.blocks or s.title)
    if not any(s.role in ("went_well", "got_lucky") for s in told):
        for section in told:
            if section.role == "went_wrong" and clean_label(section.title) in _STORY_TITLES:
                section.role = None
    return Outline(title, title_line, _settled(told))


_OWN_TABLES = frozenset({"long_term", "short_term", "timeline", "diagnosis", "roles", "stats"})
_ACTION_COLUMN = re.compile(
    r"(?i)\W*(action|follow[- ]?up|corrective action|preventive action)( ?(item|point|task))?s?\W*"
)
_STATE_COLUMN = re.compile(
    r"(?i)\W*(type|owners?|owned by|assignees?|assigned( to)?|dri|responsible|status|state|due( date)?|deadline|bug|ticket|issue|priority|eta)\W*"
)


@lru_cache(maxsize=500)
def _lists_actions(header: tuple[str, ...]) -> bool:
    """A table of actions and who does them, under whatever heading it stands."""
    has_actions = any(_ACTION_COLUMN.fullmatch(name) for name in header[:2])
    return has_actions and any(_STATE_COLUMN.fullmatch(name) for name in header)


_STORY_TITLES = frozenset({"what went wrong", "what went wrong?"})
"""Without a part for what went well this tells the story itself."""


_REMEDIATION = re.compile(r"(?i)\W*(\d+[.)]\s*)?remediations?( taken)?\W*")


def _settled(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """ "Remediation" beside another part for follow-ups is what was done, where no other part tells of that."""
    headed = [s for s in sections if s.role == "long_term" and s.blocks]
    ambiguous = [s for s in headed if _REMEDIATION.fullmatch(s.title)]
    if ambiguous and not any(s.role == "short_term" for s in sections):
        named = {s.title for s in ambiguous}
        if any(s.title not in named and not named & set(s.path) for s in headed):
            for section in ambiguous:
                section.role = "short_term"
    return sections


_LED_IN = "Actions"
_LEAD_IN = worded(
    r"\b(following|several|these|a number of|some) (\w+ ){0,3}(steps|actions|measures|changes|improvements|tasks|items|things|follow-?ups?)\b|\bto (prevent|avoid) (this|similar|such|it|these|a recurrence|future|any)\b|\bwe (will|are going to|plan to|intend to|have decided to|are working on)\b|\b(next|follow-?up|remediation) (steps|actions|items|tasks)\b"
)


def _leads_to_actions(block: Block, current: Section) -> bool:
    """ "We are taking these steps to prevent it from happening again:" opens a list of actions wherever it stands."""
    if not block.text.endswith(":") or current.role in _CLOSED:
        return False
    lead = sentences(plain(block.text))[-1]
    return len(lead) <= _LONGEST_LEAD and bool(_LEAD_IN.search(lead)) and bool(_AHEAD.search(block.text))


_LONGEST_LEAD = 400


_AHEAD = worded(
    r"\b(prevent|avoid|future|again|recurrence|reoccur\w*|will|going to|plan|intend|next|improve|(are|is) (taking|making|working|implementing|planning)|follow-?ups?)\b"
)


_GOES_ON = worded(
    r"^\W*(and )?(lastly|finally|additionally|also|in addition|furthermore|moreover),? (we|i)(['’]ll| (also |further )*(will|are|plan|intend))\b"
)
""" "Lastly, we will ..." below a list of actions is one more."""


def _ends_actions(current: Section) -> bool:
    """A paragraph below such a list goes on with the story."""
    if current.title != _LED_IN or not current.blocks:
        return False
    last = current.blocks[-1]
    return last.kind in ("item", "row") or last.depth > 0


_PROMPT = re.compile(r"^[ \t]*(?P<mark>[_*])(?![_*\s])(?P<said>[^_*]{8,1200})(?P=mark)(?![\w*_])[ \t]*", re.MULTILINE)
_EMPHASIS = ("_", "*")
_ASKS = worded(
    r"\?\W*$|^\W*(describe|provide|include|ensure|list|explain|summari[sz]e|add|insert|write|note|use|run an?|report (when|how|what|who)|briefly|brief description|this section|date,? (and )?time,|what|how|which|who|when|why)\b"
)
"""A template's own words, in italics below its headings."""


def _without_prompts(block: Block) -> Block | None:
    """The block without a template's prompts; None where it holds nothing else."""
    if block.kind not in ("paragraph", "item") or block.text[:2] == "**":
        return block
    text = _PROMPT.sub(lambda m: "" if _ASKS.search(m["said"]) else m[0], block.text)
    if text == block.text:
        return block
    return block._replace(text=text.strip()) if text.strip() else None


def _is_bare_label(heading: str) -> bool:
    """A heading that only names a part ("Summary"), not the incident ("Incident: 2024-12-05 ...")."""
    bare = heading.partition(" (")[0]
    return bool(section_role(heading)) and not any(map(str.isdigit, bare)) and len(bare.split()) <= 4


def _heading_role(text: str, above: list[str | None]) -> str | None:
    role = heading_role(text)
    nearest = next((r for r in reversed(above) if r), None)
    if nearest in _CLOSED:
        return role if role in _OWN_PARTS or (role == "cause" and nearest == "timeline") else nearest
    return role or nearest


_LOUD = frozenset({"DONE", "FIXED", "WIP", "IN PROGRESS", "PLANNED", "ACTION"})
""" "DONE: blog and wiki are watched now", where "TODO: ..." stands, too."""


def _labelled(block: Block, current: Section) -> tuple[str, str, str] | None:
    """``(label, role, rest)`` if the block opens with a label that names a part of a postmortem."""
    text = block.text
    if block.kind not in ("paragraph", "item") or block.depth > 1:
        return None
    is_short = len(text) <= _LONGEST_BARE and text.count(" ") < _MOST_BARE_WORDS
    for pattern, sign in _LABELS.get(text.lstrip()[:1], _WORDED_LABELS if is_short else _WORDED_LABELS[:-1]):
        match = pattern.match(text) if sign in text else None
        if not match:
            continue
        label, rest = match["label"].strip(), match["rest"].strip()
        has_own_line = pattern in (_BOLD, _BARE) and not rest and block.kind == "paragraph"
        role = heading_role(label) if has_own_line else section_role(label)
        role = "long_term" if role is None and rest and label in _LOUD else role
        if role is None or _LINK_ONLY.match(rest):
            return None
        if pattern is _BARE:
            return (label, role, rest) if _is_bare_label_block(block, current, role) else None
        is_bold = pattern is _BOLD
        if is_bold and not (match["in"] or match["out"]) and rest and not _OWN_LINE.match(block.text):
            return None
        is_sibling = current.level >= 7 and block.depth <= current.level - 7
        is_alone = not rest and block.kind == "paragraph" and role in _OWN_PARTS
        if current.role in _CLOSED and not (is_sibling or is_alone) and (role not in _STRONG or not is_bold or rest):
            return None
        if pattern is _PLAIN and label.lower() in {"update", "updates", "note", "notes"}:
            return None
        if pattern is _PLAIN and (role in {"background", "roles", "summary", "stats"} or len(label.split()) > 4):
            return None
        if fact_name(label) in {"severity", "services", "team", "status", "duration", "occurred_on"}:
            return None
        if current.role in _LISTS and block.kind == "item" and not is_sibling:
            is_named = is_bold and bool(match["in"] or match["out"]) and role in _OWN_PARTS
            if current.role != "lessons" or not is_named:
                return None
        return label, role, rest
    return None


def _is_bare_label_block(block: Block, current: Section, role: str) -> bool:
    """A line of its own that only names a part ("Action Items") opens it; list items do not."""
    if block.kind != "paragraph" or block.depth > 0:
        return False
    if role not in _STRONG | {"summary", "detection", "diagnosis"}:
        return role == "background" and current.role == "long_term"
    return current.role not in _CLOSED or role in _STRONG


def _at_labels(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without prompts. A paragraph of several lines is cut before each line that only names a part, or that
    begins with the name of one ("Root Cause: ..."): plain text has its headings there."""
    for whole in blocks:
        block = _without_prompts(whole) if whole.text[:1] in _EMPHASIS else whole
        if block is None:
            continue
        if block.kind != "paragraph" or "\n" not in block.text:
            yield block
        else:
            yield from _cut(block)


def _cut(block: Block) -> Iterator[Block]:
    lines, first = block.text.split("\n"), 0
    for number, line in enumerate(lines):
        if number > first and _opens_part(line, lines[number - 1]):
            yield _lines_of(block, lines, first, number)
            first = number
        elif number == first and number + 1 < len(lines) and _names_part(line):
            yield _lines_of(block, lines, first, number + 1)
            first = number + 1
    yield block if first == 0 else _lines_of(block, lines, first, len(lines))


_BOLD_LINE = re.compile(r"^\*\*(?P<label>[A-Z][^*\n]{2,50}?):?\*\*:?(?=[ \t])")
_CUT_AT = _STRONG | {"summary", "detection", "diagnosis", "trigger"}


def _names_part(line: str) -> bool:
    match = _LABEL_LINE.match(line)
    return bool(match and not match["rest"] and section_role(match["label"]) in _STRONG | {"summary", "detection"})


def _opens_part(line: str, above: str) -> bool:
    if len(line) < 4:
        return False
    if line.startswith("**") and (bold := _BOLD_LINE.match(line)):
        return section_role(bold["label"]) in _CUT_AT
    if not line.lstrip()[:1].isupper():
        return False
    match = _LABEL_LINE.match(line)
    if not match or section_role(match["label"]) not in _STRONG | {"summary", "detection"}:
        return False
    return bool(match["rest"] or match["mark"]) or not above[-1:].isalnum() or bool(_LABEL_LINE.match(above))


def _lines_of(block: Block, lines: list[str], first: int, stop: int) -> Block:
    text = "\n".join(lines[first:stop]).strip()
    return block._replace(text=text, line=block.line + first, line_end=min(block.line + stop - 1, block.line_end))


@dataclass(frozen=True, slots=True)
class Fact:
    """A single fact stated by name in the body ("Severity: SEV2", "Fault occurs 2020-08-04 13:30")."""

    name: str
    label: str
    value: str
    line: int


_COLON_FACT = re.compile(
    r"^[\s*_]*(?P<label>[A-Za-z][\w '’/()-]{1,45}?)(?:\s\((?:see|optional)\b[^()\n]{0,60}\))?[\s*_]*[:：=|][\s*_]*(?P<value>\S.*)$"
)
_SEPARATES = re.compile("[:：=|]").search
_STAMP_FACT = re.compile(
    r"^[\s*_]*(?P<label>[A-Za-z][A-Za-z ]{3,40}?)[\s*_:]*(?P<value>(?:on\s+)?2?(?:19|20)\d{2,3}-\d\d-\d\d.*)$"
)


_MARKED_FACT = re.compile(r"^(?P<mark>[_*]{1,3})(?P<label>[A-Za-z][\w '’/()-]{1,45})(?P=mark)\s+(?P<value>\S.*)$")
_RATED_IMPACT = re.compile(
    r"^\W{0,3}(?P<value>critical|high|major|medium|moderate|minor|low|sev-?\d|p\d)\W{0,3}\s*[:–—-]\s", re.IGNORECASE
)
""" "High - all customers were affected" below the heading of the impact."""
_RATED = re.compile(r"\s+[-–—]\s+|[.;:]\s")
"""Ends the rating in "High - many customers could not pay"."""


def stated_facts(sections: Iterable[Section]) -> Iterator[Fact]:
    """Facts that the body states by name: metadata bullets and lines, two-column tables, key events."""
    for section in sections:
        for block in section.blocks:
            if block.kind == "row":
                yield from _row_facts(block)
                continue
            if block.kind == "code":
                continue
            for offset, line in enumerate(block.text.split("\n")):
                match = _STAMP_FACT.match(line) if "-" in line else None
                match = match or (_COLON_FACT.match(line) if _SEPARATES(line) else None)
                if match is None and line[:1] in "_*":
                    match = _MARKED_FACT.match(line)
                if match and (name := fact_name(match["label"])):
                    yield Fact(name, match["label"].strip(), match["value"].strip().strip("*_ "), block.line + offset)
        label = section.title
        if ":" in label and (headed := _COLON_FACT.match(label)) and fact_name(headed["label"]) in _IN_HEADINGS:
            yield Fact(str(fact_name(headed["label"])), headed["label"].strip(), headed["value"], section.line)
        if section.role == "impact" and section.blocks and (rated := _RATED_IMPACT.match(section.blocks[0].text)):
            yield Fact("severity", label, rated["value"], section.blocks[0].line)
        if section.blocks and (name := fact_name(label)) and (section.level >= 7 or _is_fact_heading(name, label)):
            value = section.blocks[0].text.split("\n")[0]
            yield Fact(name, label, _RATED.split(value, 1)[0] if name == "severity" else value, section.line)


_IN_HEADINGS = frozenset({"occurred_on", "duration", *TIME_FIELDS})
""" "## Date: 5 March 2024" """


def _is_fact_heading(name: str, label: str) -> bool:
    """ "Severity" or "Incident date" as a heading, with the value below it."""
    return name == "severity" or (name == "occurred_on" and "date" in label.lower() and " " in label.strip())


def _row_facts(block: Block) -> Iterator[Fact]:
    if len(block.cells) == 2 and (name := fact_name(block.cells[0])) and block.cells[1].strip():
        yield Fact(name, block.cells[0].strip("*_: "), block.cells[1].strip("*_ "), block.line)
