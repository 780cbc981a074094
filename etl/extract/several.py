"""Several incidents in one document: it is split only where it clearly holds more than one.

Either headings of one level each bear a date and have parts of a postmortem of their own, or a page that
calls itself a log of incidents has one dated heading for each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from etl.records import Block, RawIncident
from etl.transform.clock import stamps
from etl.transform.lexicon import fact_name, section_role
from etl.transform.zones import stated_zone

_PARTS = frozenset(
    {"cause", "impact", "detection", "diagnosis", "short_term", "long_term", "timeline", "summary"}
    | {"went_well", "went_wrong", "lessons"}
)
_STATED = frozenset({"started_at", "detected_at", "resolved_at", "mitigated_at", "occurred_on", "severity", "url"})
_LOG_TITLE = re.compile(
    r"(?i)\b(incidents|outages|disruptions|post-?mortems|(incident|outage) (log|history|reports))\b"
)
_UPDATE = re.compile(
    r"(?i)\b(investigating|identified|monitoring|resolved|update|timeline|agenda|meeting|release|v?\d+\.\d+\.\d+)\b"
)
_PLANNED = re.compile(r"(?i)\b(planned|scheduled) (maintenance|downtime|upgrade)\b|^\W*maintenance\b")
_DATED_LINE = re.compile(r"^[\s*_|-]*(?P<label>[A-Za-z][A-Za-z ]{2,29}?)[\s*_]*[:|][\s*_]*(?P<value>.+)$")
_URL = re.compile(r"\(?https?://\S+")
_LEAST_CHARS = 40
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One heading and the blocks below it, as far as the next of its kind."""

    title: str
    line: int
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> set[str]:
        labels = (_label(b) for b in self.blocks[1:])
        return {role for label in labels if label and (role := section_role(label)) in _PARTS}

    @property
    def n_chars(self) -> int:
        return sum(len(_URL.sub("", b.text)) for b in self.blocks[1:])


def split_incidents(raw: RawIncident) -> list[RawIncident]:
    """The incidents of a document, each with its own lines; the document itself where it tells of one."""
    if any((fact_name(key) or key) in _STATED for key in raw.facts):
        return [raw]
    for level in (1, 2, 3):
        entries = _entries(raw.body, level)
        if 2 <= len(entries) <= _MOST and _are_incidents(raw, entries, level):
            return _cut(raw, entries)
    return [raw]


def _entries(body: Sequence[Block], level: int) -> list[_Entry]:
    """The dated headings of a level, each with what stands below it."""
    starts = [n for n, b in enumerate(body) if b.kind == "heading" and b.depth == level and _opens(body, n)]
    entries = []
    for start, following in pairwise([*starts, len(body)]):
        headings = [n for n in range(start + 1, following) if body[n].kind == "heading"]
        is_nested = bool(headings) and body[headings[0]].depth > level
        stop = next((n for n in headings if _ends(body[n], level, is_nested)), following)
        entries.append(_Entry(body[start].text, body[start].line, tuple(body[start:stop])))
    return entries


def _opens(body: Sequence[Block], at: int) -> bool:
    heading = body[at].text
    if section_role(heading) or _UPDATE.search(heading):
        return False
    if _has_date(heading):
        return True
    return any(_states_date(b) for b in body[at + 1 : at + 5] if b.kind in ("paragraph", "item", "row"))


def _has_date(text: str) -> bool:
    return any(s.day for s in stamps(text[:300]))


def _states_date(block: Block) -> bool:
    """ "Date: 2025-03-04" among the first lines of a section."""
    told = (_DATED_LINE.match(line) for line in block.text.split("\n")[:6])
    return any(m and fact_name(m["label"]) in ("occurred_on", "started_at") and _has_date(m["value"]) for m in told)


def _ends(heading: Block, level: int, is_nested: bool) -> bool:
    """Whether a heading ends the entry above it: a higher one, or a peer that names no part of a postmortem.

    Where no deeper heading follows the incident's own, the parts stand on its level and belong to it.
    """
    if heading.depth != level:
        return heading.depth < level
    return is_nested or section_role(heading.text) not in _PARTS


def _are_incidents(raw: RawIncident, entries: Sequence[_Entry], level: int) -> bool:
    if len({e.title.lower() for e in entries}) < len(entries):
        return False
    told = [e for e in entries if len(e.parts) >= 2]
    if len(told) >= 2 and len(told) >= 0.6 * len(entries):
        return True
    return _is_log(raw, entries, level)


def _is_log(raw: RawIncident, entries: Sequence[_Entry], level: int) -> bool:
    """A page that is headed as a log of incidents, with dated and worded headings, and a text below each."""
    titles = [
        str(raw.facts.get("title") or ""),
        raw.file_stem.replace("-", " ").replace("_", " "),
        *(b.text for b in raw.body[:6] if b.kind == "heading" and b.depth < level),
    ]
    if not any(_LOG_TITLE.search(t) for t in titles):
        return False
    peers = [b for b in raw.body if b.kind == "heading" and b.depth == level]
    worded = [e for e in entries if len(re.findall(r"[A-Za-z]{3,}", e.title)) >= 2 and e.n_chars >= _LEAST_CHARS]
    return len(worded) == len(entries) and len(entries) >= 0.8 * len(peers)


def _label(block: Block) -> str | None:
    if block.kind == "heading":
        return block.text
    match = (
        re.match(r"^\s*(?:\*\*|__)([^*_\n]{3,60}?):?(?:\*\*|__)", block.text)
        if block.kind in ("paragraph", "item")
        else None
    )
    return match[1] if match else None


def _cut(raw: RawIncident, entries: Sequence[_Entry]) -> list[RawIncident]:
    lines = raw.text.split("\n")
    shared = _shared_facts(raw, entries[0])
    found: list[RawIncident] = []
    for number, entry in enumerate(entries):
        following = entries[number + 1].line - 1 if number + 1 < len(entries) else raw.line_end
        stop = min(following, max(b.line_end for b in entry.blocks))
        facts = {**shared, "title": _bare(entry.title)}
        if _PLANNED.search(entry.title):
            facts["kind"] = "maintenance"
        found.append(
            replace(
                raw,
                key=" ".join(entry.title.lower().split()),
                body=(entry.blocks[0]._replace(depth=1), *entry.blocks[1:]),
                facts=facts,
                line_start=entry.line,
                line_end=stop,
                text="\n".join(lines[entry.line - 1 : stop]),
                file_stem="",
            )
        )
    return found


def _bare(title: str) -> str:
    """A heading without the date that ends it ("Payments refused (2025-06-03)")."""
    last = next((s for s in stamps(title) if s.day and not re.search(r"\w", title[s.end :])), None)
    return title[: last.start].rstrip(" (,:–—-") or title if last else title


def _shared_facts(raw: RawIncident, first: _Entry) -> dict[str, Any]:
    """What the page states for all: its front matter less its own name and day, and the zone of its times."""
    own: Mapping[str, Any] = {
        k: v for k, v in raw.facts.items() if fact_name(k) not in ("title", "occurred_on", "published_at", "author")
    }
    preamble = "\n".join(raw.text.split("\n")[: first.line - 1])
    zone = stated_zone(preamble)
    return {**own, "zone": str(zone)} if zone and "zone" not in own else dict(own)
