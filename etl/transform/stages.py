"""Which line of a timeline tells each stage of an incident: its start, detection, diagnosis, mitigation, resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from etl.records import TimelineEvent
from etl.transform import stage_words
from etl.transform.patterns import together, worded
from etl.transform.prose import sentences
from etl.transform.timeline import PATTERNS

_REMEMBERED = 2_000
"""A line is asked about several times while its document is read."""

_STARTED = worded(
    r"\b(problem|issue|incident|impact|outage|fault|failure|downtime) (is )?(started|starts|began|begins|occur\w*)\b|\bstart of (the )?(incident|impact|outage)\b|\bfirst (symptoms?|occurr?ence)\b|\b(drops?|dropped|fell|falls|reaches) (to )?(zero|0 ?%?)\b|\bstart(s|ed)? (failing|returning|crash\w*|to fail|to crash|to return|to drop|dropping|throwing|erroring|timing|degrading)\b|\b(begins?|began|begun) (failing|returning|crash\w*|erroring|to (?!recover|improv|normali|resum|heal|restor|decreas|subsid|clear|stabili|come|prepar|discuss|communicat|notif|re-?rout|rebuild|upload|investigat|look|drain|roll|cordon|deploy|work|revert|apply|scale|restart|debug|monitor|dig|mitigat|fix|upgrad|migrat|test)\w+)\b|\bfirst (failures?|errors?) (on|of|in|at|appear)|\bimpact begins\b|\(problem started\)"
    rf"|{stage_words.STARTED}"
)
_FAILING = worded(
    r"\b(fail(s|ed|ing|ure|ures)?|error(s|ing)?|down|outage|unavailable|crash\w*|5\d\d|404|unreachable|timeouts?|timed out|stops?|stopped|broken|breaking|no (new|more) \w+ (w(ere|as|here)|are|is|could|get|got)|drop(s|ped)? (of|in)|(show|return|give|display)(s|ed|ing)? (an? )?\W?(malformed|invalid|error)|corrupt\w*|unresponsive|hang(s|ing)?|hung|froze\w*|stall(s|ed|ing)?|not (working|available|responding|reachable|able|ready|healthy|receiving|copying|sending|starting|updating|processing|shipping|loading)|had problems|problems? (with|in|when)|disappear\w*|times? out|refus(e|es|ed|ing)|reject(s|ed|ing)|greater than|exceed\w*|too (slow|long|late)|notready|unable|can ?not|degrad\w*|pending|no space left|out of (memory|disk|space)|expir(e|es|ed|ing)|destroyed|lost|unhealthy|stuck|reverts?|killed|no nodes|runs? out|removed|deleted|detached|delay(s|ed|ing)?|late|no longer|time out|grows?|missing|return(s|ed|ing)? nothing|grey|slow(s|ed|er|ly|ness|ing)?( down)?|wrong|outdated|incorrect|stale|dropp(ed|ing)|queue age|unexpected\w*|blocked|leak\w*|unschedulable|crashloop\w*)\b"
    rf"|{stage_words.FAILING}"
)
_CHANGE = worded(
    r"\b(deploy\w*|upgrad\w*|merg\w*|releas\w*|appl(y|ied)|chang\w*|updat\w*|roll\w*|trigger\w*|migrat\w*|replac\w*|pipeline|maintenance|(job|script|task) (ran|runs|is run|was run)|scal\w*|delet\w*|execut\w*|pushed|unpaused|initiated|expired|rotat\w*|run completed|enabled|disabled|went live|goes live|modif\w*)\b"
)
DETECTED = worded(
    r"\bincident channel (is |was )?(created|opened|set up)\b|\bi (was|am) unable to\b|\b(alert(s|ed|ing)?|alarms?|paged|pages (us|the|on-?call|for|about)|pagerduty|pingdom|complain\w*|aware|(we|team|member|us) (are |were |was |is |got )?informed|informed (us|of)|warning|witnessed|flagged|spotted|(first )?(noticed|notice|notices|detected|observed|discovered)|(mistake|issue|problem|error|failure|outage|fault)s? (is|was|are|were) (noted|caught|seen)|confirmed the (bug|issue|report|problem)|(got|received) (\w+ )?(notifications?|notices?)|reports? (in|on) .{0,60}\b(says?|said|that)\b|(users?|customers?|clients?|teams?|developers?|students?|instructors?|staff|researchers?|players?|subscribers?|people|members?|federation members|someone|others?|partners?) \b.{0,40}\breport\w*|(users?|customers?|partners?|shops?|suppliers?) (\w+ )?(called|rang|phoned|e-?mailed|wrote)\b|someone .{0,40}\bask(s|ed) (if|whether|why)|(users?|customers?|developers?|teams?|clients?) (asks?|asked|explains?|wonders?) (if|whether|why|that)|came forward|reports? (one|two|several|some|many|\d+)|asked about|reports? (the|a|an|this|its) (problem|issue|fault|error|failure)|reports? (it|errors|failures|problems|issues|being|seeing|trouble)|reports?( of| by| from| that|ed by|ed on|ed in|ed via|ed that)|reported|issue (is |was )?(raised|reported|opened)|is opened, reporting|monitor(ing|s)? (systems? |tools? )?(\w+ )?(sends?|sent|detect(s|ed)?|reports?|flag(s|ged)|catches|caught|notic(es|ed))|opened .{0,20}ticket|tickets? \S+ (is |was )?opened|tweets? (concern|about|that)|(to )?informs? (them|us|\w+) (of|about|that)|(users?|customers?|clients?|teams?|developers?|community members?|members?|people|partners?) (\w+ ){0,2}(rais|open|log|fil|submit|creat)(es|e|s|ed|ing) (\w+ ){0,3}(tickets?|requests?|cases?|issues?|complaints?)|reporting (the|an?|this|that|about) (\w+ )?(outage|issue|problem|incident|failure|error)s?|tickets? (\S+ )?(is |was |were )?(opened|raised|filed|received|came in)|support (ticket|request|case)s? (\S+ ){0,4}(opened|raised|received|filed)|notif(y|ies|ied)|(saw|see|seeing) (issues|errors?|failures?)|initial finding|problem (is |was )?(identified|noticed|seen)|reali[sz]ation (that|this)|(staff|teams?|engineers?|on-?call|developers?) (is|are|was|were|get|got|gets) (notified|alerted|paged|contacted)|(travis|jenkins|circleci|ci|github actions|build)\b.{0,30}\b(errored|failed|displayed)|reali[sz]ed? (that )?(there|something|we|many|the)|reaching out|reached out|contacted|seen in|received (a |an |the )?(message|report|email|alert|ticket|notification|another)|message (from|posted)|identified (a |the )?(problem|issue)s? with)\b"
    rf"|{stage_words.NOTICED}"
)
_DECLARED = worded(
    r"\bincident (is |was |has been )?(declared|opened|raised)\b|\b(declar(es?|ed)|opened|raised) (an? |the )?(\w+ )?incident\b"
)
_WITH_REASON = worded(
    r"\bincident (is |was |has been )?(declared|opened|raised)\b([,;:.–—-]+\s+[a-z][\w'’-]*,?\s+[a-z]|\s+(as|because|after|when|due|following|since|with|for|while)\b)|\b(declar(es?|ed)|opened|raised) (an? |the )?(\w+ )?incident\b"
)
_NOT_DETECTED = worded(
    r"\bwithout (any )?(prior |advance |previous )?notice\b|\bnotic\w+ (that )?(a |the )?new(er)? (version|release|image)\b|\b(node|pod|service|job|server|container)s? (starts?|started|began|begins) report|\ball (fine|good|ok|green)\b|\b(first failures|impact begins|start of impact)\b|^\W*(mitigated|resolved|restored):|\b(last|final|all) (of the )?(alerts?|alarms?)\b|\b(alerts?|alarms?) (\w+ )?(stop(s|ped)?|clear(s|ed)|resolv(es|ed)|recover(s|ed)|closed?)\b|\bno (issues?|errors?|problems?|impact|loss)\b|\bsuccessful\w*\b.{0,40}\breported\b|\breports? back\b|\bbelow quota\b|\bsent (to|out)\b"
    rf"|{stage_words.NOT_NOTICED}"
)
_INVESTIGATION = worded(
    r"\b(investigat\w+ (is |was |were )?(start|begin|began|begun|launch|commenc|into|of|ongoing)\w*|(start|began|begin|commenc|ongoing)\w* (to )?(the )?(root cause )?(investigat|look|debug|troubleshoot|dig)\w*|looking into|troubleshooting (start|began)|deep dive)"
)
_CAUSE_STRONG = worded(
    r"\broot cause (was |is |has been )?(identified|found|discovered|determined|known|established)|\b(issue|cause|problem|culprit|fault|reason|bug|explanation|underlying issue|potential culprit|root cause)\b.{0,30}\b(was |is |has been |successfully |been )*(identified|found|discovered|determined|revealed|pinpointed|isolated|understood|located)\b|\b(identif(y|ies|ied)|determin(e|es|ed)|conclud(e|es|ed)|diagnos(e|es|ed)|pinpoint(s|ed)?|discover(s|ed)?|establish(es|ed)) (that|the (root )?cause|the (issue|problem|fault|culprit|reason)|what)\b|\b(finds?|found|locat(es|ed)|track(s|ed)? down|figur(es|ed) out|work(s|ed) out|isolat(es|ed)) the (root |actual |real |likely |probable )?(cause|culprit|reason|bug|source|issue|problem)\b|\b(identif(y|ies|ied)|confirm(s|ed)?|establish(es|ed)|determin(e|es|ed)|pinpoint(s|ed)?) .{3,80}\b(as|to be) (the |a )?(root |actual |likely |main |primary |underlying )?(cause|culprit|source|reason|trigger)\b|\bdetermin(e|es|ed)\b.{0,60}\b(due to|because|caused by)\b|\b(mismatch|misconfig\w*|regression|typo|leak|defect|job|process|query|commit|change)\b.{0,30}\b(was |is |has been )*(identified|pinpointed)\b|\bconfirm(s|ed) the (bug|defect|cause|root cause)\b|\bdiagnos(e|es|ed) (the|a|an|it|this) \w+ (as|to)\b|\bdiagnosis (is |was )?(confirmed|made|found|reached)\b|\bcause (found|confirmed|known)\b|\bis the (root )?cause\b|\bwas the (root )?cause\b|\bturn(s|ed) out\b|\battributed to\b|\bculprit\b|\bleads? (us )?to (find|conclusion|the conclusion)\b|\breveal(s|ed|ing)\b|\b(concluded|explanation revealed)\b|\bis identified as\b|\bunderlying issue\b|\bfound .{0,60}(setting|config\w*|version|change|label|bug|limit|issue) was\b|\bidentified that\b"
    rf"|{stage_words.CAUSE_STRONG}"
)
_CAUSE_SOME = worded(
    r"\b(finds? (the|an?) (missing|wrong|faulty|bad|broken|expired|offending|stuck|runaway|misconfig\w*)|found .{0,60}\b(left (on|over)|missing|not set|misconfigured|disabled|enabled|expired|stuck)|we finds?|notic\w+ .{0,120}\bcaus(ed|ing)|discovered \S+ is|initial findings|identified (an? )?(issue|problem)s? with .{0,100}\bcaus(ed|ing)|finds? that|reali[sz](e|ed|es|ing) (that|this|the|we|what)|found (that|out|the|a|an|hundreds|many|\d+)|find out|figured? out|discover(ed|s) (a|an|the|some|\d+|by)|noticed? (that )?(the )?(node|disk|config|deploy\w*|certificate|label|version|network|our)|noted that|it is noted|(is|are|was|were) (full|out of (disk|memory|space|quota)|missing|misconfigured|expired|exhausted)|we('d| had)? (hit|reached) (our|the|a)|reached our|hit by|possible cause|suspect(s|ed|ing)?|point(s|ed|ing) to|caused by|because of|seems? (to be|we|that|like) .{0,40}(because|due|caused|hit|limit)|after (some )?(digging|googling|investigation|debugging)|investigated and found|compared .{0,80}(found|identified|differ)|\blogs? (show|indicat|reveal|point)\w*|discovers? (the )?issues?\b|shows? (that|indications)|expired (token|certificate)|conclusion|narrowed|traced|correlat\w+|log error|we discover|describe(d)? on the node|because (the|it|there|of|no|we|our|a|user pods)\b|identified\W*$|presumably|problem:|conclusions?:?|incorrect assumption|errors? with the|(have|has) been discovered|to verify (the )?fix|not enough free|seems we|found (four|three|two|several|many|some))\b"
)
_CAUSE_SEEN = worded(stage_words.CAUSE_SEEN)
_NOT_CAUSE = worded(
    r"\b(not|n[o']t) the (root |actual |real )?(cause|bottleneck|culprit|problem|issue|reason)\b|\b(issue|problem|error|symptom)s? (still )?(persist|remain|continu)\w*|\b(delayed|re-?triggered|fail(s|ed)?|not scheduled|blocked|times? out|reverted|terminated|declined|skipped|increased) (\w+ ){0,6}due to\b|^due to\b|\b(root cause )?investigat\w+ (start|began|begin|commenc|launch|is start)\w*( (in|with|by|into|of)\b.{0,40})?\W*$|^\W*investigat\w+ (start|begin)\w* after|\bto (find|identify|determine|understand|see|verify) (the |what|why|if|whether)|\bnot (yet )?(known|identified|found|clear)|\bun(known|clear|identified)\b|\bdismissed\b|\bagain attributed\b|\bnothing (obvious|out of the ordinary)|\bnon[- ]?conclusive\b|\bproblem is identified\b|\bissue (was )?affected\b|\bfound later\b|\bidentified (a )?problem with\b|\bnode update requirement\b|\bstill (down|failing)\b|\bas expected\b|\bis safe\b|\bdo(es)? match\b|\bnetwork connectivity\b.{0,60}\bworks\b|\boften evicted\b"
    rf"|{stage_words.NOT_CAUSE}"
)
_RECOVERED = worded(
    r"\b(back (to (normal|100|life|service)|online|in (service|operation|production))|(errors?|failures?|timeouts?|alerts?|exceptions?|crashes) (have |has |had )?(stop(s|ped)?|ceased?|clear(s|ed)|subsid(es|ed)|disappear(s|ed)|went away)\b|(errors?|error rates?|rates?|latency|latencies|alerts?|load|response times?|traffic)\b.{0,60}\b(drop|return|fall|fell|went|go|came|come|decreas|recover)\w* (back |down )*to (zero|0\b|normal|baseline|expected|usual|pre-)|(has |have |is |are |was |were )?(now |fully |been |successfully )*(restored|recovered|re-?attached|mitigated|repaired|solved|resolved|rolled over|re-established)|works? (again|fine|now|as)|it works|fix works|working (again|as (normal|expected|intended|usual)|fine|now|state|order)|(are|is|being|be|now|fully|verified|again|systems?|service) (operational|healthy|available|reachable|stable|responsive|online|up)\b|(issue|problem|outage|error|incident|everything)s? (is |are |was |were |has been |have been |now |permanently |goes |went |verified |confirmed |fully )*(fixed|solved|resolved|away|gone|mitigated|fine|normal)|(issue|problem|outage|error|incident)s? (is |was |are |were |now )+over|(incident|outage|impact|disruption|downtime) (ends?|ended)|resolution (is |was )?(now )?(confirmed|complete\w*)|confirm\w* (to be |that .{0,40} (is|are|was) )?(now )?(functional|healthy|operational|restored|recovered|fixed|resolved|back)|services? (was |were |is |are )?(resumed|resumes)|(users?|customers?|clients?|students?|teams?|everyone|people|developers?) (is |are |was |were |can |could )(now |again |once again |all |then )*(able to|access|log in|connect|start|use)|(hub|servers?|services?|sites?|cluster|pods?|nodes?|instances?|systems?|database|website|app|application|api|everything|it|they) (\w+ )?(comes?|came) (back )?up|(are|is|was|were) (now )?(up|running|online|accessible|functional|functioning|serving)( normally| again)? (again|normally)|came? (back )?online|bringing the outage to an end|service resumes?|incident ends?|end of (the )?(incident|outage|impact|disruption|downtime)|return(s|ed|ing)? to (normal|100)|(launch|build|deploy)\w* (fine|normally|again|work|works|succeed\w*|successfully)|behaviou?r (subsequently )?(returned|returns|resumed|appeared resumed)|expected behaviou?r|impact (ended|over|end)|successfully (deployed|restored|fixed|launched|scheduled)|confirm\w* working|confirmed (fixed|resolved|that it works)|no longer (seeing|failing|receiv\w+ errors)|start(ed|s)? (shipping|processing|receiving|flowing)( \w+){0,3}|(start(ed|s)?|is|are) working (again|properly|fine)|deploys successfully|recovery (complete|confirmed)|self-?heals?|allowing traffic|goes away|stabili[sz]ed|normal (levels?|operation|service)|all good|permanently fixed|joined cluster and most|(are|is|was|were) (now |all )?back\b|came back|appear(s|ed)? again|visible again|(fail-?over|restart|reboot|restor\w+) (\S+ ){0,5}?(was |were |is )?(successful|succeeded|completed?)|brought back|come(s)? back (up|online))\b"
    rf"|{stage_words.RECOVERED}"
)
_FIX_DONE = worded(
    r"\b((bug-?fix|hot-?fix|fix|patch)\b.{0,50} (is|was|were|has been|have been|got|goes|went) (pushed|deployed|shipped|released|rolled out|merged|live)|fix(es)? (lands?|landed)|(deployed|released|shipped|pushed|rolled out|applied|installed) (a|the|an) (\w+ )?(fix|patch|hotfix|workaround)|fix(es)? (is |was |has been |have been )?(applied|deployed|merged|rolled out|released|implemented|in place)|(rolled|roll) back (performed|completed?|successful\w*|done|by hand)|rollback (performed|completed?|done|applied)|rolled back|revert(ed)? (the|back|and|to)|fully reverted|rollback|(made|pushed|merged) (a |the )?(commit|fix|change) to\b|implemented (through|via|in|by)|long-term fix|permanent\w*|replacement completed|pod killed|(is|was|were|are) stopped|was (deleted|restarted|removed|renewed|replaced|increased|reverted|disabled|re-?applied|scaled|released|deployed|merged|rolled back)|merged (the )?(pr|pull request|fix|patch|change)\b|(deleted|removed|restarted|renewed|replaced|reverted|disabled|banned|downgraded|upgraded|terminated|increased|re-?applied|recreated) (the |all |our |a |an |both )?\w+|((monkey-?|hot-?)patched|patched|re-?routed|re-?enabled) (the|all|our|an?|both|production|traffic)\b|merged (and|\+) deployed|finished successfully|finishes successfully|changes applied|script completed|completed\b|is added|drained|reverted)\b"
    r"|\b(?:issue|bug|problem|defect|vulnerability|fault|regression|leak|flaw)s?\b.{0,50}\b(?:patched|hot-?fixed|corrected|remediated)\b|\b(?:patched|fixed|merged|tested|built|released)(?:,| and| &) (?:deployed|released|rolled out|shipped|live)\b"
    rf"|{stage_words.FIXED}"
)
_NOT_SO = worded(
    r"\b(half|only a part|only part) of (the|all|our)\b|\b(not being|asks? (if|whether)|pods? launching fine but|not (yet |been )?(fully )?(resolved|fixed|recovered|restored|mitigated|working|help\w*)|\w*n[o'’]t (help|fix(ed)?|resolved?|work(ing)?|solved?|restored|recovered|back)|unresolved|still (investigating|failing|fails|down|broken|not|restart\w*|occurr\w*|returning)|will be|to be (fixed|resolved)|believ\w+ the issue|fails? (again|because|due|with)|stopped working|were ?n'?t working|initiated$|are not (being )?(restor|recover)\w*|no(t)? (signs|fix)|if (it|this)|should (be|fix)|recovers and starts|blocked recovers|temporar\w+ (restored|recover)|attempt\w* to|waiting (for|to)|hoping|in order to|awaiting|is expected to|reported normal|on their (end|side|part)|wait(s|ed)? for|(in|on) -?(staging|dev|test)\b|^\W*-?(staging|dev) \w+ (is|are|was|were)|(staging|dev|test) (\w+ )?(is|are|was|were|comes?|came) (back |now )?(up|online|back|working|healthy)|appears? to be|asked \w+|to (restore|fix|resolve|recover|mitigate)\b|only (the|a) |options? (to|for) )\b|\b(would|could|might|may) "
    rf"|{stage_words.NOT_RECOVERED}"
)
_RELAPSE = worded(
    r"\b(once again|again (going|fail|not|down)|are ?n'?t working again|still (fail|broken|down|not|return)\w*|recurr?(s|ed|ence)|another (outage|alert|node|incident)|(fail|crash|stop|drop|break)\w* again|new node entered|second (alert|outage|time)|alert triggered)\b"
    rf"|{stage_words.RELAPSE}"
)


def pick_stages(line: Sequence[TimelineEvent]) -> Mapping[str, TimelineEvent | None]:
    """The line of each stage, by the name of its time. ``line`` is in time order and not empty."""
    detected = _detection(line)
    return {
        "started_at": _start(line, detected),
        "detected_at": detected,
        "diagnosed_at": _diagnosis(line, detected),
        "mitigated_at": _mitigation(line, detected),
        "resolved_at": _resolution(line, detected),
    }


def _start(line: Sequence[TimelineEvent], detected: TimelineEvent | None) -> TimelineEvent | None:
    """A line that says so; else the first failure before detection; else the last change before it; else detection."""
    before = [e for e in line if e is not detected and _is_by(e, detected)] if detected else line
    said = next((e for e in line if _STARTED.search(e.text)), None)
    if said and (said in before or said is detected or line.index(said) <= 1):
        return said
    if detected is None:
        before = before[: next((n for n, e in enumerate(line) if is_recovery(e.text)), len(line))] or before
    failing = next((e for e in before if _FAILING.search(e.text) and not is_recovery(e.text)), None)
    if failing:
        return failing
    changes = [e for e in before if _CHANGE.search(e.text) and not _STOPGAP.search(e.text)]
    if detected and not changes and _ONE_REPORT.search(detected.text):
        return None
    if changes:
        return changes[-1] if detected else changes[0]
    return detected or line[0]


def _is_by(event: TimelineEvent, other: TimelineEvent) -> bool:
    """True if the event is not later than the other: people round to the same minute."""
    return bool(event.at and other.at and event.at <= other.at)


_ONE_REPORT = worded(
    r"^\W*(?:(?:on|at) [\d:./hHT -]{4,20}(?: ?[A-Z]{2,4})?,? )?(a |an? \w+ |the |one )?(user|customer|client|developer|end-?user|visitor|student|partner|someone|somebody) (?:\w+ ){0,3}?(has |have |had )?(report|rais|complain|contact|notif|alert|e-?mail|wr[io]te|ask|t[eo]ll|let)\w*|^\W*alerted by|^\W*reported (?:in|into|to|via|through)\b|^\W*(?:the )?(?:incident|issue|problem|outage|bug|failure)s? (?:is |was |were |has been )?(?:first |initially )?(?:reported|raised|flagged)\W*$"
)


@lru_cache(maxsize=_REMEMBERED)
def is_detection(text: str) -> bool:
    """True if a line tells of somebody or something noticing, or of an investigation that begins."""
    if _UNNOTICED_UNTIL.search(text[:250]):
        return True
    if _NOT_DETECTED.search(text[:200]):
        return False
    if DETECTED.search(text[:250]) or _INVESTIGATION.search(text[:250]):
        return True
    return len(text) > _LONG and any(_FAILED_AND_LOOKED.search(s) for s in sentences(text[250:]))


_LONG = 250
_FAILED_AND_LOOKED = worded(
    r"\b(?:fail(?:s|ed|ing)?|down|broken|errors?|crash(?:es|ed)|unavailable|unreachable|timed out)\b.{0,60}\binvestigation (?:is |was )?(?:began|begun|begins|start(?:s|ed)|opened|launched)\b"
)
""" "The deploy failed, and an investigation began", at the end of a day's long line."""


_UNNOTICED_UNTIL = worded(stage_words.UNNOTICED_UNTIL)


def tells_of_failure(text: str) -> bool:
    """True if a line tells of the failure or the change itself, not of anybody noticing it."""
    is_failure = _STARTED.search(text) or _FAILING.search(text) or _CHANGE.search(text)
    return bool(is_failure) and not is_detection(text)


_LABELLED_DETECTION = worded(r"^\W*(detection|detected|discovery|discovered)\s*:")
_LABELLED_RECOVERY = worded(
    r"^\W*(recovery|recovered|mitigation|mitigated|restored)\s*:|^\W*(outage|impact|incident|disruption) (is |was )?mitigated\b|^\W*monitoring:? (a|the) (fix|mitigation)\b"
)


def _detection(line: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """A line that is labelled so; else the first that tells of it, or of an incident that is declared for a reason."""
    labelled = next((e for e in line if _LABELLED_DETECTION.search(e.text)), None)
    begun = next((n for n, e in enumerate(line) if _BEGINS.search(e.text)), 0)
    line = line[begun:] if any(is_detection(e.text) for e in line[begun:]) else line
    opened = line[0] if _OPENED.match(line[0].text) else None
    found = labelled or opened or next((e for e in line if is_detection(e.text) or _declares(e.text)), None)
    if found is None or found is labelled:
        return found
    known = next((n for n, e in enumerate(line) if e is not found and _CAUSE_KNOWN.search(e.text)), len(line))
    return found if line.index(found) < known else None


_CAUSE_KNOWN = worded(
    r"^\W*(?:the )?(?:root )?cause (?:is |was |has been )?(?:identified|found|diagnosed|determined|established|confirmed|known|pinpointed|isolated|understood)\b"
)
"""Who knows the cause has noticed long before."""


_BEGINS = worded(
    r"^\W*(?:the )?(?:\w+ )?(?:outage|impact|downtime|disruption|degradation) (?:is |has |was )?(?:begins?|began|starts?|started)\b|^\W*start of (?:the )?(?:outage|impact|downtime|disruption)\b"
)
"""What was noticed before was no incident yet."""
_OPENED = worded(r"^\W*incident (was |is )?opened\W*$")
"""The first line of a log that people keep from when they learn of it."""


def _declares(text: str) -> bool:
    """True if a line tells of an incident being declared, and why; the bare words tell nothing of when it was noticed."""
    if not _DECLARED.search(text) or PATTERNS["resolved"].search(text):
        return False
    return bool(_WITH_REASON.search(text) or _FAILING.search(text))


def _diagnosis(line: Sequence[TimelineEvent], detected: TimelineEvent | None) -> TimelineEvent | None:
    """The first line from detection on that names the cause in strong words; else the first that does in weaker ones."""
    after = [e for e in line if e is detected or _is_by(detected, e)] if detected else line
    for pattern in (_CAUSE_STRONG, _CAUSE_SOME, _CAUSE_SEEN):
        for event in after:
            if event.kind == "communicated" and pattern is not _CAUSE_STRONG:
                continue
            if (
                (event is detected or event is line[0])
                and pattern is not _CAUSE_STRONG
                and len(after) > 1
                and len(event.text) < 200
            ):
                continue
            if any(
                pattern.search(s) and not _NOT_CAUSE.search(s) and not (pattern is _CAUSE_SEEN and is_recovery(s))
                for s in sentences(event.text)
            ):
                return event
    return None


@lru_cache(maxsize=_REMEMBERED)
def tells_of_cause(text: str) -> bool:
    """True if a line tells that the cause, or part of it, was found."""
    told = (s for s in sentences(text) if _CAUSE_STRONG.search(s) or _CAUSE_SOME.search(s))
    return any(not _NOT_CAUSE.search(s) for s in told)


def _mitigation(line: Sequence[TimelineEvent], detected: TimelineEvent | None) -> TimelineEvent | None:
    """The first line after detection that tells of recovery with no relapse after it; else the last fix applied."""
    if labelled := next((e for e in line if _LABELLED_RECOVERY.search(e.text)), None):
        return labelled
    first = line.index(detected) if detected else 0
    recovered = [e for e in line[first:] if is_recovery(e.text)]
    before = [e for e in line[1:first] if is_recovery(e.text) and not _CHANGE.search(e.text)]
    if before and not any(_FAILING.search(e.text) for e in line[line.index(before[-1]) + 1 : first]):
        return before[-1]
    for event in recovered:
        later = line[line.index(event) + 1 :]
        if not any(_RELAPSE.search(e.text[:160]) for e in later):
            return event
    if recovered:
        return recovered[-1]
    fixes = [e for e in line[max(first, 1) :] if e.outcome != "failed" and _tells_of_fix(e.text)]
    fixes = fixes or [e for e in line[1:first] if _STOPGAP.search(e.text) and _tells_of_fix(e.text)]
    return fixes[-1] if fixes else None


def _tells_of_fix(text: str) -> bool:
    """True if a sentence of a line tells that a fix was applied, not that it is hoped for."""
    if not _FIX_DONE.search(text):
        return False
    return any(_FIX_DONE.search(s) and not _NOT_SO.search(s) for s in sentences(text))


_STILL_FAILS = worded(
    r"\b(still (fail|broken|down|did ?n[o']t|crash|not)\w*|does not resolve|did not resolve|stopped working|but .{0,40}(fail|crash)\w*)"
)


@lru_cache(maxsize=_REMEMBERED)
def is_recovery(text: str) -> bool:
    """True if a line tells that the impact ended, and nothing after it in the line says otherwise."""
    match = _RECOVERED.search(text)
    if not match:
        return False
    sentence = text[max(0, match.start() - 70) : match.end() + 25]
    return not _NOT_SO.search(sentence) and not _STILL_FAILS.search(text[match.end() : match.end() + 160])


def _resolution(line: Sequence[TimelineEvent], detected: TimelineEvent | None) -> TimelineEvent | None:
    """The last line that says resolved, closed, verified or fixed for good; else the last recovery or fix, whichever is
    later. An undone change or a killed process ends the impact, but resolves nothing unless a line says so."""
    if said := [e for e in line if _says_resolved(e.text)]:
        return said[-1]
    first = line.index(detected) if detected else 0
    ends = [
        e
        for e in line[max(first, 1 if len(line) > 1 else 0) :]
        if is_recovery(e.text) or (e.outcome != "failed" and _tells_of_fix(e.text))
    ]
    if not ends or (any(_STOPGAP.search(e.text) for e in ends[-2:]) and not _IN_FULL.search(ends[-1].text)):
        return None
    return ends[-1]


def _says_resolved(text: str) -> bool:
    if _CLOSED.search(text):
        return True
    return bool((PATTERNS["resolved"].search(text) and is_recovery(text)) or _FOR_GOOD.search(text))


_FOR_GOOD = worded(
    r"\b(permanent(ly)?|long-?term|final) (fix|fixed|solution|solved)\b|\bconfirmed by (the |an? )?(end[- ]?)?(users?|customers?|teams?|clients?)|\b(users?|customers?|clients?|developers?|teams?)\b.{0,20}\bconfirm\w*\b.{0,60}\b(resolved|works|working|fixed|back|normal|no longer|not resulted)|\bno further action (was |is )?(required|needed)|\b(identified|found) and \[?fixed\b"
)
_IN_FULL = worded(
    r"\b(?:full|complete|entire) (?:\w+ )?(?:service|functionality|connectivity|operations?|recovery|restoration)\b|\b(?:fully|completely) (?:restored|recovered|operational|functional|working|back)\b"
    r"|\b(?:all|every) (?:\w+ ){0,2}(?:is |are |was |were |has been |have been )?(?:\w+ly )?(?:restored|recovered|back to normal|operational)\b"
)
"""The whole service is back, whatever brought it."""
_STOPGAP = worded(
    r"\b(roll(ed|ing)? ?back|rollback|revert(ed|ing)?|(pods?|process\w*|quer(y|ies)) (was |were )?killed|killed the)\b"
)
_CLOSED = worded(
    r"\b(incident|outage|impact|disruption) (ends?|ended)\b|\bend of (the )?(incident|outage|impact|disruption|downtime)\b|\bresolution (message|notice|update|announcement)\b|\b(incident|ticket|issue) (is |was |has been )?(declared |marked |marked as )?(as )?(closed|resolved)\b|\bclosed the incident\b"
    rf"|{stage_words.CLOSED}"
)

together(
    _STARTED, _FAILING, _CHANGE, DETECTED, _DECLARED, _NOT_DETECTED, _INVESTIGATION, _CAUSE_STRONG, _CAUSE_SOME, _CAUSE_SEEN, _NOT_CAUSE, _RECOVERED,
    _FIX_DONE, _NOT_SO, _RELAPSE, _LABELLED_DETECTION, _LABELLED_RECOVERY, _FOR_GOOD, _CLOSED, _UNNOTICED_UNTIL, _BEGINS, _FAILED_AND_LOOKED, _CAUSE_KNOWN,
)  # fmt: skip
