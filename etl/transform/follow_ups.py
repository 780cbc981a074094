"""Follow-ups: the long-term remediation items that a document lists, and the state it records for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from etl.records import Evidence, FollowUp
from etl.transform.clock import read_day, stamps
from etl.transform.drafts import Draft, drafts
from etl.transform.outline import Section
from etl.transform.owners import NAME_ALONE, TEAM_ALONE, at_name, is_someone, told_owner
from etl.transform.patterns import AnyOf, worded
from etl.transform.prose import plain
from etl.transform.states import led_by_status, read_status, stated_by_heading, status_of, told_in_brackets, with_signs

_CHECKBOX = re.compile(r"^\s*\[ ?(?P<mark>[ xX✓✔√*+vV✅☑/~-]?\ufe0f?) ?\](?!\()\s*")
_HALF_DONE = "/~"
_STRUCK = re.compile(r"^\s*~~(?P<text>.+?)~~")
_LINK = re.compile(r"\[[^\]]*\]\((?P<url>https?://[^)\s]+)\)|<?(?P<bare>https?://[^\s>)\]]+)")
_NO_ITEM = worded(
    r"^\W*(n/?a|(same )?as (above|before)|see above|none( so far| yet| identified)?|tbd|tba|to be (added|determined|confirmed|done|decided)|todo|-+|\.{3}|no (further )?actions?( items?)?( required| needed| identified)?|xxx+|\{\{.*\}\}.*|<.*>|action item \d*|nothing|(none|no (further )?(action items?|follow-?ups?|actions?|items?|tickets?)) (were|was|are|have been) (agreed|filed|identified|recorded|raised|planned|needed|required|taken))\W*$"
    r"|^(these are only sample|every action item should|list of|things that could have|for example|include (action|links)|add (action|your)|the following|below are|(to|in order to) (prevent|avoid|address|mitigate|reduce) .*\b(following|these)\b.*|by (implementing|taking|making) (these|the above|this)|we (sincerely )?(apologi[sz]e|thank|appreciate)|in (summary|conclusion),|we (have )?identified the following|see (my |our )?(below|above|the)|template|(incident|issue) has been dealt|(all )?sections (above )?(are|have been)|(push|publish|share|circulate) (this|the) (document|post-?mortem|report)|file issues for all|we (know|understand|realise|realize|regret|remain|value|are (sorry|committed))|(our|with) (sincere )?apologies|thank(s| you)|conclusion|closing (remarks|thoughts|words)|provide feedback|please (help|contact|reach|get in touch)|(contact|reach out to|get in touch with) (us|our support))\b"
    r"|^(what|which|how) [^.!]*\?\W*$|^[^.!?]{0,60}:\W*$|^\W*(see )?(here|link|details?)\W*$"
)
"""A placeholder, or a template's prompt."""
_PARENS = re.compile(r"\s*[*_]{0,3}[(\[](?P<inner>[^()\[\]]{2,160})[)\]][*_]{0,3}\s*[.;]?\s*$")
_FIELD = worded(
    r"(?P<name>owner|assignee|assigned(?: to)?|dri|responsible|due(?: date| by| on)?|deadline|eta|target|done(?: on)?|completed?(?: on)?|finished(?: on)?|closed(?: on)?|opened(?: on)?|created(?: on)?|filed(?: on)?|status|state|declined(?: on)?|kind|type|priority|ticket|link)\s*[:=]\s*(?P<value>[^,;]+?)(?=[,;]|\.\s+[A-Z]\w+\s*:|$)"
)
_DUE = re.compile(r"(?i)\b(due|deadline|eta)(?: by| on)?\s+(?=\d|[A-Z][a-z]{2})")
_OWNER_TOLD = re.compile(
    r"(?i)(?:[.;,|]|\s[–—-])\s+[*_]*(?:owner|assignee|assigned to|responsible|dri)\s*[:=]\s*\S[^\n]{0,200}$"
)
_OWNER_LED = re.compile(
    r"^\W*(?:\*\*|__)(?P<owner>me|myself|@[\w-]{2,39}|[A-ZÀ-Þ][a-zà-ÿ'’]+(?: [A-ZÀ-Þ][\w'’-]+)?|(?:[\w&/-]+ ){1,2}[Tt]eam)(?:\*\*|__)\s*[–—:-]\s+(?=[A-Z`])"
)
""" "**Kim** - Renew the card": who does it stands first, in bold."""
_STATE_OF_NAMED = re.compile(r"^\W*\*\*[^*\n]{3,80}\*\*:?\s*\((?P<state>[^()\n]{2,30})\)\s*:?")
""" "**Spare till** (in progress): ..."."""
_OWNER_TAIL = re.compile(r"\s[-–—]\s*(?:owner:?\s*)?(?P<owner>@[\w-]+|[A-Z][\w&'-]+(?:\s[A-Z][\w&'-]+){0,2})\s*$")

_LINKED_AS_DONE = re.compile(
    r"\[(?:fixed|merged|done|deployed|released|implemented|completed)[^\[\]\n]{0,20}\](?:\[(?P<label>[^\[\]\n]{1,60})\]|\((?P<url>https?://[^)\s]{1,300})\))",
    re.IGNORECASE,
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


def read_follow_ups(sections: Iterable[Section], near: date | None, document: str = "") -> list[FollowUp]:
    """The items of every long-term section, in reading order. An item is done as well where the ``document`` says so of
    its ticket elsewhere ("identified and [fixed](link)")."""
    items: list[FollowUp] = []
    finished = {m["label"] or m["url"] for m in _LINKED_AS_DONE.finditer(document)}
    seen: set[str] = set()
    for section in sections:
        if section.role != "long_term":
            continue
        default, owner = stated_by_heading(section.title), at_name(section.title)
        for draft in drafts(section):
            if default:
                draft.state.setdefault("heading", default)
            if owner:
                draft.state.setdefault("heading owner", owner)
            if any(f"[{link}]" in draft.text or f"({link})" in draft.text for link in finished):
                draft.state.setdefault("status", "done")
            item = _finish(draft, len(items), near)
            if item and item.text.lower() not in seen:
                seen.add(item.text.lower())
                items.append(item)
    return items


def _finish(draft: Draft, seq: int, near: date | None) -> FollowUp | None:
    raw = with_signs(draft.text)
    state = dict(draft.state)
    if box := _CHECKBOX.match(raw):
        mark = box["mark"].strip()
        state.setdefault("status", "in progress" if mark in tuple(_HALF_DONE) else "done" if mark else "open")
        raw = raw[box.end() :]
    if struck := _STRUCK.match(raw):
        state.setdefault("status", "done")
        raw = struck["text"] + raw[struck.end() :]
    led, raw = led_by_status(raw)
    if led:
        state.setdefault("status", led)
    if (first := _OWNER_LED.match(raw)) and (first["owner"] in ("me", "myself") or is_someone(first["owner"])):
        state.setdefault("owner", first["owner"])
        raw = raw[first.end() :]
    if (stated := _STATE_OF_NAMED.match(raw)) and read_status(stated["state"]) not in (None, "not_recorded"):
        state.setdefault("status", stated["state"])
    link = _LINK.search(f"{raw} {state.get('link', '')}")
    raw, inline = _inline_state(raw)
    if box and state["status"] == "open" and inline.get("status"):
        del state["status"]
    state |= {k: v for k, v in inline.items() if k not in state}
    text = plain(raw).strip(" -–—;") or (link["url"] or link["bare"] if link else "")
    if not text or _NO_ITEM.match(text) or len(text) < 4:
        return None
    status = status_of(state, text)
    done_on = _date(state.get("done"), near) or (_date(state.get("status"), near) if status == "done" else None)
    named = state.get("owner") or state.get("heading owner")
    owner = plain(named).strip("@ ") if named else None
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
    while (")" in raw or "]" in raw) and (match := _PARENS.search(raw)):
        inner = _DUE.sub(r"\1: ", match["inner"])
        fields = {f["name"].lower(): f["value"].strip() for f in _FIELD.finditer(inner)}
        if fields and (at := at_name(inner)):
            state.setdefault("owner", at)
        if fields:
            state |= {key: v for name, v in fields.items() if (key := _field_key(name))}
        elif (status := read_status(inner)) and status != "not_recorded" and len(inner) < 40:
            state["status"] = inner
        elif said := told_in_brackets(inner):
            state["status"] = said
        elif pieces := _pieces(inner):
            state |= {key: v for key, v in pieces.items() if key not in state}
        else:
            break
        raw = raw[: match.start()]
    if (":" in raw or "=" in raw) and (told := _OWNER_TOLD.search(raw)):
        fields = {
            f["name"].lower(): re.split(r"[*_(\[]", f["value"].strip())[0].strip(" .") for f in _FIELD.finditer(told[0])
        }
        state |= {key: v for name, v in fields.items() if (key := _field_key(name)) and key not in state}
        raw = raw[: told.start()]
    if "owner" in state:
        return raw, state
    if "@" in raw and (tail := _OWNER_TAIL.search(raw)) and tail["owner"].startswith("@"):
        state["owner"] = tail["owner"]
        raw = raw[: tail.start()]
    elif owner := told_owner(raw):
        state["owner"] = owner
    return raw, state


_BETWEEN = re.compile(r"\s*[,;|/]\s*|\s[–—-]\s")
_MOST_PIECES = 4


def _pieces(inner: str) -> dict[str, str]:
    """ "(Kim, done)", "(#12, merged)", "(platform team)": a state or a team, and with a state a name."""
    if TEAM_ALONE.fullmatch(inner):
        return {"owner": inner}
    said = _BETWEEN.split(inner)
    if not 1 < len(said) <= _MOST_PIECES or any(len(piece.split()) > 3 for piece in said):
        return {}
    states = [piece for piece in said if read_status(piece) not in (None, "not_recorded")]
    if len(states) != 1:
        return {}
    names = [piece for piece in said if piece not in states and NAME_ALONE.fullmatch(piece) and is_someone(piece)]
    return {"status": states[0], **({"owner": names[0]} if names else {})}


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
