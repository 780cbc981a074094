"""Start and end told as a span ("between 08:41 and 09:54"), as a moment ("resolved as of 21:27") or as a length ("time to
repair: 1h 39m")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice, zip_longest

from etl.records import Precision, Witness
from etl.transform import stage_words
from etl.transform.clock import Stamp, moment_of, read_duration, stamps
from etl.transform.outline import Fact
from etl.transform.patterns import together, worded
from etl.transform.prose import plain, sentences

Said = tuple[str, int | None, datetime | None]
"""A text, its line, and when it was written where that is known (a status update)."""

_FROM = worded(r"\b(?:between|from|during the (?:period|time)(?: of| from)?)\b")
_TO = worded(r"\b(?:and|to|until|till)\b|[-–]")
_SPAN_CHARS = 180
OF_IMPACT = worded(
    r"\b(experienc\w*|impact\w*|affect\w*|unable|unavailab\w*|errors?|degrad\w*|not (been )?able|elevated|increas\w*|disrupt\w*|outage|issues?|customers?|users?|fail\w*|latenc\w*|down|delays?|delayed|subset|not \w+ing|stopped|lost|slow\w*|time-?outs?|timed out|unreachable|inaccessible|unstable|interrupt\w*|refused|offline|unresponsive|broken|5\d\d|misconfig\w*|incorrect\w*|wrong\w*|missing|halt(ed)?|reject\w*|exposed|leaked|stuck|dropped|blocked|could not|cannot|(was|were|did) not|(did|could|was|were) ?n[o'’]?t)\b"
)
ACTED = worded(
    r"\b(we|i|engineers?|the team) (then |also )?(restarted|rolled|deployed|moved|migrated|replaced|scaled|applied|worked|investigated|tried|performed|ran)\b"
)
"""What people did from one time to another is no span of impact."""
_NOT_OF_IMPACT = worded(
    r"\b(?:not|\w*n['’]t|nobody|no one|never|only) (?:\w+ ){0,3}?(?:paged|alerted|notified|noticed|detected|aware|known|discovered|informed|acknowledged|escalated)\b.{0,30}\b(?:until|till)\b"
    r"|\b(?:not|\w*n['’]t|never) (?:\w+ )?(?:see|saw|seen|observed?|get|got|receiv\w+|find|found|notic\w+) (?:any|more|further|another)\b"
)
"""Until somebody noticed, or when nothing more was seen."""
_BEGUN = worded(
    r"\b(?:(?:experiencing|investigating) [^.]{3,120}? as of|(?:affected|impacted|unavailable|broken|down|failing|missing|wrong|unable|not working)\b[^.]{0,80}? since)[\s:,*]*(?P<since>.{4,60})|\b(?:(?:incident|impact|issue|outage|disruption) (?:began|begins|started|starts|start)|starting|beginning|began|started)(?: (?:at|on|from|around|approximately|about|since))*[\s:,*]*(?P<rest>.{4,60})"
)
_ENDED = worded(
    r"\b(?:resolved|mitigated|restored|recovered|fixed|ended|ending)\b[^.;]{0,90}?\b(?:as of|at|by|on)\b[\s:,*]*(?P<rest>[^.\d]{0,20}\d.{2,50})"
)
_BY = worded(r"\b(as of|by|at|around|approximately)\W*$")
_RECOVERED = worded(
    r"\b(been |were |was |are |is |fully |now )(resolved|mitigated|restored|recovered|repaired)\b|\brecovered\b|\b(returned|back) to normal\b|\bverified that (all|the)\b|\boperating normally\b|\ball .{0,60}\b(succeed|delivered|working)\w*"
)
_CLOCK_LIKE = worded(r"\bsince .{0,12}\d{1,4}[/-]\d|\d[:.]\d\d|\d ?[ap]m\b|\d{4} ?(utc|gmt|hrs)")
together(OF_IMPACT, ACTED, _NOT_OF_IMPACT, _BEGUN, _ENDED, _RECOVERED)
_WITHIN = 20
_AHEAD = timedelta(hours=1)


def from_statements(prose: Iterable[Said], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """Start and end as a sentence states them: "Between 03:00 EDT and 09:55 EDT on 21 Jul 2021, customers ...",
    "starting at 10:26", "resolved for all users as of 21:27". Of several spans in one text the whole counts; of several
    single moments the earliest start and the latest end."""
    told = [(sentences(text), line, at) for text, line, at in prose if _CLOCK_LIKE.search(text)]
    for texts, line, at in told:
        if spans := list(_impact_spans(texts, line, zone, at.astimezone(zone).date() if at else near)):
            ends = [min((s[0] for s in spans), key=_at), max((s[1] for s in spans), key=_at)]
            return [w._replace(zone_stated=w.zone_stated or zone_stated) for w in ends]
    found = []
    picks: tuple[tuple[str, _Reader, _Picker], ...] = (
        ("started_at", _begun, min), ("mitigated_at", _ended, max)
    )  # fmt: skip
    for name, read, pick in picks:
        moments = [
            Witness(name, moment[0], moment[1], moment[2] or zone_stated, line, text[:300], "prose: stated")
            for texts, line, at in told
            for text in texts
            for stamp in read(text, near)
            if (moment := _dated(stamp, at, zone, near))
        ]
        if moments:
            found.append(pick(moments, key=_at))
    return found


_Reader = Callable[[str, date | None], Iterator[Stamp]]
_Picker = Callable[..., Witness]


def _at(witness: Witness) -> datetime:
    return witness.at


def _impact_spans(texts: Iterable[str], line: int | None, zone: tzinfo, near: date | None) -> Iterator[list[Witness]]:
    """The spans of a text's sentences that tell of impact; a sentence without a day keeps that of the one before."""
    is_of_impact = False
    for text in texts:
        near = next((s.day for s in stamps(text, near) if s.day), near)
        is_of_impact = bool(OF_IMPACT.search(text)) or (is_of_impact and text.startswith("("))
        if not is_of_impact or ACTED.search(text) or _NOT_OF_IMPACT.search(text):
            continue
        quote = " ".join(text.split())
        openings = list(_FROM.finditer(text))
        if (
            not openings
            and (until := _UNTIL.search(text))
            and (span := _begun_before(text, until.end(), zone, near, line))
        ):
            yield span
        for opening, following in zip_longest(openings, openings[1:]):
            told = text[opening.end() : following.start() if following else opening.end() + _SPAN_CHARS]
            if _TO.search(told) and (span := _from_span(told, zone, False, near, line, quote, "prose: between")):
                yield span


_UNTIL = worded(r"\b(?:lasted|lasting|continued|went on|down|offline|unavailable)?(?: \w+){0,2} ?(?:until|till)\b")


def _begun_before(text: str, until: int, zone: tzinfo, near: date | None, line: int | None) -> list[Witness]:
    """ "On 3 May at 12:05 the site went down, and stayed so until 14:10": one time before the word, one after it."""
    clocks = [s for s in stamps(text, near) if s.clock]
    if len(clocks) != 2 or not clocks[0].end <= until <= clocks[1].start <= until + _WITHIN:
        return []
    return _from_span(text, zone, False, near, line, " ".join(text.split()), "prose: between")


_BY_SOMEBODY = re.compile(r"(?i)\b(?:was|were|is|are|been|be)\s+$")
""" "The job was started at 01:00": an act, no outage."""
_MENDS = re.compile(rf"(?i)\W*(?:to )?{stage_words.BEGIN_TO_MEND}")
""" "Services began to recover at 11:00" tells no start."""


def _begun(text: str, near: date | None) -> Iterator[Stamp]:
    """The times with which a text says that something began."""
    for match in _BEGUN.finditer(text):
        if match["rest"] and (_MENDS.match(match["rest"]) or _BY_SOMEBODY.search(text[: match.start()])):
            continue
        if match["since"]:
            yield from islice((s for s in stamps(match["since"], near) if s.start <= _WITHIN), 1)
        else:
            yield from _next_to(match["rest"], near)


def _ended(text: str, near: date | None) -> Iterator[Stamp]:
    """The times at which a text says that it ended: after the word ("resolved as of 21:27") or before it ("by 12:50 all
    had recovered")."""
    told: list[Stamp] = []
    for match in _ENDED.finditer(text):
        told += _next_to(match["rest"], near)
        within = (inner for inner in _ENDED.finditer(match["rest"]))
        told += [stamp for inner in within for stamp in _next_to(inner["rest"], near)]
    yield from told
    if told or not _RECOVERED.search(text):
        return
    clocks = [s for s in stamps(text, near) if s.clock]
    for stamp, following in zip_longest(clocks, clocks[1:]):
        after = text[stamp.end : following.start if following else stamp.end + 130]
        if _BY.search(text[max(0, stamp.start - 12) : stamp.start]) and _RECOVERED.search(after):
            yield stamp


def _next_to(rest: str, near: date | None) -> Iterator[Stamp]:
    """The clock time with which a text begins, past a weekday and the like."""
    return islice((s for s in stamps(rest, near) if s.clock and s.start <= _WITHIN), 1)


def _dated(
    stamp: Stamp, written: datetime | None, zone: tzinfo, near: date | None
) -> tuple[datetime, Precision, bool] | None:
    """The instant of a stamp. A clock time alone in a status update is the last such time before it was written."""
    if written is None or stamp.day is not None:
        return moment_of(stamp, zone, near)
    moment = moment_of(stamp, zone, written.astimezone(stamp.zone or zone).date())
    if moment and moment[0] > written + _AHEAD:
        return moment[0] - timedelta(days=1), moment[1], moment[2]
    return moment


_SPAN = worded(r"(?:[:.h]\d\d|[ap]\.?m\.?)\s*(?:[a-z]{1,4}\s*)?(?:[-–—]|to|until|till)\s*\d")


OF_SPANS = frozenset({"duration", "occurred_on", "started_at"})
BETWEEN = re.compile(
    r"(?i)[\s*_`,(]*(?:-+>?|=>|[–—→]|to|and|until|till|through|up to)[\s*_`]*(?:(?:about|around|approx\w*\.?|ca\.?|on|the|~|mon|tues|wednes|thurs|fri|satur|sun|day)[\s,]*)*"
)


def _is_span(text: str, near: date | None) -> bool:
    """ "12:39 UTC (block 17) and 17:17 UTC": two times, and between them little else than the word that joins them."""
    clocks = [s for s in stamps(text, near) if s.clock]
    if len(clocks) < 2:
        return False
    return bool(BETWEEN.fullmatch(_ASIDE.sub(" ", text[clocks[0].end : clocks[1].start])))


_ASIDE = re.compile(r"\([^()]*\)")


def from_ranges(stated: Iterable[Fact], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """ "Duration: 08:41-09:54 UTC" tells start and end."""
    return [
        witness
        for fact in stated
        if fact.name in OF_SPANS and (_SPAN.search(fact.value) or _is_span(plain(fact.value), near))
        for witness in _from_span(
            plain(fact.value), zone, zone_stated, near, fact.line, f"{fact.label}: {fact.value}", "named range"
        )
    ]


def _from_span(
    text: str, zone: tzinfo, zone_stated: bool, near: date | None, line: int | None, quote: str, rule: str
) -> list[Witness]:
    """Start and mitigation from the first two clock times of a text; the second may lie past midnight."""
    told = stamps(text, near)
    clocks = [s for s in told if s.clock]
    if len(clocks) < 2:
        return []
    day = next((s.day for s in told if s.day), near)
    said = next((s.zone for s in clocks[:2] if s.zone), None)
    first = moment_of(clocks[0], clocks[0].zone or said or zone, clocks[0].day or day)
    last = moment_of(clocks[1], clocks[1].zone or said or zone, clocks[1].day or day)
    if not first or not last:
        return []
    end = last[0] + timedelta(days=1) if last[0] < first[0] and not clocks[1].day else last[0]
    is_stated = said is not None or zone_stated
    return [
        Witness("started_at", first[0], "minute", is_stated, line, quote[:300], rule),
        Witness("mitigated_at", end, "minute", is_stated, line, quote[:300], rule),
    ]


_STAGES = {
    "started_at": "start|onset|beginning|impact|failure|occurrence",
    "detected_at": "detection|discovery|alert|report|notification|acknowledgement",
    "diagnosed_at": "diagnosis|identification",
    "mitigated_at": "mitigation|recovery|restoration|fix|repair",
    "resolved_at": "resolution|closure",
}
_STAGE_SPAN = worded(
    rf"\b(?:from|between) (?:the )?(?P<first>{'|'.join(_STAGES.values())}) (?:to|until|till|and) (?:the )?(?P<last>{'|'.join(_STAGES.values())})\b"
)


def from_stage_spans(prose: Iterable[Said], zone: tzinfo, zone_stated: bool, near: date | None) -> Iterator[Witness]:
    """ "Time from detection to mitigation: 23 min (from 9:56 to 10:19)" tells both."""
    for text, line, _ in prose:
        for told in sentences(text) if _CLOCK_LIKE.search(text) and _STAGE_SPAN.search(text) else ():
            named = _STAGE_SPAN.search(told)
            if named is None:
                continue
            ends = _from_span(told, zone, zone_stated, near, line, " ".join(told.split()), "prose: stages")
            for end, stage in zip(ends, (named["first"], named["last"]), strict=False):
                yield end._replace(field=next(f for f, names in _STAGES.items() if stage.lower() in names.split("|")))


_LASTED = worded(
    r"\b(?:last(?:ed|ing|s)|down|offline|unavailable|inaccessible|unreachable|unresponsive|interrupted|disrupted|(?:outage|downtime|interruption|disruption)s?)(?: (?:to|for|of|by|was|were|our|the|all|users?|customers?|everyone|a|total|period|duration|in|approximate(?:ly)?|about|around|almost|nearly|over|roughly|some|up|more|less|than|at|least|completely|\w+ly))*?(?: (?:for|of|was))?:? (?P<length>(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)[\s-]+(?:hours?|hrs?|minutes?|mins?)\b(?:,? (?:and )?\d+ (?:minutes?|mins?)\b)?)"
)
ROUGHLY = worded(r"\b(approximate(ly)?|about|around|almost|nearly|over|roughly|some|up to|more|less|at least)\b|~")
_IN_FIGURES = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip


def told_lengths(prose: Iterable[Said]) -> Iterator[Fact]:
    """How long a sentence says that the outage lasted ("was offline for eleven minutes"); rough lengths tell no time."""
    for text, line, _ in prose:
        if (match := _LASTED.search(text)) and not ROUGHLY.search(match[0]):
            yield Fact("duration", "lasted", in_figures(match["length"]), line or 0)


def in_figures(length: str) -> str:
    """ "Eleven minutes" as "11 minutes"."""
    number, _, rest = length.replace("-", " ").partition(" ")
    return f"{_IN_FIGURES.get(number.lower(), number)} {rest}"


def from_lengths(stated: Iterable[Fact], start: Witness | None) -> list[Witness]:
    """A stated length added to the start gives the other end, where no better witness does."""
    if start is None or start.precision == "day":
        return []
    added = []
    for name, field in _ENDS:
        for fact in stated:
            if fact.name == name and (length := read_duration(fact.value)) is not None:
                quote = f"{fact.label}: {fact.value}"[:300]
                at = start.at + length
                added.append(Witness(field, at, "minute", start.zone_stated, fact.line, quote, "stated duration"))
                break
    return added


_ENDS = (
    ("time_to_detect", "detected_at"),
    ("time_to_repair", "mitigated_at"),
    ("duration", "mitigated_at"),
    ("noticed_after", "detected_at"),
)
