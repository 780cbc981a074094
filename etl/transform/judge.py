"""Is a document the story of an incident at all? Templates, index pages, READMEs and planned maintenance are not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from etl.records import TimelineEvent
from etl.transform.outline import Outline
from etl.transform.patterns import gated, worded

_PROJECT_FILE = worded(
    r"^(readme|licen[cs]e|copying|notice|contributing|changelog|code[_-]of[_-]conduct|security|authors|maintainers|codeowners|_?index|contents|toc|glossary|faq)([._ -].*)?$|^(history|news|releases|release[-_ ]?notes|upgrading|building|install(ing|ation))$"
)
_TEMPLATE_NAME = worded(r"\b(template|boilerplate|skeleton|archetype|example[-_ ]postmortem|y{4}|nnn)\b|template")
_PLACEHOLDER = gated(
    re.compile(
        r"\{\{(?![<%]|\s*(?:site|page|layout|config)\.|[^{}\n]{0,80}\|\s*(?:relative|absolute)_url)[^{}\n]{0,80}\}\}|<%[^%\n]{0,120}%>|\b(?:YYYY|yyyy|20xx)-(?:MM|mm)-(?:DD|dd)\b|\bXXX\b|\bHH:(?:mm|MM)\b|\[(?:[Ii]nsert|[Yy]our|[Nn]ames?|[Dd]ates?|[Tt]itle|[Ll]ink|[Ss]ummary|[Ii]ncident|[Nn]umber|[Ll]ist|[Dd]escri|(?:[Ss]tart|[Ee]nd) (?:[Tt]ime|[Dd]ate)|[Tt]ime(?: of)? |XX|YYYY|HH|P0 ?/|[Ss]everity|[Dd]uration|[Oo]wner|[Aa]uthor|[Tt]eam|[Bb]rief|[Ee]xplain|[Aa]ction|[Pp]ercentage|[Yy]es ?/|[Ww]hat|[Hh]ow|[Ww]ho|[Ww]hy|[Ff]actor|[Dd]etail|[Ss]hort|[Oo]ne|[0-9][0-9-]* sentence)[^\[\]\n]{0,80}\](?!\(|\[|:)|<(?:insert|your|name|date|title|short|brief|describe)[^<>\n]{0,80}>|(?<!\{)(?<!\$)\{[a-z]+[ |,][a-z][^{}\n\x22:;=]{2,100}\}|lorem ipsum|\.Date \}"
    )
)
_LINK_LINE = re.compile(r"^[^\w!]{0,4}\[[^\]]+\]\([^)]+\)\W{0,4}$|^:?doc:|^[\w./-]+$|^```")
_PROCESS = worded(
    r"^(how to|guide|process|procedure|policy|playbook|runbook|handbook|onboarding|about|incident (process|management|response|log|reports?|index|history)s?|post-?mortems?( process| policy)?|incidents?)$|\b(process|procedure|policy|guidelines?|handbook)$|^how to \w+|\b(a|the|our) guide (to|for|on)\b|\bbest practices\b|\bpost-?mortem (culture|analysis|reviews|practices?)\b|\bpost-?mortems\b|^(writing|conducting|running) (a |an |good |great |better |effective |blameless )*(post-?mortem|incident)"
)
_MAINTENANCE_TITLE = worded(
    r"\b(maintenance|planned|scheduled (downtime|maintenance|upgrade|work|pause|migration)|version updates?|updates? .{0,60}\b(version|to|clusters?)\b.{0,20}\d|upgrades?|upgrading|migrations?|migrating|move|relocation|renewal|decommission\w*|retirement|deprecat\w*|switch(ing)? to|replacement of|clean-?up|rotation|brown ?out|enforce\w*|re-?indexing|restart of|installation|conversion|weekly|cut-?over|drain)\b"
)
_MAINTENANCE_TEXT = worded(
    r"\b((planned|scheduled) (maintenance|upgrade|migration|operation|downtime|outage|work|to|for|on|today|at)|maintenance (window|operation|is planned|has been (scheduled|completed)|will|is scheduled|completed|update|in progress)|will be (unavailable|down|upgraded|migrated|updated|performed|moved|restarted|in maintenance|offline|replaced|switched|applied|queued)|we('ll| will| are going to| plan to) (upgrade|migrate|update|perform|move|switch|replace|restart|proceed|apply|be )|(upgrade|migration|maintenance|operation|update) (will|is planned|is scheduled|is (now )?(complete|finished|done|over)|went well|was successful|completed|starts?|started|finished)|expected (downtime|impact|duration)|no (downtime|impact) is expected|is planned (on|for|today|at)|in maintenance mode|to be (upgraded|migrated))\b"
)
_OUTAGE_TITLE = worded(
    r"(?<![\w.])(outage|incident|down|fail(ure|ed|ing|s)?|unavailab\w+|unreachable|broken|degrad\w+|disrupt\w+|errors?|issues?(?!\.\w)|problems?|not (being )?(updated|refreshed|computed|allocat\w+)|high (response time|load|error)\w*|slow\w*|latency|unplanned|unexpected|not (working|available|responding|reachable)|expired|attack|crash\w*|timeouts?|leak|loss|interrupt\w+|partial|intermittent|unstable|instability|5\d\d|out of|exhausted|emergency)\b"
)
_OUTAGE_TEXT = worded(
    r"\b(outage|unplanned|unexpected(ly)?|service (interruption|disruption)|underlying cause|(return|answer|respond)(s|ed|ing) (with )?(an? )?([45]\d\d|errors?)|(was|were) (accidentally|unintentionally|incorrectly) (denied|blocked|deleted|removed|disabled)|duration of (the )?(interruption|disruption)|we are (aware|investigating)|(is|are|was|were) (currently )?(investigating|investigated|degraded|failing|unavailable|unreachable|unresponsive|broken|down since)|root cause|post-?mortem|an issue (with|on|affecting)|problem (with|on|affecting)|crash\w*|expired|failure|has been identified|restored|errors? (when|for|while)|fix(ed)?\b.{0,20}(issue|problem)|mitigat\w+)\b"
)
_WENT_WRONG = worded(
    r"\b(was|were|been|had|being)\b[^.;\n]{0,60}\b(unavailable|down|denied|offline|unreachable|inaccessible|unable|unresponsive|returning (5\d\d|errors?)|affected|disrupted|degraded|interrupted|failing|broken|not (able|reachable|accessible|available|working|responding))\b|\b(were ?n[o'’]?t|was ?n[o'’]?t|could ?n[o'’]?t|could not) (be )?(able|access\w*|reach\w*|available|log|load|connect\w*|sen[dt])\b|\b(became|become|becoming|went) (\w+ly )?(unavailable|offline|unreachable|inaccessible|unresponsive|unusable)\b|\b(resulted in|suffered|experienced|caused|led to)\b[^.;\n]{0,60}\b(downtime|outages?|disruptions?|interruptions?|degradation|slowness|delays|errors|unavailability)\b"
)
_LASTED = worded(
    r"\b(last night|yesterday( evening| morning| afternoon)?|earlier today|this (morning|afternoon|evening)|last (evening|week|month|(mon|tues|wednes|thurs|fri|satur|sun)day)|on (mon|tues|wednes|thurs|fri|satur|sun)day|(for|lasted|after|took|within) (a |an |about |around |approximately |roughly |almost |nearly |over |under |some )*(short|brief|few|several|\d+|half)[ -]\w+|between \d[\d.:]* ?([ap]\.?m\.?)? ?(\w{3,4} )?and \d|duration of)\b"
)
_EXPLAINED = worded(
    r"\b((underlying|root|main|direct|primary|actual|proximate) cause|was (caused|triggered) by|(was|were|outage|emergency|incident) due to|failed to (re)?start\w*|because of|as a result of|(has|have) (now |since |all |fully )*been (solved|resolved|fixed|restored|repaired|replaced|recovered)|(was|were) (then |quickly |fully |finally )?(resolved|fixed|restored|rolled back|reverted|repaired|restarted|brought back)|back (online|to normal|up and running)|(ended|ending) at|turned out|(state|status)\W{1,40}(resolved|closed|fixed))\b"
)
_LEDE_CHARS = 1500
_STORY_ROLES = frozenset(
    {"cause", "impact", "timeline", "detection", "diagnosis", "short_term", "went_wrong", "went_well"}
)


_TIMED_LINES = 4


def why_not_incident(
    stem: str,
    parent: str,
    outline: Outline,
    facts: Mapping[str, Any],
    events: Sequence[TimelineEvent],
    text: str,
    is_record: bool = False,
    is_dated: bool = False,
) -> str | None:
    """The reason why a document tells of no incident (README, template, index page, process page, planned maintenance,
    announcement), or None where it does."""
    title = str(facts.get("title") or outline.title or "")
    roles = {s.role for s in outline.sections if s.role in _STORY_ROLES and s.text.strip()}
    if not any(e.at for e in events):
        roles.discard("timeline")
    stated = _stated(facts)
    if stated:
        return None if stated == "incident" else stated
    if is_record:
        return None
    n_dated = sum(1 for e in events if e.at)
    has_parts = len(roles - {"timeline"}) >= 3 or ("cause" in roles and n_dated >= 3)
    is_told_by_clock = len(events) >= _TIMED_LINES and "cause" in roles
    has_parts = has_parts or is_told_by_clock
    is_whole = (is_dated or is_told_by_clock) and has_parts
    is_named_report = "cause" in roles and bool(_NAMED_REPORT.search(outline.title or title))
    if _PROJECT_FILE.match(stem) and (not (is_whole or is_named_report) or _PLACEHOLDER.search(text)):
        return "project file" if not _is_index_stem(stem) else "index page"
    if _is_template(stem, parent, title, text) and n_dated < 3:
        return "template"
    if not is_dated and n_dated == 0 and _FORM_TITLE.match(title.strip()) and not _FIGURE.search(_body(text)):
        return "template"
    is_entry = bool(facts.get("severity")) and str(facts.get("severity")).lower() != "notice"
    if _is_index(outline, text) and not facts.get("severity"):
        return "index page"
    if not _is_report(outline.title or title) and _is_maintenance(title, text, facts, roles):
        return "planned maintenance"
    dated = any(e.at for e in events) or any(facts.get(k) for k in ("occurred_on", "started_at", "resolved_at"))
    is_timeless = not any(e.at for e in events)
    if is_timeless and _PROCESS.search(title.strip()) and not ("cause" in roles and _CLOCK.search(_body(text))):
        return "process page"
    is_told = _tells_a_story(events) or bool(_OUTAGE_TITLE.search(title) or _OUTAGE_TEXT.search(text))
    is_told = is_told or (is_dated and _is_report(outline.title or title))
    is_story = is_told and (is_dated or _is_named_story(title, text))
    if not roles and not dated and not is_story and not _is_told_in_prose(text, is_dated):
        return "no date, timeline or part of a postmortem"
    is_bare = _is_one_part(roles) and not (dated or is_dated or is_entry)
    if is_bare and not _OUTAGE_TITLE.search(title) and not _is_told_in_prose(text, is_dated):
        return "no date, timeline or part of a postmortem"
    if not roles and not is_entry and not is_told and not _is_told_in_prose(text, is_dated):
        return "announcement"
    return None


def _is_one_part(roles: set[str]) -> bool:
    """A lone "Troubleshooting" or "Fix" stands in many a manual."""
    return len(roles) == 1 and "cause" not in roles


def _is_told_in_prose(text: str, is_dated: bool) -> bool:
    """A few sentences in the past tense: what went wrong, when or for how long, and why or how it ended."""
    said = _body(text)
    lede = said[:_LEDE_CHARS]
    if not _WENT_WRONG.search(lede) or not _EXPLAINED.search(said) or _PLACEHOLDER.search(text):
        return False
    return is_dated or bool(_LASTED.search(lede))


_FORM_TITLE = worded(
    r"^(?=.*(?:post[- ]?mortem|report|review|template))(?:\W*(?:incident|post[- ]?mortem|outage|review|report|blameless|template|summary|and|for|the|name|title|short|yyyy-mm-dd)\b)+\W*$"
)
_CLOCK = re.compile(r"(?<![\d:])[0-2]?\d:[0-5]\d(?!\d)")
_FIGURE = re.compile(r"(?<![\d.#])\d{2,}")


_STORY_TITLE = worded(
    r"\bpost-?\s?mortem\b.*\b(outage|incident|failure|downtime)\b|\b(outage|incident|downtime)\b.*\bpost-?\s?mortem\b"
)
_TOLD_OFTEN = 3


def _is_named_story(title: str, text: str) -> bool:
    """An undated text that its title calls the postmortem of an outage, and that tells of one again and again."""
    return bool(_STORY_TITLE.search(title)) and _n_told(_OUTAGE_TEXT, text) >= _TOLD_OFTEN


def _n_told(pattern: re.Pattern[str], text: str) -> int:
    """How often the text tells it, up to ``_TOLD_OFTEN`` times."""
    return sum(1 for _ in islice(pattern.finditer(text), _TOLD_OFTEN))


def _body(text: str) -> str:
    """A document without its front matter."""
    return text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text


def _tells_a_story(events: Sequence[TimelineEvent]) -> bool:
    """Dated lines that tell of several stages of an incident."""
    stages = {e.kind for e in events if e.at} & {"detected", "diagnosed", "attempt", "mitigated", "resolved"}
    return len(stages) >= 2 and len(events) >= 3


def _stated(facts: Mapping[str, Any]) -> str | None:
    kind = str(facts.get("impact") or facts.get("kind") or facts.get("incident_type") or "").lower()
    if kind in {"maintenance", "scheduled", "planned"} or facts.get("scheduled_for"):
        return "planned maintenance"
    if facts.get("is_incident") is not None:
        return "incident" if facts["is_incident"] in (True, 1, "true", "True", "yes") else "marked as no incident"
    return None


def _is_index_stem(stem: str) -> bool:
    return bool(re.match(r"(?i)_?(index|contents|toc)\b", stem))


def _is_template(stem: str, parent: str, title: str, text: str) -> bool:
    named = bool(_TEMPLATE_NAME.search(stem) or _TEMPLATE_NAME.search(parent) or _TEMPLATE_NAME.search(title))
    holes = len(_PLACEHOLDER.findall(text))
    is_nameless = bool(_PLACEHOLDER.search(title))
    return is_nameless or (named and (holes >= 1 or len(text) < 1500)) or holes >= 4 or (holes >= 1 and len(text) < 400)


def _is_index(outline: Outline, text: str) -> bool:
    """A page that mostly lists links to other pages and tells no story."""
    lines = [b for s in outline.sections for b in s.blocks if b.kind in ("item", "row", "paragraph")]
    links = sum(1 for b in lines if _LINK_LINE.match(b.text.strip()))
    toctree = "toctree" in text
    return toctree or (len(lines) >= 4 and links / len(lines) > 0.6)


_REPORT_TITLE = worded(
    r"^\W*(incident (report|review|summary|analysis)|post-?mortem|outage report|root cause analysis|rca)\b"
)


_NAMED_REPORT = worded(
    r"^\W*(incident (report|review|summary|analysis)|post-?mortem|outage report|root cause analysis|rca)\b.{0,20}?[:–—-]\s*[a-z0-9]"
)
""" "Incident report: wrong fees" names one incident, even in a README."""


def _is_report(title: str) -> bool:
    """ "Incident report: wrong fees after the upgrade" tells of no planned upgrade."""
    return bool(_REPORT_TITLE.search(title)) and "maintenance" not in title.lower()


def _is_maintenance(title: str, text: str, facts: Mapping[str, Any], roles: set[str]) -> bool:
    if (
        roles & {"cause", "diagnosis", "went_wrong"}
        or len(roles - {"timeline"}) >= 2
        or ("timeline" in roles and not _MAINTENANCE_TITLE.search(title))
    ):
        return False
    planned = 2.0 * bool(_MAINTENANCE_TITLE.search(title)) + 3.0 * ("maintenance" in title.lower())
    planned += _n_told(_MAINTENANCE_TEXT, text)
    broken = 2.0 * bool(_OUTAGE_TITLE.search(title)) + _n_told(_OUTAGE_TEXT, text)
    planned += 0.5 * (str(facts.get("severity") or "").lower() == "notice")
    return planned > broken
