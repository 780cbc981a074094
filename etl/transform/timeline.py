"""Timelines: dated lines wherever they stand (headings, tables, bullets, prose lines), with what each one tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from etl.records import Block, Precision, TimelineEvent
from etl.transform import stage_words
from etl.transform.clock import Stamp, leading_stamp, stamps
from etl.transform.outline import Section
from etl.transform.patterns import AnyOf, together, worded
from etl.transform.prose import plain, sentences
from etl.transform.zones import localize, zone_of

_LINE_START = re.compile(r"^[\s\-–—:|,.*_\])]+(?=\S)")
_PROMPT = re.compile(r"\(?all times\b.{0,40}$|(short )?(event )?description( of (the )?event)?\W*$", re.IGNORECASE)
_RANGE = re.compile(r"(?:\([^)]*\)\s*)?(?:[-–—]|to|until|till|and)\s*", re.IGNORECASE)
_MAX_BACK = timedelta(hours=5)

# What a line tells. A line may tell several things; the first in this order names its kind.
_PATTERNS: dict[str, str] = {
    "resolved": (
        r"\b(incident|issue|outage|problem|ticket|everything|all) (is |was |has been |have been |were |are |now |declared |marked |considered |being )*(as )?(fully )?(resolved|closed|solved)\b|\b(incident|issue|outage|problem|everything) (is |was |now |finally )+over\b|\b(outage|impact|disruption|downtime) (ends?|ended)\b"
        r"|\bresolved\b(?! by\b.*\?)|\ball clear\b|\b(marked|declared|considered) (as )?(resolved|closed|fixed)|\bclos(ed|ing) (the )?(incident|ticket|issue)"
        r"|\ball (systems?|services?) (are |were |is )?(verified |confirmed |now )?(operational|healthy|normal|green|up)\b|\bverified all\b|\bstatus: ?completed\b|\bincident (ended|end|over)\b"
    ),
    "mitigated": (
        r"\brestor(ed|es)\b|\brecover(ed|s|y complete)\b|\b(back|returned?|returning|returns) (to|up|online|in) ?(normal|service|operation\w*|stable|healthy|and running|running|business)?"
        r"|\b(working|operational|healthy|available|running|stable|responsive|reachable|green|up) (again|now|as (normal|expected|usual))\b|\b(up and running|fully operational|service operational|is operational|are operational|works? again|all good|all fine|looks? (good|healthy|fine)|healthy again|functioning (normally|again))\b"
        r"|\bmitigat(ed|ion (complete|in place|applied|effective))\b|\b(issue|problem|error|fault|service|incident|outage|this) (is |was |has been |now )*(fixed|repaired|mitigated|gone|stopped)\b|\b(issue|outage|incident|this) (is |was |now )+over\b|\brepaired\b|\bnormal (operation|service|levels?)\b|\berrors? (stop|stopped|cease|ceased|drop|dropped|subside|subsided|cleared|disappear)\w*\b|\bno (more|longer|further) (errors?|failing|issues|alerts)|\bhave (now )?stabili[sz]ed\b|\bsuccessful(ly)? (again|launch\w*|restored)\b|\ball (nodes|pods|services|systems) (are |were )?(healthy|up|running|drained|back)\b|\bback in a working state\b|\bfix(ed)? (verified|confirmed|works|worked|is live|rolled out)\b|\beverything (is |was )?(back|fine|working|normal)\b|\bimpact (ends?|ended|over)\b"
    ),
    "diagnosed": (
        r"\b(root )?cause[sd]? (was |is |has been |have been |of .{0,60} )?(now )?(identified|found|determined|established|understood|confirmed|known|traced|isolated|discovered|located)\b|\b(identif(y|ied|ies|ying)|pinpoint(ed)?|isolated|traced|narrowed)\b(?! (a |an |the )?(fix|workaround|solution|next))"
        r"|\b(found|discover(ed|s)?|reali[sz]ed?s?|notic(ed|es)|determin(ed|es)|confirm(ed|s)|conclud(ed|es)|suspect(ed)?|learn(ed|t)|understood|established|diagnosed) (that|the (root |actual |likely )?(cause|issue|problem|culprit|reason|faulty|offending|source)|out (that|why|what)|a (bug|misconfig\w*|bad|faulty|missing|wrong))"
        r"|\b(it )?(turn(s|ed) out|appears to be caused|caused by|root cause|the culprit|the reason (is|was|for)|because of|due to|attributed to|attributable to|is the result of|was the result of|seems to be (caused|due|related)|related to|points? (to|at)|reveal(s|ed)|shows? (that|indications)|indicat(es|ed|ing) that|debugging (shows|showed|revealed))\b|\bidentified\b"
    ),
    "detected": (
        r"\b(alerts?|alarms?|alerted|paged|pages?|pagerduty|pingdom|opsgenie|monitors?|monitoring|nagios|sentry|datadog|automated warning|healthcheck|uptime ?robot|statuscake)\b.{0,60}?\b(fir(ed|es|ing)|trigger(ed|s)?|reports?|reported|sent|received|notif\w+|went off|raised|warn\w*|detect\w*|down|for|from|that|show\w*|high|on|in)\b|\b(alert(ed|s)?|alarm(s|ed)?|paged|pagerduty|pingdom) \b"
        r"|\b(user|customer|client|team|developer|engineer|colleague|member|people|someone|staff|support|tester|partner|dev)\w*\b.{0,40}?\b(report|complain|notice|raise|alert|flag|ask|inform|contact|see|mention|experienc|observ|queri)\w*|\b(reports?|complaints?|tickets?|queries|questions|messages?) (of|from|by|about|in|that|on|via|start|came|come|received)\b|\breport(ed|s|ing)?\b|\b(first )?(noticed|detected|discovered|spotted|observed|flagged|aware|raised|seen)\b|\bissue (is |was )?(raised|seen|reported|identified)\b|\bwe (notice|see|saw|observe|detect|were informed|are informed|got|received)\b|\bnotic(e|es|ing)\b|\bsuspicious behaviou?r\b|\bdiscover(s|ed) (that )?(the )?(outage|issue|problem)"
    ),
    "communicated": (
        r"\bstatus ?(page|io|update)|\bannounc\w+|\b(notif\w+|inform\w*|email\w*|mail|messag\w+|updat\w+|communicat\w+|told|tweet\w*|post\w*|advis\w+) (all |the |our |affected |service |cloud |to )*(users?|customers?|teams?|stakeholders?|tenants?|people|channel|clients?|everyone|organi[sz]ation|#\S+|on (slack|twitter|gitter)|in #?\w+ channel|on the)|\b(posted|shared|sent) (an? |the )?(update|message|mail|email|notice|communication|announcement|follow-up)|\bcommunicat\w+ (sent|to|out|with)|\bincident (was |is )?(declared|raised|opened|called)|\bdeclared? (an? |the )?incident|\btweet"
    ),
    "attempt": (
        r"\b(re-?start|reboot|bounc|roll(ed|ing|s)? ?back|rollback|revert|re-?deploy|deploy|scal(e|ed|ing) (up|down|out|in|the)|cordon|drain|delet|kill|increas|decreas|bump|disabl|enabl|appl(y|ied|ies|ying)|re-?run|attempt|try|tri(ed|es)|hotfix|fix (is |was )?(committed|merged|deployed|applied|pushed|released|implemented)|merg|switch|fail(ed)? ?over|clean(ed|ing|s)? |add(ed|ing|s)? |patch|remov|chang(e|ed|ing) |updat(e|ed|ing) |upgrad|renew|rotat|replac|recreat|creat(e|ed|ing) |purg|flush|terminat|recycl|re-?appl|paus|resum|unpaus|mov(e|ed|ing) |migrat|set |stop(ped)? |start(ed)? (the|a) |manual|work ?around|push(ed|es|ing)? |roll(ed|ing)? (out|over)|rolled|revok|re-?creat|downgrad|pull(ed)? )\w*"
    ),
}
_KINDS = ("resolved", "mitigated", "communicated", "diagnosed", "attempt", "detected")
_ANY_KIND = AnyOf([_PATTERNS[kind] for kind in _KINDS])
PATTERNS = dict(zip(_KINDS, _ANY_KIND.patterns, strict=True))
_FREER_KINDS = ("detected", "note", "mitigated", "diagnosed", "note", "detected")
_FREER = AnyOf(
    [
        stage_words.UNNOTICED_UNTIL, stage_words.NOT_RECOVERED, stage_words.RECOVERED, stage_words.CAUSE_STRONG,
        stage_words.NOT_NOTICED, stage_words.NOTICED,
    ]
)  # fmt: skip
"""For lines that none of the above matches; words of doubt stand before what they deny."""
_FAILED = worded(
    r"\b(fail(s|ed|ing|ure)?|unsuccessful(ly)?|(still|remained) (there|unusable|slow|locked|out)|no difference|nothing changed|stayed (where|flat|the same|as (it|they) (was|were)|high|unavailable)|little success|took their place|came back within|went back to the dead|there was no answer|only (a )?few|remained unusable|no change|locked out|did ?n[o'’]?t (help|work|fix|resolve|change|solve)|does ?n[o'’]?t (help|work|fix|resolve)|no (effect|improvement|change|luck|success|avail)|unchanged|still (fail\w*|broken|down|not|seeing|happening|the same|crash\w*|slow|error\w*)|without (success|effect|improvement)|had no|times? out|timed out|could ?n[o']t|not (fix|help|resolve|solve)(ed)?|in vain|made (it|things) worse|to no|reverted again|persist(s|ed)?)\b"
)
_WORKED = worded(
    r"\b(success(ful|fully)?|worked|works|resolv(es|ed)|fix(es|ed)|recover(s|ed|ing|y)?|restor(es|ed)|back (to normal|up|online|in service)|stabili[sz]ed|healthy|operational|cleared|improv(es|ed|ing|ement)|return(s|ed) to normal|drop(s|ped)? (back|to normal|sharply)|errors? (stop|stopped|cease|fell|drop)\w*|normal(ly)? again|is up|are up|helped)\b"
)
together(_FAILED, _WORKED)


class DatedLine(NamedTuple):
    """One line of a timeline: its stamp as written, and its text."""

    stamp: Stamp
    text: str
    line: int
    group: int = 0
    """Lines of one group carry their date on; a new group begins again on the incident's day."""
    is_key_event: bool = False
    is_prose: bool = False
    """A paragraph that begins with its time as a sentence does ("At 14:10 we found ...")."""


def dated_lines(sections: Iterable[Section], near: date | None) -> list[DatedLine]:
    """The lines that begin with a date or a time, in reading order.

    Taken from timeline sections, and from any other section in which at least two lines begin so.
    """
    found: list[DatedLine] = []
    for number, section in enumerate(sections, start=1):
        if section.role == "long_term":
            continue
        lines = list(_section_lines(section, near))
        heading = leading_stamp(section.title, near) if section.title and section.role == "timeline" else None
        if heading and not _is_title_date(heading, section):
            rest = section.title[heading.end :]
            body = " ".join([_strip(rest), *(plain(b.text) for b in section.blocks if b.kind != "code")]).strip()
            found.append(DatedLine(heading, body, section.line))
            found.extend(line for line in lines if line.stamp.clock)
        elif section.role == "timeline" or sum(1 for x in lines if x.stamp.clock) >= 2 or _is_tracked(section):
            found.extend(line._replace(group=number) for line in lines)
    told = [line for line in found if not line.is_key_event]
    return told if len(told) >= 2 else found


_TOLD_IN = frozenset(
    {None, "summary", "impact", "detection", "diagnosis", "short_term", "cause", "trigger", "background", "timeline"}
)


def prose_lines(sections: Iterable[Section], near: date | None) -> list[DatedLine]:
    """The sentences of a story told without a timeline ("At 14:52 we took the server out of rotation")."""
    found = []
    last: date | None = None
    for sentence, line in _told(sections):
        if _label_stamp(sentence, near):
            continue
        told = stamps(sentence, near)
        days = [] if _ADDED_LATER.match(sentence) else [s.day for s in told if s.day]
        last = last or next(iter(days), None)
        for clock, clause in _clauses(sentence, [s for s in told if s.clock]):
            last = next((s.day for s in stamps(clause, near) if s.day and s.day in days), last)
            found.append(DatedLine(clock._replace(day=clock.day or last), clause, line))
        last = days[-1] if days else last
    return [line for line in found if not _PROMISE.search(line.text)]


_ADDED_LATER = re.compile(r"(?i)\W*(?:update|edit|edited|updated|addendum|note)\b")
_NEXT_CLAUSE = re.compile(
    r"[,;–—]\s+(?:(?:and|but|then|so|until|before|after which|while)\s+)*|\s+(?:and|but|then)\s+(?=(?:then\s+)?(?:by|at|around|about|from|shortly|finally|approximately|on)\b)"
)


def _clauses(sentence: str, clocks: list[Stamp]) -> Iterator[tuple[Stamp, str]]:
    """ "At 14:10 we found the cause, and by 14:40 everything was back": each time with the clause around it."""
    if not clocks:
        return
    ends = [m.end() for m in _NEXT_CLAUSE.finditer(sentence)] if len(clocks) > 1 else []
    head, first = clocks[0], 0
    for clock, following in pairwise(clocks):
        if between := [e for e in ends if clock.end <= e <= following.start]:
            yield head, sentence[first : between[-1]]
            head, first = following, between[-1]
    yield head, sentence[first:]


_PROMISE = worded(
    r"\b(will|next) (provide|post|share|be posted|be provided|update)\b|\bupdate will be\b|\bnext update\b|^\W*(posted|published|last (updated|modified))\b"
)


def _told(sections: Iterable[Section]) -> Iterator[tuple[str, int]]:
    for section in sections:
        if section.role in _TOLD_IN:
            for block in section.blocks:
                if block.kind != "code":
                    yield from ((sentence, block.line) for sentence in sentences(plain(block.text)))


def _is_title_date(stamp: Stamp, section: Section) -> bool:
    return section.level == 1 and stamp.clock is None


_LONGEST_LEAD = 24
"""Characters of bullets, marks and emoji that may stand before a line's time."""


def _section_lines(section: Section, near: date | None) -> Iterator[DatedLine]:
    open_line: DatedLine | None = None
    depth = 0
    for block in _with_clocks(section):
        if block.kind == "code":
            continue
        if block.kind == "row":
            if row := _row(block, near):
                yield row
            continue
        if tracked := _tracked(block, near, section.title):
            yield tracked
            continue
        if open_line and not (block.kind == "item" and block.depth > depth):
            yield open_line
            open_line = None
        depth = depth if open_line else block.depth
        for offset, text in enumerate(block.text.split("\n")):
            stamp = leading_stamp(text, near)
            if stamp and stamp.start > _LONGEST_LEAD:
                stamp = None
            is_key = stamp is None and (stamp := _label_stamp(text, near)) is not None
            if stamp is None:
                if open_line:
                    open_line = open_line._replace(text=f"{open_line.text} {plain(text)}".strip())
                continue
            if open_line:
                yield open_line
            rest = text[: stamp.start] if is_key else text[stamp.end :]
            is_prose = block.kind == "paragraph" and bool(_AS_A_SENTENCE.match(text))
            open_line = DatedLine(stamp, _strip(rest), block.line + offset, is_key_event=is_key, is_prose=is_prose)
            depth = block.depth
    if open_line:
        yield open_line


_AS_A_SENTENCE = re.compile(r"(?:At|On|By|Around|About|From)\s")
_OF_FOUR = re.compile(
    r"(?m)^(?P<lead>[ \t>*_~≈•–—-]*)\[?[*_]*(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?: ?[-–—] ?(?P<until_h>[01]\d|2[0-3])(?P<until_min>[0-5]\d))?[*_]*(?:\]\([^()\s]*\)|\])?[*_]*[ \t]*[:–—-]+[*_]*[ \t]+(?=\S)"
)
""" "1727: alarm", "[~1758](link) - ..." at the head of a line."""
_LIKE_FOUR = worded(r"(?:[01]\d|2[0-3])[0-5]\d[^\d\w./]")
_YEARS = ("19", "20")


def _with_clocks(section: Section) -> Sequence[Block]:
    """The blocks, with the times of day that stand as four digits at the heads of several lines written as clock times.
    Where all of them may be years and the section is no timeline, they are left as they are."""
    likely = {n for n, b in enumerate(section.blocks) if b.kind != "row" and _LIKE_FOUR.search(b.text)}
    heads = [m for n in likely for m in _OF_FOUR.finditer(section.blocks[n].text)]
    if len(heads) < 2 or (section.role != "timeline" and all(m["h"] in _YEARS for m in heads)):
        return section.blocks
    return [
        b._replace(text=_OF_FOUR.sub(_as_clock, b.text)) if n in likely else b for n, b in enumerate(section.blocks)
    ]


def _as_clock(head: re.Match[str]) -> str:
    until = f" - {head['until_h']}:{head['until_min']}" if head["until_h"] else ""
    return f"{head['lead']}{head['h']}:{head['min']}{until} "


_TRACK = re.compile(
    r"\{\{<\s*track\s+\"([^\"\n]{8,40})\"\s*>\}\}|(?:^|\n)\W{0,3}Posted (?=\w{3,9} \d{1,2}, \d{4})([^\n]{10,40})$"
)
"""What follows an update on a status page: ``{{< track "2024-03-05 21:00:00" >}}``, "Posted Mar 05, 2024 - 21:00 UTC"."""


def _is_tracked(section: Section) -> bool:
    return any(
        (_has_track(b.text) and _TRACK.search(b.text)) or ("\n" in b.text and _signed(b, _SOME_DAY, section.title))
        for b in section.blocks
    )


_SOME_DAY = date(2000, 1, 1)
"""Lets dates without a year be seen."""


def _has_track(text: str) -> bool:
    return "{{<" in text or "Posted " in text


_UPDATES = frozenset({"investigating", "identified", "monitoring", "update", "resolved"})


def _tracked(block: Block, near: date | None, title: str) -> DatedLine | None:
    """An update that is followed by its time."""
    if "\n" in block.text and (signed := _signed(block, near, title)):
        return signed
    mark = _TRACK.search(block.text) if _has_track(block.text) else None
    stamp = next(iter(stamps(mark[1] or mark[2], near)), None) if mark else None
    label = f"{title}: " if title.lower() in _UPDATES else ""
    return DatedLine(stamp, label + plain(_TRACK.sub("", block.text)), block.line) if stamp else None


_STATUS_LINE = re.compile(
    r"(?i)\W*(?:resolved|monitoring|identified|investigating|update|in progress|completed|verifying|mitigated|recovering)\b"
)
_SIGNED_CHARS = 48


def _signed(block: Block, near: date | None, title: str) -> DatedLine | None:
    """ "**Resolved** - All is well." above a line that only tells when it was written ("Mar 5, 15:42 UTC")."""
    text, _, last = block.text.rpartition("\n")
    label = f"{title}: " if title.lower() in _UPDATES and not _STATUS_LINE.match(text) else ""
    if not text or len(last) > _SIGNED_CHARS or ":" not in last or not _STATUS_LINE.match(f"{label}{text}"):
        return None
    stamp = leading_stamp(last, near)
    is_alone = stamp is not None and not any(map(str.isalnum, last[stamp.end :]))
    return (
        DatedLine(stamp, plain(label + text), block.line) if stamp and is_alone and stamp.clock and stamp.day else None
    )


_LABEL_STAMP = re.compile(
    r"^[\s*_]*(?!(?:We|I|They|It|Our|Someone)\b)[A-Za-z][A-Za-z /'-]{3,40}?[\s*_:]*(?=(?:on\s+)?2?(?:19|20)\d{2,3}-\d\d-\d\d[ T]\d)"
)


def _label_stamp(text: str, near: date | None) -> Stamp | None:
    """The stamp of a key event ("Fault occurs 2020-08-04 13:30"), which stands after its name."""
    if len(text) > 120 or text.count("-") < 2 or not (match := _LABEL_STAMP.match(text)):
        return None
    return next((s for s in stamps(text, near) if s.start >= match.end() - 1 and s.day and s.clock), None)


_CLOCK_OF_FOUR = re.compile(r"[~≈]?([01]\d|2[0-3])([0-5]\d)")


_ZONE_ALONE = re.compile(r"[A-Z]{3,4}")


def _zone_column(name: str) -> tzinfo | None:
    """The zone of a column that has its name ("NZST")."""
    return zone_of(name.strip()) if _ZONE_ALONE.fullmatch(name.strip()) else None


def _row(block: Block, near: date | None) -> DatedLine | None:
    """A table row whose first one or two cells hold the stamp (date and time may stand apart)."""
    if block.depth < 0 or not block.cells:
        return None
    opening = block.cells[0]
    if _CLOCK_OF_FOUR.fullmatch(opening) and block.header and _OF_TIMES.search(block.header[0]):
        opening = _CLOCK_OF_FOUR.sub(r"\1:\2", opening)
    first = leading_stamp(opening, near)
    if first and first.clock and first.zone is None and block.header:
        first = first._replace(zone=_zone_column(block.header[0]))
    rest = list(block.cells[1:])
    if first is None and len(block.cells) > 2 and (first := leading_stamp(block.cells[1], near)):
        rest = [block.cells[0], *block.cells[2:]]
    if first is None:
        return _row_with_time_last(block, near)
    if (
        first.clock is None
        and rest
        and (clock := leading_stamp(rest[0], near))
        and clock.day is None
        and len(rest[0]) < 24
    ):
        first = Stamp(first.day, clock.clock, clock.zone, first.start, first.end)
        rest = rest[1:]
    text = " ".join(
        plain(c) for c in rest if c.strip() and not (c in rest[:-1] and leading_stamp(c, near) and len(c) < 24)
    )
    return DatedLine(first, text, block.line)


_OF_TIMES = re.compile(r"(?i)\b(?:(?:date)?time(?:stamp)?s?|when|date|at|utc|gmt|hour|clock)\b")


def _row_with_time_last(block: Block, near: date | None) -> DatedLine | None:
    """What happened stands in the first column, and its time below "Time" in the last."""
    if len(block.cells) < 2 or not block.header or not _OF_TIMES.search(block.header[-1]):
        return None
    stamp = leading_stamp(block.cells[-1], near)
    if stamp is None or stamp.clock is None or any(map(str.isalnum, block.cells[-1][stamp.end :])):
        return None
    return DatedLine(stamp, " ".join(plain(c) for c in block.cells[:-1] if c.strip()), block.line)


def _strip(text: str) -> str:
    """The text of a line without the end of its range ("10:00 - 10:20: restarted") and the marks before it."""
    text = text.lstrip()
    ranged = _RANGE.match(text)
    if ranged and (second := leading_stamp(text[ranged.end() :])) and second.start == 0:
        text = text[ranged.end() + second.end :]
    return _LINE_START.sub("", plain(text)).strip()


def place_in_time(
    lines: Iterable[DatedLine], zone: tzinfo, near: date | None
) -> Iterator[tuple[DatedLine, datetime | None, Precision | None, bool]]:
    """Give each line its instant. A line without a date carries on from the line before, past midnight; a line without
    a zone keeps the zone of the line before, one without AM or PM the half of the day where the clock else ran back."""
    day = near
    has_halves = False
    previous: datetime | None = None
    group = 0
    for line in lines:
        stamp = line.stamp
        zone = stamp.zone or zone
        if line.group != group:
            day, previous, group = near, None, line.group
        if stamp.day and not _is_slip(stamp, previous, near):
            day = stamp.day
        if day is None:
            yield line, None, None, False
            continue
        if stamp.clock is None:
            yield line, localize(datetime.combine(day, time()), stamp.zone or zone), "day", stamp.zone is not None
            previous = None
            continue
        at = localize(datetime.combine(day, stamp.clock), stamp.zone or zone)
        if stamp.has_half:
            has_halves = True
        elif has_halves and previous and _is_of_afternoon(at, previous):
            at += _HALF_DAY
        if stamp.day is None and previous and at < previous - _MAX_BACK:
            day += timedelta(days=1)
            at = localize(datetime.combine(day, stamp.clock), stamp.zone or zone)
        previous = at
        yield line, at, "minute", stamp.zone is not None


_HALF_DAY = timedelta(hours=12)
_LATER = timedelta(hours=6)


def _is_of_afternoon(at: datetime, previous: datetime) -> bool:
    """ "3:10" after "3pm": half a day on, it follows the line before within some hours."""
    return at < previous <= at + _HALF_DAY <= previous + _LATER


_BACK_DAYS = timedelta(days=2)


def _is_slip(stamp: Stamp, previous: datetime | None, near: date | None) -> bool:
    """A date that jumps back from the incident's own day, while the clock goes on: an old line's date was copied."""
    if stamp.day is None or stamp.clock is None or previous is None or near is None:
        return False
    return abs(previous.date() - near) < _BACK_DAYS and near - stamp.day > _BACK_DAYS


@lru_cache(maxsize=2_000)
def kind_of(text: str) -> str:
    """What a line of a timeline tells; ``note`` where no pattern says."""
    told = next((_KINDS[i] for i in _ANY_KIND.among(text) if _ANY_KIND.patterns[i].search(text)), None)
    return told or next((_FREER_KINDS[i] for i in _FREER.among(text) if _FREER.patterns[i].search(text)), "note")


def outcome_of(text: str) -> str | None:
    """What came of an attempt: worked, failed, or None where the text does not say."""
    failed, worked = _FAILED.search(text), _WORKED.search(text)
    if failed and not (worked and worked.start() > failed.end()):
        return "failed"
    return "worked" if worked else None


def what_helped(text: str | None) -> str:
    """The first sentence that tells of success; else the first that does not tell of failure; "" where there is none."""
    told = [plain(sentence) for sentence in sentences(text or "")]
    worked = next((t for t in told if outcome_of(t) == "worked"), None)
    return worked or next((t for t in told if outcome_of(t) != "failed"), "")


def read_timeline(sections: Iterable[Section], zone: tzinfo, near: date | None) -> list[TimelineEvent]:
    """The timeline's events in reading order, each with its instant where one can be given."""
    sections = list(sections)
    lines = dated_lines(sections, near)
    if sum(1 for line in lines if line.stamp.clock and not line.is_key_event) < 2:
        lines = [line for line in lines if line.is_key_event or not line.stamp.clock] + prose_lines(sections, near)
    elif all(line.is_prose for line in lines) and len(told := prose_lines(sections, near)) > len(lines):
        lines = told
    events = []
    for seq, (line, at, precision, stated) in enumerate(place_in_time(lines, zone, near)):
        if not any(map(str.isalnum, line.text)) or _PROMPT.match(line.text):
            continue
        kind = kind_of(line.text)
        outcome = outcome_of(line.text) if kind == "attempt" else None
        events.append(TimelineEvent(seq, at, kind, line.text, line.line, precision, outcome, stated))
    return events


def in_order(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Events that have an instant known to the minute, in time order. Where a third of the lines and more state a day
    that has no clock times, those count too."""
    dated = [e for e in events if e.at]
    placed = [e for e in dated if e.precision != "day"]
    clocked = {e.at.date() for e in placed if e.at}
    days = [e for e in dated if e.precision == "day" and e.at and e.at.date() not in clocked]
    if placed and 2 * len(days) >= len(placed):
        placed += days
    return sorted(placed, key=lambda e: (e.at or datetime.min.replace(tzinfo=UTC), e.seq))
