"""The state that a follow-up's own words tell: open, in progress, done or declined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from etl.transform.drafts import DONE
from etl.transform.patterns import AnyOf, together, worded
from etl.transform.prose import plain, sentences

_STATUS_WORDS = {
    "declined": r"^(declined|rejected|won'?t (do|fix)|will not (do|fix|be done)|wont ?fix|cancell?ed|abandoned|obsolete|not (planned|doing|needed|required|going)|no longer (needed|required|relevant)|superseded|dropped|duplicate|out of scope|risk accepted|❌|🚫)\b",
    "in_progress": r"^(in[ -]?progress|ongoing|on[- ]?going|wip|started|doing|in review|in development|partial(ly)?( done| complete)?|under ?way|active|being worked on|work in progress|pending (review|merge|deploy\w*|release)|under (way|review|development)|being \w+|🚧|⏳|🔄|🟡|🟠)",
    "open": r"^((story|ticket|issue|jira|card|task|bug|pr|mr)s? (is |was |has been )?(captured|created|raised|filed|opened|logged|open|pending|in review)|captured|filed|logged|ticketed|tracked|queued|awaiting|waiting|under (discussion|consideration|evaluation)|yet to|to be (done|implemented|fixed|scheduled|started|completed|created|added|addressed)|not (yet|implemented|complete|completed|fixed|addressed|resolved)|unresolved|remaining|open|to[- ]?do|not started|new|pending|planned|backlog(ged)?|scheduled|proposed|accepted|incomplete|outstanding|unstarted|not done|ready|blocked|on hold|deferred|overdue|no|🔴|⬜|☐|🔲|❗)(\b|\W|$)",
    "done": rf"^(({DONE})|rolled[- ]out|in (place|production|prod)|landed|live|installed|applied|achieved|verified|(pr|mr|patch|fix|change)s? (is |was |has been )?(merged|landed|deployed|shipped|released))(\W|\d|$|[a-z]? )",
    "not_recorded": r"^(not recorded|unknown|\?|n/?a|-)?$",
}  # fmt: skip
_ANY_STATUS, _STATUSES = AnyOf(list(_STATUS_WORDS.values())), tuple(_STATUS_WORDS)
_DONE_TAIL = worded(
    rf"(?:[-–—:(\[|]\s*(?:already\s+|now\s+)?(?:{DONE})\s*[)\]]?[.!]?|✅|✔️?|☑)\s*$|\b(?:this|which)? ?(?:has|have) (?:already |now |since )?been (?:done|completed|implemented|fixed|merged|added|deployed|updated|resolved|put in place)\b|\b(?:done|fixed|merged|completed|implemented|resolved) (?:in|via|by|with|as of) (?:PR|MR|#|\[|grafana|v?\d|commit|the (?:latest|new))|(?:^|[.!?)]\s+)(?:DONE|Done)\b(?! (?:when|if|is|means))|\balready (?:been )?(?:done|fixed|implemented|in place|completed)\b|\bwas (?:done|completed|implemented) (?:on|in|as part)\b|^(?:\W*(?:done|completed|fixed|merged)\s*[:–—-])|\((?:already |now |all )?(?:done|fixed|completed|merged|implemented|shipped)\b[^()]{0, 60}\)"
)
_ALREADY_DID = worded(
    r"^\W*(?:we(?:['’]ve| have)? |i(?:['’]ve| have)? )?(?:have |has )?already (?!plann|know|work|in\b|on\b|exist|schedul|start|begun|being|discuss|agree)(?:(?:re-?)?\w{2,}ed|run|ran|put|set|built|rebuilt|wrote|written|made|done|did|got|sent|cut|split) "
)
""" "Already added the alarm"."""
_I_DID = worded(
    r"^\W*i(?:['’]ve| have)? (?:also |now |since |already |just |then )*(?!need|want|decid|agree|learn|notic|believ|discuss|plann|intend|fail|miss|realis|realiz|identif|hop|expect|assum|consider)(?:(?:re-?)?\w{2,}ed|put|set up|built|rebuilt|wrote|written) "
)
_RUNS = worded(
    r"^[^.!?]{4,160}[.;] (?:it |this )?(?:also )?(?:now )?(?:runs?|fires?|alerts?|pages?|checks?|executes?|triggers?|pings?|writes?|sends?|polls?) (?:\w+ ){0,3}(?:every|daily|hourly|weekly|nightly|monthly|each|at \d|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|once|when|if|after|before)\b|^\W*(?:an? |the |new )*(?:[\w-]+ ){0,2}(?:run-?books?|play-?books?|guides?|dashboards?|how-?to|checklists?|docs?|documentation) (?:is |are |lives |now )?(?:at|in|under) (?:\[|`|<|\w[\w -]{0,30} ?/|/|http)"
)
""" "Nightly clean-up of the till. Runs every day at 4", "Runbook at docs / till": it exists."""
_LED_BY_PLAN = worded(
    r"^\W*\(?(?:already |now |still )?(?:planned|scheduled|on the road-?map|in the pipeline|to do|upcoming)\)"
)
""" "(Already planned) Write a runbook"."""
_LATER = worded(
    r"\bto be (?:added|written|built|created|done|implemented|deployed|introduced|fixed|reviewed|documented|migrated|replaced|updated|installed|extended)\W*$|^\W*(?:we|i)(?:['’]d like| would like| want| hope| need| have) to \w+ [^.;]{3,80}\b(?:soon|next (?:week|month|quarter|sprint|year)|shortly|later|this (?:week|month|quarter|year))\W*$|^[^.!?]{2,60} [–—-] (?:we|i)(?: are| am|['’]re|['’]m)? (?:(?:working|will|continu\w+|going)\b|(?:\w+ ){0,2}and will\b)|\b(?:is|are|remains?) (?:an? |the )?(?:\w+ ){0,3}(?:follow-?up (?:work|task|item|action)?|open (?:item|task|point|gap)s?|to-?dos?)\b|\btracked in (?:the |our )?(?:\w+['’]?s? ){0,3}(?:to-?dos?|backlog|issues?|tickets?|board|road-?map)\b"
)
_AGAINST = worded(
    r"^\W*(?:we|the team|i)(?:['’]ve| have| had)? (?:\w+ )?(?:decided|chose|chosen|agreed|opted) (?:not to|against)\b"
)
_MIGHT = worded(
    r"^\W*(?:in the future|later|at some point|eventually|some day),? (?:i|we) (?:might|may|could|will|want|plan|would|hope)\b"
)
_PROGRESS_TAIL = worded(
    r"\bwe['’]ve (?:now |also |already )?(?:started|begun)\b|\b(?:work in progress|in progress|is (?:currently )?(?:under ?way|ongoing)|we are (?:currently )?working on|we have (?:started|begun)|(?:has|have) been (?:scheduled|planned|started)|(?:is|are) (?:now |currently )?being \w+(?:ed|done|rewritten|built)|ongoing)\b"
)
_PAST_DONE = worded(
    r"^\W*(?:[\w-]+(?: \w+)?: )?(?:we(?:'ve|’ve| have)?(?: already| now)? (?!need|want|decid|agree|learn|notic|believ|discuss|plann|intend|fail|miss|realis|realiz|identif|recogni|propos|observ|experienc|suffer|talk|consider|hop|expect|assum|start)(?:\w+ed|re-?built|built|rewritten|rewrote|written|wrote|set up|put|brought|split|bought|taught)\b|(?:added|removed|changed|increased|updated|created|implemented|fixed|deployed|upgraded|merged|moved|got|raised|adjusted|enabled|disabled|introduced|configured|installed|replaced|rewrote|wrote|lowered|tightened|refactored|migrated|rotated|shipped|released|rolled out|restored|cleaned up|built|switched|patched|published|reverted|deleted|renamed|bumped|purged)\b)|\b(?:has|have) been (?!scheduled|planned|raised|ordered|requested|assigned|agreed|proposed|discussed|put on|placed|identified|recogni|noted|found|suggested|recommended|decided|shown|seen|known|discovered|asked|tasked|delayed|considered|reported|learned|observed|affected|lacking|needed|required|intended)\w+(?:ed|en|ne|ilt|et)\b|\bwere set to\b|\bwe already (?:do|have)\b"
)
_PROMISED = worded(
    r"^\W*(?:and )?(?:(?:first|second|third|last|final)(?:ly)?, |additionally, |also, |in addition, )?(?:(?:(?:though|although|while|since|because|as) [^.;]{5,120}|in (?:the )?future|going forward|moving forward|from now on|to \w+[^,.;]{0,80}),? )?(?:we|i|the team|our team|our engineers|(?:all |every |each )[^.;]{0,40})(?: (?:also |now |still |further |therefore )*(?:will|shall|are going to|plan to|intend to|are planning to|aim to|are committed to|commit to)\b|['’]ll\b|['’]re (?:also )?(?:going|planning) to\b)"
)
_DONE_IN_BRACKETS = worded(
    r"^(added|removed|changed|updated|created|implemented|fixed|deployed|upgraded|merged|enabled|disabled|introduced|configured|installed|replaced) (by |an? |the |in |to |with |our |[a-z]+ )"
)
""" "The site was not monitored. (fixed by adding a probe)"."""
_UNDER_WAY = worded(
    r"^\W*(?:(?:though|although|while|since|because|as) [^.;]{5,120}, )?(?:we(?:['’]re| are)|(?:our |the )?(?:\w+ )?(?:team|engineers|developers) (?:is|are)) (?:also |now |currently |actively |already |in the process of )*(?:adding|building|changing|creating|deploying|developing|evaluating|exploring|assessing|considering|testing|planning|expanding|extending|hardening|implementing|improving|investigating|investing|looking (?:in)?to|discussing|preparing|drafting|designing|making|migrating|moving|rebuilding|reducing|refactoring|replacing|researching|revamping|reviewing|rolling|setting|tightening|updating|upgrading|working|writing)\b"
)
_OPEN_TAIL = worded(
    r"\bbacklog\b|\bstill pending\b|\bpending (?:the |an? |our |its )?(?:install\w*|review|approval|deploy\w*|delivery|release|rollout|decision|discussion|completion|implementation)\b|\b(?:is|are) (?:still |currently )?(?:pending|outstanding|planned|scheduled (?:for|to))\b|\byet to be (?!\w*clear)|\b(?:have|has|we|team|ops|been) (?:now |also |therefore )?decided to\b|\b(?:story|ticket|issue|card) captured\b|\bto be (?:scheduled|decided|discussed|prioriti[sz]ed)\b|\b(?:issue|ticket|task|card|story)s? (?:(?:was|has been|have been|is|were) )?(?:created|opened|raised|filed|logged)\b|\b(?:opened|raised|filed|created) (?:an? |the )?(?:\w+ )?(?:issue|ticket|task|card)s?\b|\baction item on\b|\bpr exists\b|\bblock(?:ed|ing) (?:on|by)\b|\bwaiting (?:for|on)\b|\bstill (?:open|to do|outstanding|needs?)\b|\bnot (?:yet )?(?:done|implemented|started)\b|^\W*continue to\b|\bwill \w+ (?:\w+ ){0,5}(?:in the near future|soon|shortly|next|later)\b|\blong-?standing\b|\bwe still (?:don|do not|need)"
)
_DID = worded(
    r"^\W*(?:re-?)?\w{2,}ed (?:up |out |down |in |off |over |back )?(?:the|a|an|our|all|these|this|its|their|more|some|several|additional|new|two|three|both|\d+) "
)
""" "Reduced the number of workers": a verb of the past with its object."""
_NOT_DID = worded(
    r"^\W*(?:need|propos|suggest|recommend|plann|schedul|agre|discuss|decid|request|ask|learn|notic|identif|fail|want|intend|expect|consider|miss|believ|relat|bas|observ|report|experienc|assum|realis|realiz|attempt|tri|talk|rais|prioriti|assign|delay|caus|trigger|suspect|continu|embed|speed|proceed|feed|shed|succeed|exceed)\w*\b"
)
_PASSIVE = worded(
    r"^\W*(?:an? |the |our |this |these |all |some |additional |more |new |both |\w+ )[^.;:?!]{2,90}? (?:was|were) (?:also |now |then |since |subsequently |already |immediately |further |successfully |permanently )*(?P<verb>\w+ed|put (?:in place|into place|in)|set(?: up)?|built|written|rewritten|rolled out|split|taken|made|fixed)\b"
)
_NOT_PUT = worded(
    r"^\W*(?:if|when|while|whilst|because|since|as|although|though|there|it|this|that|what|which|where|had|during|after|before|in order)\b|\b(?:should|would|could|must|can|to|not|no|will|that|which|when|if|until|where|because)\b.*\b(?:was|were)\b|\b(?:was|were) (?:\w+ )?(?:expected|supposed|decided|agreed|identified|noticed|found|discussed|planned|scheduled|raised|needed|required|delayed|caused|affected|impacted|intended|proposed|suggested|asked|missed|failed|reported|detected|believed|considered|recommended|noted|observed|mentioned|triggered|alerted|paged|confused|overlooked|overloaded|exhausted|unaffected|disrupted|degraded|exposed|corrupted|limited|hindered|hampered|rejected|blocked|dropped|skipped|ignored|abandoned|based|related|designed|unprepared|involved|used|allowed|called|tested|delivered|received|processed|surprised|concerned|informed|notified|communicated|referenced|set to|made (?:aware|by|from|it|worse)|taken (?:down|offline|by|from))\b"
)
_ENDS_DONE = worded(
    r"(?:[.;]|:) (?:completed|resolved|closed|fixed|done|implemented|merged|shipped|deployed|released)(?: (?:on|by|in|via|with|as|since|already) [^.;:]{1,40})?\W*$|\b(?:this|that|it)(?:['’]s| is| was| has been)(?: now| already)? (?:done|fixed|complete[d]?|in place|live|merged|deployed)\b|\bwe(?:['’]ve| have)?(?: already| now)? (?:did|done) (?:this|that|it|so)\b|\bthere (?:is|are) now\b|\bnow exists?\b"
)
_IS_LIVE = worded(
    r"^[^.;:?]{3,80} (?:is|are) (?:now |already )?(?:live|in place|in production|merged|deployed|fixed|done|complete)\W*$"
)
_ENDS_OTHERWISE = worded(
    r"\s(?:[-–—|]+|:)\s*(?P<word>not started|open|pending|planned|in[ -]progress|wip|to-?do|to do|not planned|won['’]?t (?:do|fix)|declined|rejected|cancell?ed|blocked|on hold|backlog|under ?way|ongoing|scheduled|deferred|🚧|⏳|🔄|🟡)\W*$|(?P<sign>🚧|⏳|🔄|🟡)\W*$"
)
_BEGUN = worded(
    r"\bwork (?:on|to|is|for|has)\b[^.;]{0,80}\b(?:begun|started|under ?way)\b|\b(?:has|have) (?:already |now )?(?:begun|started)\W*$"
)
_CONCEDED = re.compile(r"(?i)\b(?:while|although|though|whilst)\b[^.;,]*,")
_TELEGRAM = worded(
    r"^\W*[\w/-]+(?: [\w/-]+){0,5}? (?:added|created|enabled|disabled|implemented|deployed|installed|removed|replaced|updated|upgraded|fixed|merged|configured|documented|automated|migrated|rotated|renewed|introduced|set up|put in place)\W*$"
)
""" "Alarm added"."""
_ASKS_FOR_IT = worded(
    r"^\W*(?:be|close|stop|keep|pause|wait|add|allow|build|change|check|create|deploy|disable|document|enable|ensure|fix|get|give|how|implement|improve|install|keep|make|monitor|move|need|needs|no|not|only|provide|remove|replace|see|set|show|use|verify|want|why|write)\b|\b(?:after|be|been|before|being|get|have|having|if|must|not|once|should|that|to|unless|until|when|where|while|who)\b"
)
_NAME_OF_ITEM = re.compile(r"^[^.:!?\n]{3,90}[.:] (?=[\"'A-Z])")
_SINCE_DONE = worded(
    r"^\W*we(?:['’]ve| have) (?:already |now |since |also )?(?:added|removed|changed|increased|reduced|updated|created|implemented|fixed|deployed|upgraded|merged|moved|enabled|disabled|introduced|configured|installed|replaced|rewritten|built|set up|put|rolled out|shipped|migrated|automated|documented)\b"
)
_NO_LONGER = worded(
    r"^(?:[^.;:?]|\.\w){3,60}\bwill (?:no longer|now|always|never|only) \w+|^[^.;:?]{3,60}\bwill be \w+(?:ed|en|wn|ilt|et)\b"
)
""" "Old tasks will be removed daily": promised, whoever does it."""
_IN_FORCE = worded(
    r"^\W*(?:\w+[\w’'-]* ){1,8}?now (?:also |automatically |always |only )?(?:has|have|uses?|makes?|fails?|runs?|checks?|validates?|requires?|alerts?|pages?|logs?|retries|blocks?|rejects?|warns?|enforces?|prevents?|includes?|covers?|catch(?:es)?|refuses?|lives?|stores?|monitors?|sends?|goes|falls?)\b"
)
_MADE = r"tests?|checks?|adr|polic(?:y|ies)|alerts?|alarms?|monitors?|guards?|guardrails?|hooks?|rules?|scripts?|runbooks?|jobs?|watchdogs?|lint\w*|probes?|constraints?|assertions?|workflows?|procedures?|checklists?|documents?|guides?|pages?"
_WORKS = worded(
    rf"^\W*(?:(?:an? |the |our |new |added )+(?:[\w-]+ ){{0,4}}(?:{_MADE})\b|(?:[\w-]+ ){{0,3}}(?:{_MADE}) (?:in |at |under )?\W?[\w-]*[./#][\w./#-]+)(?P<between>[^;?]{{0,110}}?)[\s)`](?:defines?|guards?|catch(?:es)?|ensures?|enforces?|validates?|prevents?|rejects?|covers?|fails?|refuses?|detects?|generali[sz]es?|describes?|explains?|asserts?|verif(?:y|ies)|protects?)\b"
)
""" "The deploy job now validates the settings", "A test guards the template": it exists."""
_ASKED_OF_IT = worded(r"\b(that|which|to|whether|if|how|when|so|should|must|would|could|can|will|not)\b")
together(
    _ALREADY_DID,
    _I_DID,
    _RUNS,
    _LED_BY_PLAN,
    _LATER,
    _MIGHT,
    _AGAINST,
    _OPEN_TAIL,
    _DONE_TAIL,
    _PAST_DONE,
    _PROGRESS_TAIL,
    _DID,
    _PASSIVE,
    _IN_FORCE,
    _WORKS,
    _NO_LONGER,
    _ENDS_DONE,
    _ENDS_OTHERWISE,
    _BEGUN,
    _TELEGRAM,
)


_REMEMBERED = 2_000
"""Names of columns and states recur in every document."""


@lru_cache(maxsize=_REMEMBERED)
def read_status(word: str) -> str | None:
    """The status that a word names (open, in_progress, done, declined, not_recorded), or None."""
    clean = plain(word).strip(" :.!").replace("_", " ")
    named = _ANY_STATUS.among(clean)
    return _STATUSES[named[0]] if named else None


_LED = re.compile(
    r"^\W{0,4}(?:(?P<loud>DONE|TODO|TO-DO|TO DO|WIP|FIXED|MERGED|CLOSED|COMPLETED?|IN PROGRESS|OPEN|PENDING|PLANNED|BLOCKED|SHIPPED|DEPLOYED)\b[\W_]*"
    r"|(?P<said>[Dd]one|[Tt]o-?do|[Ww]ip|[Ff]ixed|[Mm]erged|[Cc]ompleted?|[Ii]n[ -][Pp]rogress|[Oo]pen|[Pp]ending|[Pp]lanned|[Ss]hipped|[Dd]eployed|[Nn]ot started|[Ww]on['’]?t (?:fix|do)|[Ww]ontfix|[Dd]eclined|[Cc]ancell?ed)(?:\W{0,3}[:\])]|\*\*|\s+[–—-])[\s*_:–—-]*"
    r"|(?P<sign>✅|☑|✔|🟢|☐|⬜|🔲|🚧|⏳|🔄)\W*)(?=[\w`\"'(\[])"
)


_SHORTCODES = (
    (
        re.compile(r":(?:white_check_mark|heavy_check_mark|ballot_box_with_check|check_mark|check|tada|green_circle):"),
        "✅",
    ),
    (re.compile(r":(?:construction|hourglass(?:_flowing_sand)?|arrows_counterclockwise|yellow_circle):"), "🚧"),
    (re.compile(r":(?:white_large_square|black_square_button|white_square_button):"), "⬜"),
)


def with_signs(raw: str) -> str:
    """Emoji given by name (":white_check_mark:") as signs."""
    if raw.count(":") > 1:
        for name, sign in _SHORTCODES:
            raw = name.sub(sign, raw)
    return raw


def led_by_status(raw: str) -> tuple[str | None, str]:
    """``(the status word that an item begins with, the rest)``: "DONE: ...", "[done] ...", "✅ ..."."""
    if not (match := _LED.match(raw)):
        return None, raw
    return match["loud"] or match["said"] or match["sign"], raw[match.end() :]


_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z][A-Za-z -]{1,20})")
_ALREADY = re.compile(r"(?i)^\W*already\s+")
_BROUGHT_ABOUT = worded(
    r"^(?!.*\b(?:issues?|tickets?|bugs?|stories|tasks?|cards?|prs?|needed|planned|proposed|could|should|to be)\b).*\w (?:configured|documented|deployed|implemented|fixed|enabled|installed|automated|upgraded|migrated|added|introduced|updated|improved|removed|replaced|rotated|in place|already (?:made|taken|done)|(?:cron|job|cleanup|alerts?|backups?)(?: \w+)? scheduled)$"
)
""" "Alerts configured"."""
_TAGS = re.compile(r"[`(]*@[\w-]+[`)]*|\[[^\]]*\]")


def stated_by_heading(title: str) -> str | None:
    """The status that a heading gives to the items below it: "Completed", "Improvements (in progress)", "Alarm added"."""
    title = _ALREADY.sub("", title)
    bracketed = _IN_BRACKETS.search(title)
    status = read_status(bracketed[1]) if bracketed else None
    if status is None and len(title.split()) <= 3:
        status = read_status(title)
    if status is None and _BROUGHT_ABOUT.search(_TAGS.sub("", title).strip(" :")):
        return "done"
    return status if status and status != "not_recorded" else None


def told_in_brackets(inner: str) -> str | None:
    """ "(ticket raised)", "(fixed by adding a probe)"."""
    if _OPEN_TAIL.search(inner):
        return "open"
    return "done" if _DONE_IN_BRACKETS.match(inner) else None


def status_of(state: Mapping[str, str], text: str) -> str:
    """What is stated by name comes first, then what the heading says, then the item's own words."""
    if state.get("declined"):
        return "declined"
    if word := state.get("status"):
        return read_status(word) or "not_recorded"
    if state.get("done"):
        return read_status(state["done"]) or "done"
    if heading := state.get("heading"):
        return heading
    return _told_status(text) or ("open" if state.get("due") else "not_recorded")


def _told_status(text: str) -> str | None:
    if otherwise := _ENDS_OTHERWISE.search(text):
        return read_status(otherwise["word"] or otherwise["sign"])
    if _AGAINST.search(text):
        return "declined"
    if _LED_BY_PLAN.search(text) or _LATER.search(text) or _MIGHT.search(text):
        return "open"
    if _ALREADY_DID.search(text) or _I_DID.search(text):
        return "done"
    if _PROMISED.search(text):
        text = _CONCEDED.sub("", text)
    if _OPEN_TAIL.search(text):
        return "open"
    if _ENDS_DONE.search(text) or _is_telegram(text):
        return "done"
    if _DONE_TAIL.search(text) or _PAST_DONE.search(text) or _is_past(text) or _is_in_force(text):
        return "done"
    if _PROGRESS_TAIL.search(text) or _BEGUN.search(text) or _UNDER_WAY.search(text):
        return "in_progress"
    if _PROMISED.search(text) or _NO_LONGER.search(text):
        return "open"
    name = _NAME_OF_ITEM.match(text)
    return _told_below_name(text[name.end() :]) if name else None


def _is_past(text: str) -> bool:
    if _DID.search(text):
        return not _NOT_DID.match(text)
    put = _PASSIVE.search(text)
    return bool(put) and not _NOT_PUT.search(sentences(text)[0])


def _is_telegram(text: str) -> bool:
    return bool(_TELEGRAM.search(text) or _IS_LIVE.search(text)) and not _ASKS_FOR_IT.search(text)


def _is_in_force(text: str) -> bool:
    if _IN_FORCE.search(text) or (_RUNS.search(text) and not _ASKS_FOR_IT.match(text)):
        return True
    works = _WORKS.search(text)
    return works is not None and not _ASKED_OF_IT.search(works["between"] or "")


def _told_below_name(said: str) -> str | None:
    """ "Alerting. We are adding probes.": what is said below an item's name."""
    for sentence in sentences(said)[:3]:
        if _SINCE_DONE.search(sentence):
            return "done"
        if _UNDER_WAY.search(sentence):
            return "in_progress"
        if _PROMISED.search(sentence):
            return "open"
    return None
