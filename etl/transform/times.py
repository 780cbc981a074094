"""The five times: every witness is kept, one is chosen by a documented rule.

Rank of a witness, best first: a value that the source states by name (front matter, key events, mapped columns), a line
of the timeline that tells it, a sentence of the prose, a stated duration added to another time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from etl.records import TIME_FIELDS, TimelineEvent, Witness
from etl.transform.clock import moment_of, read_duration, read_moment, settle_year, stamps
from etl.transform.outline import Fact
from etl.transform.patterns import worded
from etl.transform.prose import plain
from etl.transform.timeline import PATTERNS, in_order

_STARTED = worded(
    r"\b(problem|issue|incident|impact|outage|fault|failure|downtime) (is )?(started|starts|began|begins|occur\w*)\b|\bstart of (the )?(incident|impact|outage)\b|\bfirst (symptoms?|occurr?ence)\b|\b(drops?|dropped|fell|falls|reaches) (to )?(zero|0 ?%?)\b|\bstart(s|ed)? (failing|returning|crash\w*|to fail|to crash|to return|to drop|dropping|throwing|erroring|timing|degrading)\b|\b(begins?|began|begun) (failing|returning|crash\w*|erroring|to (?!investigat|look|drain|roll|cordon|deploy|work|revert|apply|scale|restart|debug|monitor|dig|mitigat|fix|upgrad|migrat|test)\w+)\b|\bfirst (failures?|errors?) (on|of|in|at|appear)|\bimpact begins\b|\(problem started\)"
)
_FAILING = worded(
    r"\b(fail(s|ed|ing|ure|ures)?|error(s|ing)?|down|outage|unavailable|crash\w*|5\d\d|404|unreachable|timeouts?|timed out|stops?|stopped|broken|breaking|not (working|available|responding|reachable|able|ready|healthy|receiving)|notready|unable|can ?not|degrad\w*|pending|no space left|out of (memory|disk|space)|expir(e|es|ed|ing)|destroyed|lost|unhealthy|stuck|reverts?|killed|no nodes|runs? out|removed|deleted|detached|delay(s|ed|ing)?|late|no longer|time out|grows?|missing|return(s|ed|ing)? nothing|grey|slow(s|ed|er|ly|ness|ing)?( down)?|wrong|outdated|incorrect|stale|dropp(ed|ing)|queue age|unexpected\w*|blocked|leak\w*|unschedulable|crashloop\w*)\b"
)
_CHANGE = worded(
    r"\b(deploy\w*|upgrad\w*|merg\w*|releas\w*|appl(y|ied)|chang\w*|updat\w*|roll\w*|trigger\w*|migrat\w*|replac\w*|pipeline|maintenance|scal\w*|delet\w*|execut\w*|pushed|unpaused|initiated|expired|rotat\w*|run completed|enabled|disabled|went live|goes live|modif\w*)\b"
)
DETECTED = worded(
    r"\b(alert\w*|alarms?|paged|pages (us|the|on-?call)|pagerduty|pingdom|complain\w*|aware|(we|team|member|us) (are |were |was |is |got )?informed|informed (us|of)|warning|witnessed|flagged|spotted|(first )?(noticed|notice|notices|detected|observed|discovered)|(users?|customers?|clients?|teams?|developers?|people|members?|federation members|someone|others?|partners?) \b.{0,40}\breport\w*|reports? (one|two|several|some|many|\d+)|asked about|reports? (the|a|an|this|its) (problem|issue|fault|error|failure)|reports?( of| by| from| that|ed by|ed on|ed in|ed via|ed that)|reported|issue (is |was )?(raised|reported|opened)|is opened, reporting|opened .{0,20}ticket|notif(y|ies|ied)|(saw|see|seeing) (issues|errors?|failures?)|initial finding|problem (is |was )?(identified|noticed|seen)|reali[sz]ed? (that )?(there|something|we|many|the)|reaching out|reached out|contacted|seen in|received (a |an |the )?(message|report|email|alert|ticket|notification|another)|message (from|posted)|identified (a |the )?(problem|issue)s? with)\b"
)
_NOT_DETECTED = worded(
    r"\b(node|pod|service|job|server|container)s? (starts?|started|began|begins) report|\ball (fine|good|ok|green)\b|\b(first failures|impact begins|start of impact)\b|^\W*(mitigated|resolved|restored):|\bno (issues?|errors?|problems?|impact|loss)\b|\bsuccessful\w*\b.{0,40}\breported\b|\breports? back\b|\bbelow quota\b|\bsent (to|out)\b"
)
_INVESTIGATION = worded(
    r"\b(investigat\w+ (is |was |were )?(start|begin|began|begun|launch|commenc|into|of|ongoing)\w*|(start|began|begin|commenc|ongoing)\w* (to )?(the )?(root cause )?(investigat|look|debug|troubleshoot|dig)\w*|looking into|troubleshooting (start|began)|deep dive)"
)
_CAUSE_STRONG = worded(
    r"\broot cause (was |is |has been )?(identified|found|discovered|determined|known|established)|\b(issue|cause|problem|culprit|fault|reason|bug|explanation|underlying issue|potential culprit|root cause)\b.{0,30}\b(was |is |has been |successfully |been )*(identified|found|discovered|determined|revealed|pinpointed|isolated|understood|located)\b|\b(identif(y|ied)|determin(e|ed)|conclud(e|ed)|diagnos(e|ed)|pinpoint(ed)?|discover(s|ed)?|established|confirmed) (that|the (root )?cause|the (issue|problem|fault|culprit|reason)|what)\b|\bdiagnosis (is |was )?(confirmed|made|found|reached)\b|\bcause (found|confirmed|known)\b|\bis the (root )?cause\b|\bwas the (root )?cause\b|\bturn(s|ed) out\b|\battributed to\b|\bculprit\b|\bleads? (us )?to (find|conclusion|the conclusion)\b|\breveal(s|ed|ing)\b|\b(concluded|explanation revealed)\b|\bis identified as\b|\bunderlying issue\b|\bfound .{0,60}(setting|config\w*|version|change|label|bug|limit|issue) was\b|\bidentified that\b"
)
_CAUSE_SOME = worded(
    r"\b(we finds?|finds? that|reali[sz](e|ed|es|ing) (that|this|the|we|what)|found (that|out|the|a|an|hundreds|many|\d+)|find out|figured? out|discover(ed|s) (a|an|the|some|\d+|by)|noticed? (that )?(the )?(node|disk|config|deploy\w*|certificate|label|version|network|our)|noted that|it is noted|(is|are|was|were) (full|out of (disk|memory|space|quota)|missing|misconfigured|expired|exhausted)|we('d| had)? (hit|reached) (our|the|a)|reached our|hit by|possible cause|suspect(s|ed|ing)?|point(s|ed|ing) to|caused by|because of|seems? (to be|we|that|like) .{0,40}(because|due|caused|hit|limit)|after (some )?(digging|googling|investigation|debugging)|investigated and found|compared .{0,80}(found|identified|differ)|shows? (that|indications)|expired (token|certificate)|conclusion|narrowed|traced|correlat\w+|log error|we discover|describe(d)? on the node|because (the|it|there|of|no|we|our|a|user pods)\b|presumably|problem:|conclusions?:?|incorrect assumption|errors? with the|(have|has) been discovered|to verify (the )?fix|not enough free|seems we|found (four|three|two|several|many|some))\b"
)
_NOT_CAUSE = worded(
    r"\b(delayed|re-?triggered|fail(s|ed)?|not scheduled|blocked|times? out|reverted|terminated|declined|skipped|increased) (\w+ ){0,6}due to\b|^due to\b|\b(root cause )?investigat\w+ (start|began|begin|commenc|launch|is start)\w*|\bto (find|identify|determine|understand|see|verify) (the |what|why|if|whether)|\bnot (yet )?(known|identified|found|clear)|\bun(known|clear|identified)\b|\bdismissed\b|\bagain attributed\b|\bnothing (obvious|out of the ordinary)|\bnon[- ]?conclusive\b|\bproblem is identified\b|\bissue (was )?affected\b|\bfound later\b|\bidentified (a )?problem with\b|\bnode update requirement\b|\bstill (down|failing)\b|\bas expected\b|\bis safe\b|\bdo(es)? match\b|\bnetwork connectivity\b.{0,60}\bworks\b|\boften evicted\b"
)
_RECOVERED = worded(
    r"\b(back to (normal|100|life|service)|(has |have |is |are |was |were )?(now |fully |been |successfully )*(restored|recovered|re-?attached|mitigated|repaired|solved|resolved|rolled over|re-established)|works? (again|fine|now|as)|it works|fix works|working (again|as (normal|expected|intended|usual)|fine|now|state|order)|(are|is|being|be|now|fully|verified|again|systems?|service) (operational|healthy|available|reachable|stable|responsive|online|up)\b|(issue|problem|outage|error|incident|everything)s? (is |are |was |were |has been |have been |now |permanently |goes |went )*(fixed|solved|resolved|away|gone|over|mitigated|fine|normal)|bringing the outage to an end|service resumes?|incident ends?|end of (the )?incident|return(s|ed|ing)? to (normal|100)|(launch|build|deploy)\w* (fine|normally|again|work|works|succeed\w*|successfully)|behaviou?r (subsequently )?(returned|returns|resumed|appeared resumed)|expected behaviou?r|impact (ended|over|end)|successfully (deployed|restored|fixed|launched|scheduled)|confirm\w* working|confirmed (fixed|resolved|that it works)|no longer (seeing|failing|receiv\w+ errors)|start(ed|s)? (shipping|processing|receiving|flowing)( \w+){0,3}|(start(ed|s)?|is|are) working (again|properly|fine)|deploys successfully|recovery (complete|confirmed)|self-?heals?|allowing traffic|goes away|stabili[sz]ed|normal (levels?|operation|service)|all good|permanently fixed|joined cluster and most|are (now )?back\b|came back|appear(s|ed)? again|visible again|brought back|come(s)? back (up|online))\b"
)
_FIX_DONE = worded(
    r"\b(fix(es)? (is |was |has been |have been )?(applied|deployed|merged|rolled out|released|implemented|in place)|(rolled|roll) back (performed|completed?|successful\w*|done|by hand)|rollback (performed|completed?|done|applied)|rolled back|revert(ed)? (the|back|and|to)|fully reverted|rollback|long-term fix|permanent\w*|replacement completed|pod killed|(is|was|were|are) stopped|was (deleted|restarted|removed|renewed|replaced|increased|reverted|disabled|re-?applied|scaled)|(deleted|removed|restarted|renewed|replaced|reverted|disabled|banned|downgraded|upgraded|terminated|increased|re-?applied|recreated) (the |all |our |a |an |both )?\w+|merged (and|\+) deployed|finished successfully|finishes successfully|changes applied|script completed|completed\b|is added|drained|reverted)\b"
)
_NOT_SO = worded(
    r"\b(not being|asks? (if|whether)|pods? launching fine but|not (yet |been )?(fully )?(resolved|fixed|recovered|restored|mitigated|working|help\w*)|n[o']t (help|fix|resolve|work)|unresolved|still (investigating|failing|fails|down|broken|not|restart\w*|occurr\w*|returning)|will be|to be (fixed|resolved)|believ\w+ the issue|fails? (again|because|due|with)|stopped working|were ?n'?t working|initiated$|are not (being )?(restor|recover)\w*|no(t)? (signs|fix)|if (it|this)|should (be|fix)|recovers and starts|blocked recovers|temporar\w+ (restored|recover)|attempt\w* to|waiting (for|to)|hoping|in order to|awaiting|is expected to|reported normal|asked \w+|to (restore|fix|resolve|recover|mitigate)\b|only (the|a) |options? (to|for) )\b|\b(would|could|might|may) "
)
_RELAPSE = worded(
    r"\b(once again|again (going|fail|not|down)|are ?n'?t working again|still (fail|broken|down|not|return)\w*|recurr?(s|ed|ence)|another (outage|alert|node|incident)|(fail|crash|stop|drop|break)\w* again|new node entered|second (alert|outage|time)|alert triggered)\b"
)
_BETWEEN = worded(r"\b(?:between|from)\b(?P<span>[^.]{5,120}?\b(?:and|to|until|till|-|–)\b[^.]{3,80})")


def witnesses(
    facts: Mapping[str, Any],
    fact_lines: Mapping[str, int],
    stated: Iterable[Fact],
    events: Sequence[TimelineEvent],
    prose: Iterable[tuple[str, int]],
    zone: tzinfo,
    zone_stated: bool,
    near: date | None,
    anchor: date | None = None,
    updates: Iterable[Witness] = (),
) -> list[Witness]:
    """Every candidate for the five times, best first within a field. ``updates``: what status updates witness."""
    found: list[Witness] = []
    updates = list(updates)
    for name in TIME_FIELDS:
        read = read_moment(facts[name], zone, near) if facts.get(name) is not None else None
        if read:
            found.append(
                Witness(
                    name,
                    read[0],
                    read[1],
                    read[2] or zone_stated,
                    fact_lines.get(name),
                    str(facts[name]),
                    "source field",
                )
            )
    stated = list(stated)
    for fact in stated:
        if fact.name in TIME_FIELDS and (read := read_moment(plain(fact.value), zone, near)):
            found.append(
                Witness(
                    fact.name,
                    *_with_zone(read, zone_stated),
                    fact.line,
                    f"{fact.label}: {fact.value}"[:300],
                    "named line",
                )
            )
    found += updates
    found += _without_echo(_from_timeline(events, zone_stated), found)
    found += _from_prose(prose, zone, zone_stated, near)
    found = [replace(w, at=settle_year(w.at, anchor)) for w in found]
    found += [replace(w, at=settle_year(w.at, anchor)) for w in _from_ranges(stated, zone, zone_stated, near)]
    return found + _from_durations(stated, found)


def _without_echo(told: list[Witness], named: list[Witness]) -> list[Witness]:
    """A detection stated by name is no start: a timeline's start counts only if it lies before it."""
    detected = next((w for w in named if w.field == "detected_at"), None)
    if detected is None or any(w.field == "started_at" for w in named):
        return told
    return [w for w in told if w.field != "started_at" or w.at < detected.at]


def choose(found: Iterable[Witness]) -> dict[str, Witness]:
    """The first witness of each field that is known to the minute, else the first; impossible choices are kept as
    they are (the metrics exclude and list them)."""
    chosen: dict[str, Witness] = {}
    for witness in found:
        held = chosen.get(witness.field)
        if held is None or (
            held.precision == "day" and witness.precision != "day" and abs(witness.at - held.at) < timedelta(days=2)
        ):
            chosen[witness.field] = witness
    return chosen


def _with_zone(read: tuple[datetime, Any, bool], zone_stated: bool) -> tuple[datetime, Any, bool]:
    return read[0], read[1], read[2] or zone_stated


def _witness(name: str, event: TimelineEvent, rule: str, zone_stated: bool) -> Witness:
    assert event.at is not None
    return Witness(
        name,
        event.at,
        event.precision or "minute",
        event.zone_stated or zone_stated,
        event.line,
        event.text[:300],
        rule,
    )


def _from_timeline(events: Sequence[TimelineEvent], zone_stated: bool) -> list[Witness]:
    line = in_order(events)
    if not line:
        days = [e for e in events if e.at and e.precision == "day"]
        return [_witness("started_at", days[0], "timeline: first day", zone_stated)] if days else []
    picks = {
        "started_at": (_start(line), "timeline: impact begins"),
        "detected_at": (_detection(line), "timeline: detected"),
        "diagnosed_at": (_diagnosis(line), "timeline: cause found"),
        "mitigated_at": (_mitigation(line), "timeline: impact ends"),
        "resolved_at": (_resolution(line), "timeline: resolved"),
    }
    return [_witness(name, event, rule, zone_stated) for name, (event, rule) in picks.items() if event]


def _start(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """A line that says so; else the first failure before detection; else the last change before it; else detection."""
    detected = _detection(line)
    before = [e for e in line if detected is None or line.index(e) < line.index(detected)]
    said = next((e for e in line if _STARTED.search(e.text)), None)
    if said and (said in before or said is detected or line.index(said) <= 1):
        return said
    failing = next((e for e in before if _FAILING.search(e.text)), None)
    if failing:
        return failing
    changes = [e for e in before if _CHANGE.search(e.text)]
    if detected and not changes and _ONE_REPORT.search(detected.text):
        return None
    return changes[-1] if changes else detected or line[0]


_ONE_REPORT = worded(
    r"^\W*(a |an? \w+ |the )?(user|customer|client|developer|end-?user)s? (has |have |had )?(report|rais|complain|contact|notif)\w*|^\W*alerted by"
)


def _detection(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    for event in line:
        if _NOT_DETECTED.search(event.text[:200]):
            continue
        if DETECTED.search(event.text[:250]) or _INVESTIGATION.search(event.text[:250]):
            return event
    return None


def _diagnosis(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """The first line from detection on that names the cause in strong words; else the first that does in weaker ones."""
    detected = _detection(line)
    after = line[line.index(detected) :] if detected else line
    for pattern in (_CAUSE_STRONG, _CAUSE_SOME):
        for event in after:
            if event.kind == "communicated" and pattern is _CAUSE_SOME:
                continue
            if (
                (event is detected or event is line[0])
                and pattern is _CAUSE_SOME
                and len(after) > 1
                and len(event.text) < 200
            ):
                continue
            if pattern.search(event.text) and not _NOT_CAUSE.search(event.text):
                return event
    return None


def _mitigation(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """The first line after detection that tells of recovery with no relapse after it; else the last fix applied."""
    detected = _detection(line)
    first = line.index(detected) if detected else 0
    recovered = [e for e in line[first:] if _is_recovery(e.text)]
    recovered = recovered or [e for e in line[1:first] if _is_recovery(e.text)]
    for event in recovered:
        later = line[line.index(event) + 1 :]
        if not any(_RELAPSE.search(e.text[:160]) for e in later):
            return event
    if recovered:
        return recovered[-1]
    fixes = [
        e
        for e in line[max(first, 1) :]
        if _FIX_DONE.search(e.text) and e.outcome != "failed" and not _NOT_SO.search(e.text)
    ]
    return fixes[-1] if fixes else None


_STILL_FAILS = worded(
    r"\b(still (fail|broken|down|did ?n[o']t|crash|not)\w*|does not resolve|did not resolve|stopped working|but .{0,40}(fail|crash)\w*)"
)


def _is_recovery(text: str) -> bool:
    match = _RECOVERED.search(text)
    if not match:
        return False
    sentence = text[max(0, match.start() - 70) : match.end() + 25]
    return not _NOT_SO.search(sentence) and not _STILL_FAILS.search(text[match.end() : match.end() + 160])


def _resolution(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """The last line that says resolved, closed or verified; else the last recovery or fix, whichever is later."""
    said = [e for e in line if (PATTERNS["resolved"].search(e.text) and _is_recovery(e.text)) or _CLOSED.search(e.text)]
    if said:
        return said[-1]
    detected = _detection(line)
    first = line.index(detected) if detected else 0
    ends = [
        e
        for e in line[max(first, 1 if len(line) > 1 else 0) :]
        if _is_recovery(e.text) or (_FIX_DONE.search(e.text) and e.outcome != "failed" and not _NOT_SO.search(e.text))
    ]
    return ends[-1] if ends else None


_CLOSED = worded(
    r"\b(incident|ticket|issue) (is |was |has been )?(declared |marked |marked as )?(as )?(closed|resolved)\b|\bclosed the incident\b"
)


def _from_prose(prose: Iterable[tuple[str, int]], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """ "Between 03:00 EDT and 09:55 EDT on 21 Jul 2021" tells start and end."""
    for text, number in prose:
        for match in _BETWEEN.finditer(text):
            quote = " ".join(match[0].split())
            if span := _from_span(match["span"], zone, zone_stated, near, number, quote, "prose: between"):
                return span
    return []


_SPAN = worded(r"\d\s*(?:[a-z]{1,4}\s*)?(?:[-–—]|to|until|till)\s*\d")


def _from_ranges(stated: Iterable[Fact], zone: tzinfo, zone_stated: bool, near: date | None) -> list[Witness]:
    """ "Duration: 08:41-09:54 UTC" tells start and end."""
    return [
        witness
        for fact in stated
        if fact.name in ("duration", "occurred_on", "started_at") and _SPAN.search(fact.value)
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


def _from_durations(stated: Iterable[Fact], found: Sequence[Witness]) -> list[Witness]:
    """A stated duration added to the start gives the other end, where no better witness does."""
    have = choose(found)
    start = have.get("started_at")
    if start is None or start.precision == "day":
        return []
    added = []
    for name, field in (
        ("time_to_detect", "detected_at"),
        ("time_to_repair", "mitigated_at"),
        ("duration", "mitigated_at"),
    ):
        for fact in stated:
            if fact.name == name and (length := read_duration(fact.value)) is not None:
                added.append(
                    Witness(
                        field,
                        start.at + length,
                        "minute",
                        start.zone_stated,
                        fact.line,
                        f"{fact.label}: {fact.value}"[:300],
                        "stated duration",
                    )
                )
                break
    return added
