"""Follow-ups: the long-term remediation items that a document lists, and the state it records for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from etl.records import Evidence, FollowUp
from etl.transform.clock import read_day, stamps
from etl.transform.drafts import DONE, Draft, drafts
from etl.transform.outline import Section
from etl.transform.patterns import AnyOf, together, worded
from etl.transform.prose import plain

_CHECKBOX = re.compile(r"^\s*\[(?P<mark>[ xX✓✔-]?)\](?!\()\s*")
_STRUCK = re.compile(r"^\s*~~(?P<text>.+?)~~")
_LINK = re.compile(r"\[[^\]]*\]\((?P<url>https?://[^)\s]+)\)|<?(?P<bare>https?://[^\s>)\]]+)")
_NO_ITEM = worded(
    r"^\W*(n/?a|(same )?as (above|before)|see above|none( so far| yet| identified)?|tbd|tba|to be (added|determined|confirmed|done|decided)|todo|-+|\.{3}|no (further )?actions?( items?)?( required| needed| identified)?|xxx+|\{\{.*\}\}.*|<.*>|action item \d*|nothing|(none|no (further )?(action items?|follow-?ups?|actions?|items?|tickets?)) (were|was|are|have been) (agreed|filed|identified|recorded|raised|planned|needed|required|taken))\W*$"
    r"|^(these are only sample|every action item should|list of|things that could have|for example|include (action|links)|add (action|your)|the following|below are|(to|in order to) (prevent|avoid|address|mitigate|reduce) .*\b(following|these)\b.*|by (implementing|taking|making) (these|the above|this)|we (sincerely )?(apologi[sz]e|thank|appreciate)|in (summary|conclusion),|we (have )?identified the following|see (my |our )?(below|above|the)|template|(incident|issue) has been dealt|(all )?sections (above )?(are|have been)|(push|publish|share|circulate) (this|the) (document|post-?mortem|report)|file issues for all|we (know|understand|realise|realize|regret|remain|value|are (sorry|committed))|(our|with) (sincere )?apologies|thank(s| you)|conclusion|closing (remarks|thoughts|words)|provide feedback|please (help|contact|reach|get in touch)|(contact|reach out to|get in touch with) (us|our support))\b"
    r"|^(what|which|how) [^.!]*\?\W*$|^[^.!?]{0,60}:\W*$|^\W*(see )?(here|link|details?)\W*$"
)
"""A placeholder, or a template's prompt."""
_PARENS = re.compile(r"\s*[(\[](?P<inner>[^()\[\]]{2,160})[)\]]\s*[.;]?\s*$")
_FIELD = worded(
    r"(?P<name>owner|assignee|assigned(?: to)?|dri|responsible|due(?: date| by| on)?|deadline|eta|target|done(?: on)?|completed?(?: on)?|finished(?: on)?|closed(?: on)?|opened(?: on)?|created(?: on)?|filed(?: on)?|status|state|declined(?: on)?|kind|type|priority|ticket|link)\s*[:=]\s*(?P<value>[^,;]+)"
)
_DUE = re.compile(r"(?i)\b(due|deadline|eta)(?: by| on)?\s+(?=\d|[A-Z][a-z]{2})")
_OWNER_TOLD = re.compile(
    r"(?i)(?:[.;,|]|\s[–—-])\s+[*_]*(?:owner|assignee|assigned to|responsible|dri)\s*[:=]\s*\S[^\n]{0,200}$"
)
_OWNER_TAIL = re.compile(r"\s[-–—]\s*(?:owner:?\s*)?(?P<owner>@[\w-]+|[A-Z][\w&'-]+(?:\s[A-Z][\w&'-]+){0,2})\s*$")
_OWNER_AT = re.compile(r"(?:^|[\s(\[])@(?P<owner>[A-Za-z][\w-]{1,38})\b")

_STATUS_WORDS = {
    "declined": r"^(declined|rejected|won'?t (do|fix)|will not (do|fix|be done)|wont ?fix|cancell?ed|abandoned|obsolete|not (planned|doing|needed)|dropped|duplicate|out of scope|risk accepted|❌|🚫)\b",
    "in_progress": r"^(in[ -]?progress|ongoing|on[- ]?going|wip|started|doing|in review|in development|partial(ly)?( done| complete)?|under ?way|active|being worked on|🚧|⏳|🔄)",
    "open": r"^(open|to ?do|not started|new|pending|planned|backlog(ged)?|scheduled|proposed|accepted|incomplete|outstanding|unstarted|not done|ready|blocked|on hold|deferred|overdue|no|🔴|⬜|☐)\b",
    "done": rf"^({DONE})",
    "not_recorded": r"^(not recorded|unknown|\?|n/?a|-)?$",
}  # fmt: skip
_ANY_STATUS, _STATUSES = AnyOf(list(_STATUS_WORDS.values())), tuple(_STATUS_WORDS)
_DONE_TAIL = worded(
    rf"(?:[-–—:(\[]\s*(?:already\s+|now\s+)?(?:{DONE})\s*[)\]]?[.!]?|✅|✔️?|☑)\s*$|\b(?:this|which)? ?(?:has|have) (?:already |now |since )?been (?:done|completed|implemented|fixed|merged|added|deployed|updated|resolved|put in place)\b|\b(?:done|fixed|merged|completed|implemented|resolved) (?:in|via|by|with|as of) (?:PR|MR|#|\[|grafana|v?\d|commit|the (?:latest|new))|(?:^|[.!?)]\s+)(?:DONE|Done)\b(?! (?:when|if|is|means))|\balready (?:been )?(?:done|fixed|implemented|in place|completed)\b|\bwas (?:done|completed|implemented) (?:on|in|as part)\b|^(?:\W*(?:done|completed|fixed|merged)\s*[:–—-])"
)
_PROGRESS_TAIL = worded(
    r"\b(?:work in progress|in progress|is (?:currently )?(?:under ?way|ongoing)|we are (?:currently )?working on|we have (?:started|begun)|(?:has|have) been (?:scheduled|planned|started)|(?:is|are) (?:now |currently )?being \w+(?:ed|done|rewritten|built)|ongoing)\b"
)
_PAST_DONE = worded(
    r"^\W*(?:[\w-]+(?: \w+)?: )?(?:we(?:'ve|’ve| have)?(?: already| now)? (?!need|want|decid|agree|learn|notic|believ|discuss)\w+ed\b|(?:added|removed|changed|increased|updated|created|implemented|fixed|deployed|upgraded|merged|moved|got|raised|adjusted|enabled|disabled|introduced|configured|installed|replaced|rewrote|wrote)\b)|\b(?:has|have) been (?!scheduled|planned|raised|ordered|requested|assigned|agreed|proposed|discussed|put on|placed)\w+(?:ed|en|ne|ilt|et)\b|\bwere set to\b|\bwe already (?:do|have)\b"
)
_PROMISED = worded(
    r"^\W*(?:and )?(?:(?:first|second|third|last|final)(?:ly)?, |additionally, |also, |in addition, )?(?:(?:(?:though|although|while|since|because|as) [^.;]{5,120}|in (?:the )?future|going forward|moving forward|from now on|to \w+[^,.;]{0,80}),? )?(?:we|i|the team|our team|our engineers|(?:all |every |each )[^.;]{0,40})(?: (?:also |now |still |further |therefore )*(?:will|shall|are going to|plan to|intend to|are planning to|aim to|are committed to|commit to)\b|['’]ll\b|['’]re (?:also )?(?:going|planning) to\b)"
)
_DONE_IN_BRACKETS = worded(
    r"^(added|removed|changed|updated|created|implemented|fixed|deployed|upgraded|merged|enabled|disabled|introduced|configured|installed|replaced) (by |an? |the |in |to |with |our |[a-z]+ )"
)
""" "The site was not monitored. (fixed by adding a probe)"."""
_UNDER_WAY = worded(
    r"^\W*(?:we(?:['’]re| are)|(?:our |the )?(?:\w+ )?(?:team|engineers|developers) (?:is|are)) (?:also |now |currently |actively |already |in the process of )*(?:adding|building|changing|creating|deploying|developing|expanding|extending|hardening|implementing|improving|investigating|investing|making|migrating|moving|rebuilding|reducing|refactoring|replacing|researching|revamping|reviewing|rolling|setting|tightening|updating|upgrading|working|writing)\b"
)
_LINKED_AS_DONE = re.compile(
    r"\[(?:fixed|merged|done|deployed|released|implemented|completed)[^\[\]\n]{0,20}\](?:\[(?P<label>[^\[\]\n]{1,60})\]|\((?P<url>https?://[^)\s]{1,300})\))",
    re.IGNORECASE,
)
_OPEN_TAIL = worded(
    r"\bbacklog\b|\b(?:issue|ticket|task|card|story)s? (?:(?:was|has been|have been|is|were) )?(?:created|opened|raised|filed|logged)\b|\b(?:opened|raised|filed|created) (?:an? |the )?(?:\w+ )?(?:issue|ticket|task|card)s?\b|\baction item on\b|\bpr exists\b|\bblock(?:ed|ing) (?:on|by)\b|\bwaiting (?:for|on)\b|\bstill (?:open|to do|outstanding|needs?)\b|\bnot (?:yet )?(?:done|implemented|started)\b|^\W*continue to\b|\bwill \w+ (?:\w+ ){0,5}(?:in the near future|soon|shortly|next|later)\b|\blong-?standing\b|\bwe still (?:don|do not|need)"
)
together(_OPEN_TAIL, _DONE_TAIL, _PAST_DONE, _PROGRESS_TAIL)
_SUBJECT = re.compile(
    r"^\W*(?:the )?(?P<owner>(?:[A-Z][\w&/]+)(?: [A-Z][\w&]+){0,2}) (?:will|to|has placed|have placed|needs? to|should|shall|are to|is to)\s+(?!be\b)[a-z]"
)
_CALLER = re.compile(
    r"\(\s*(?P<owner>[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?) (?:to|will|calls?|takes?|owns?|is|has|arranges?|follows?)\b[^()]*\)\s*\.?$"
)
_TEAM_SUBJECT = re.compile(r"\b(?P<owner>[A-Z][\w&/]+(?: [A-Z][\w&]+){1,2}) will\s+[a-z]")
_NO_OWNER = re.compile(
    r"(?i)^(we|i|it|this|that|there|they|all|every\w*|some\w*|no\w*|any\w*|what|which|how|you|pods?|nodes?|alerts?|tests?|team members|[a-z]*(?:ing|tion|ment|er)|users?|customers?|applications?|services?|need|plan|try|continue|want|remember|agree|start|look|ask|way|ways|how|options?|ability|check|work|move|runbook|spike|decide|consider|find|ensure|able|attempt|prepare|ticket|proposal|process|post|have|go|update|code|script|pr|mr)$"
)
_TEAM_WORD = re.compile(
    r"(?i)\b(team|leads?|platform|sre|devops|devex|engineering|ops|operations|security|infrastructure|support|on-?call|management|owners?|developers?)\b"
)
_KIND_WORDS = {
    "investigate": r"^\W*(investigat|spike|explor|research|look (?:in)?to|find out|understand|evaluat|assess|analy[sz]|consider (?:whether|if|using)|determine|figure out|check (?:if|whether|why)|can we|could we|review options|discuss whether|consider\b|reflect)\w*",
    "document": r"\b(document(ation|ed|ing)?|runbooks?|playbooks?|user guide|write up|wiki|readme|guide|sre guide|write (?:down|a)|describe)\b",
    "detect": r"\b(alert(s|ing|ed)?|alarms?|monitor(s|ing|ed)?|metrics?|dashboards?|detect\w*|notif(y|ication|ications)|prob(e|es|ing)|health ?checks?|observab\w+|logging|canary check|pingdom|smoke tests?|synthetic|visib\w+|slos?|graphs?|page (?:us|when|on)|track)\b",
    "process": r"\b(process(es)?|procedures?|polic(y|ies)|training|train|communicat\w+|review process|checklist|on-?call|rota|meeting|talk (?:to|with)|team agreement|agree|guidelines?|schedule|prioriti[sz]\w+|sign-?off|approval|announce|ensure (?:that )?(?:everyone|all (?:team|engineers|members|staff))|two people|pair|share|discuss|speak to|contact|rules|ways? of working|ownership|escalat\w+)\b",
    "mitigate": r"\b(roll ?back|fail-?over|faster recovery|recovery (?:time|steps|procedure)|restore|backups?|disaster|kill ?switch|feature flag|circuit breaker|degrad\w+|limit (?:the )?(?:impact|blast)|blast radius|break ?glass|emergency|graceful\w*|fallback|retry|retries|redundan\w+)\b",
}  # fmt: skip
_ANY_KIND, _KINDS = AnyOf(list(_KIND_WORDS.values())), tuple(_KIND_WORDS)


_REMEMBERED = 2_000
"""Names of columns and states recur in every document."""


def follow_up_kind(text: str) -> str:
    """prevent, detect, mitigate, process, document or investigate, by what the item asks for."""
    asked = _ANY_KIND.among(text[:200])
    return _KINDS[asked[0]] if asked else "prevent"


@lru_cache(maxsize=_REMEMBERED)
def read_status(word: str) -> str | None:
    """The status that a word names (open, in_progress, done, declined, not_recorded), or None."""
    clean = plain(word).strip(" :.!").replace("_", " ")
    named = _ANY_STATUS.among(clean)
    return _STATUSES[named[0]] if named else None


def read_follow_ups(sections: Iterable[Section], near: date | None, document: str = "") -> list[FollowUp]:
    """The items of every long-term section, in reading order. An item is done as well where the ``document`` says so of
    its ticket elsewhere ("identified and [fixed](link)")."""
    items: list[FollowUp] = []
    finished = {m["label"] or m["url"] for m in _LINKED_AS_DONE.finditer(document)}
    seen: set[str] = set()
    for section in sections:
        if section.role != "long_term":
            continue
        default = _stated_by_heading(section.title)
        for draft in drafts(section):
            if default:
                draft.state.setdefault("heading", default)
            if any(f"[{link}]" in draft.text or f"({link})" in draft.text for link in finished):
                draft.state.setdefault("status", "done")
            item = _finish(draft, len(items), near)
            if item and item.text.lower() not in seen:
                seen.add(item.text.lower())
                items.append(item)
    return items


_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z][A-Za-z -]{1,20})")


_ALREADY = re.compile(r"(?i)^\W*already\s+")


def _stated_by_heading(title: str) -> str | None:
    """The status that a heading gives to the items below it: "Completed", "Improvements (in progress)"."""
    title = _ALREADY.sub("", title)
    bracketed = _IN_BRACKETS.search(title)
    status = read_status(bracketed[1]) if bracketed else None
    if status is None and len(title.split()) <= 3:
        status = read_status(title)
    return status if status and status != "not_recorded" else None


def _finish(draft: Draft, seq: int, near: date | None) -> FollowUp | None:
    raw = draft.text
    state = dict(draft.state)
    if box := _CHECKBOX.match(raw):
        state.setdefault("status", "done" if box["mark"].strip() else "open")
        raw = raw[box.end() :]
    if struck := _STRUCK.match(raw):
        state.setdefault("status", "done")
        raw = struck["text"] + raw[struck.end() :]
    link = _LINK.search(f"{raw} {state.get('link', '')}")
    raw, inline = _inline_state(raw)
    if box and state["status"] == "open" and inline.get("status"):
        del state["status"]
    state |= {k: v for k, v in inline.items() if k not in state}
    text = plain(raw).strip(" -–—;") or (link["url"] or link["bare"] if link else "")
    if not text or _NO_ITEM.match(text) or len(text) < 4:
        return None
    status = _status(state, text)
    done_on = _date(state.get("done"), near) or (_date(state.get("status"), near) if status == "done" else None)
    owner = plain(state["owner"]).strip("@ ") if state.get("owner") else None
    quote = " ".join(draft.text.split())[:300]
    evidence = [Evidence("", "text", draft.line, draft.line_end, quote, draft.rule)]
    if status != "not_recorded":
        evidence.append(
            Evidence(
                "", "status", draft.line, draft.line_end, (state.get("status") or quote)[:300], "follow_up: status word"
            )
        )
    return FollowUp(
        seq=seq,
        text=text,
        kind=_kind(state.get("kind"), text),
        status=status,
        line=draft.line,
        owner=owner if owner and read_status(owner) is None else None,
        opened_on=_date(state.get("opened"), near),
        due_on=_date(state.get("due"), near),
        done_on=done_on if status == "done" else None,
        declined_on=_date(state.get("declined"), near) if status == "declined" else None,
        url=(link["url"] or link["bare"]).rstrip(".,;") if link else None,
        evidence=tuple(evidence),
    )


def _inline_state(raw: str) -> tuple[str, dict[str, str]]:
    """State given in brackets at the end of an item: "(owner: Payments, due: 2025-01-20)", "(done)"."""
    state: dict[str, str] = {}
    while match := _PARENS.search(raw):
        inner = _DUE.sub(r"\1: ", match["inner"])
        fields = {f["name"].lower(): f["value"].strip() for f in _FIELD.finditer(inner)}
        if fields and (at := _OWNER_AT.search(inner)):
            state.setdefault("owner", at["owner"])
        if fields:
            state |= {key: v for name, v in fields.items() if (key := _field_key(name))}
        elif (status := read_status(inner)) and status != "not_recorded" and len(inner) < 40:
            state["status"] = inner
        elif _OPEN_TAIL.search(inner):
            state["status"] = "open"
        elif _DONE_IN_BRACKETS.match(inner):
            state["status"] = "done"
        else:
            break
        raw = raw[: match.start()]
    if told := _OWNER_TOLD.search(raw):
        fields = {
            f["name"].lower(): re.split(r"[*_(\[]", f["value"].strip())[0].strip(" .") for f in _FIELD.finditer(told[0])
        }
        state |= {key: v for name, v in fields.items() if (key := _field_key(name)) and key not in state}
        raw = raw[: told.start()]
    if "owner" not in state and (tail := _OWNER_TAIL.search(raw)) and tail["owner"].startswith("@"):
        state["owner"] = tail["owner"]
        raw = raw[: tail.start()]
    elif "owner" not in state and (at := _OWNER_AT.search(raw)):
        state["owner"] = at["owner"]
    elif "owner" not in state and (caller := _CALLER.search(raw)) and not _NO_OWNER.match(caller["owner"]):
        state["owner"] = caller["owner"]
    elif "owner" not in state and (subject := _SUBJECT.match(raw)) and _is_owner(subject):
        state["owner"] = subject["owner"]
    elif "owner" not in state and (team := _TEAM_SUBJECT.search(raw)) and _TEAM_WORD.search(team["owner"]):
        state["owner"] = team["owner"]
    return raw, state


def _is_owner(subject: re.Match[str]) -> bool:
    """ "DevEx will ...", "Leads to ...": a subject that is someone, not a thing or a verb."""
    name = subject["owner"]
    if _NO_OWNER.match(name):
        return False
    return bool(_TEAM_WORD.search(name)) or (len(name.split()) > 1 and " to " not in subject[0][-8:]) or name.isupper()


def _field_key(name: str) -> str | None:
    for key, words in (
        ("owner", ("owner", "assign", "dri", "responsible")), ("due", ("due", "deadline", "eta", "target")),
        ("declined", ("declined",)), ("done", ("done", "complete", "finished", "closed")),
        ("opened", ("opened", "created", "filed")), ("status", ("status", "state")), ("kind", ("kind", "type")),
        ("link", ("ticket", "link")),
    ):  # fmt: skip
        if name.startswith(words):
            return key
    return None


def _status(state: Mapping[str, str], text: str) -> str:
    if state.get("declined"):
        return "declined"
    if word := state.get("status"):
        return read_status(word) or "not_recorded"
    if state.get("done"):
        return read_status(state["done"]) or "done"
    if heading := state.get("heading"):
        return heading
    if _OPEN_TAIL.search(text):
        return "open"
    if _DONE_TAIL.search(text) or _PAST_DONE.search(text):
        return "done"
    if _PROGRESS_TAIL.search(text) or _UNDER_WAY.search(text):
        return "in_progress"
    return "open" if state.get("due") or _PROMISED.search(text) else "not_recorded"


def _date(value: str | None, near: date | None) -> date | None:
    if not value:
        return None
    return read_day(value, near) or next((s.day for s in stamps(value, near) if s.day), None)


def _kind(stated: str | None, text: str) -> str:
    if stated:
        word = plain(stated).lower()
        for kind in ("prevent", "detect", "mitigate", "process", "document", "investigate"):
            if word.startswith(kind[:6]):
                return kind
    return follow_up_kind(text)
