"""Where the items of a list of actions begin and end: in lists, tables and running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from etl.records import Block
from etl.transform.outline import Section
from etl.transform.patterns import worded
from etl.transform.prose import plain, sentences

DONE = r"done|complete[d]?|finished|closed|fixed|implemented|merged|resolved|shipped|delivered|deployed|released|yes|✅|✓|✔|☑|100 ?%"
_STATE_ONLY = worded(rf"^\W*(?:this|that|it) (?:has|have|was|is) (?:now |already |since )?(?:been )?(?:{DONE})\b")
_REMEMBERED = 2_000


@dataclass(slots=True)
class Draft:
    """An item as it stands in the text, and what is stated of it by name."""

    text: str
    line: int
    line_end: int
    rule: str
    state: dict[str, str]


def drafts(section: Section) -> Iterator[Draft]:
    """The items below a heading of actions, in reading order: rows and list items, else running text."""
    blocks = [b for b in section.blocks if b.kind != "code"]
    if any(b.kind == "row" for b in blocks):
        yield from (d for b in blocks if b.kind == "row" and (d := _row(b)))
        blocks = [b for b in blocks if b.kind == "item"]
    items = [b for b in blocks if b.kind == "item"]
    if items and len(items) < len(blocks):
        blocks = list(_without_causes(blocks))
        items = [b for b in blocks if b.kind == "item"]
    if items and all(_ONLY_LINK.fullmatch(b.text.strip()) for b in items) and len(items) < len(blocks):
        blocks = _with_links(blocks)
    elif items:
        yield from _items(_with_ladders(blocks))
        yield from (d for b in blocks if b.kind == "paragraph" and b.depth <= 0 for d in _also(b))
        return
    for block in blocks:
        for offset, said in enumerate(_told(block.text)):
            yield Draft(
                said, block.line + min(offset, block.line_end - block.line), block.line_end, "follow_up: prose", {}
            )


_ONLY_LINK = re.compile(r"<?https?://\S+|\[[^\]\n]{0,80}\]\(https?://[^)\s]+\)")
_ALSO = worded(
    r"^\W*(?:(?:additionally|furthermore|moreover|in addition|finally|lastly|separately|beyond (?:this|that|these)|besides)[^.;]{0,40},? (?:we|i|our team|the team)(?:['’]ll| will| plan| intend| aim| want| are going)\b|(?:while [^.;]{3,80}, )?(?:we|i|our team|the team)(?:['’]ll also| will also| also (?:plan|intend|want|aim|will)| are also (?:going|planning|working))\b)|\b(?:is|are|remains?) (?:an? |the )?(?:\w+ ){0,3}(?:follow-?up (?:work|task|item|action)|open (?:item|task|point))s?\b"
)
""" "We will also test the tills": said beside a list of actions."""


_OF_CAUSES = worded(
    r"\b(?:due to|caused by|because of|reasons?|what happened|happened|went wrong|root causes?|recap|problems (?:we )?(?:found|were|are)|chain of events|mistakes|machine|presented itself|looked like)\b[^.!?]*:\W*$"
)
_OF_ACTIONS = worded(
    r"\b(?:will|should|must|need|actions?|improv\w+|prevent\w*|avoid\w*|steps|measures|changes|fix(?:es)?|so that|plan\w*|to do)\b"
)


def _without_causes(blocks: list[Block]) -> Iterator[Block]:
    """A list that is introduced by words of cause ("The failures were due to:") holds no actions."""
    is_of_causes = False
    for block in blocks:
        if block.kind == "paragraph":
            lead = sentences(plain(block.text))[-1:] or [""]
            is_of_causes = bool(_OF_CAUSES.search(lead[0])) and not _OF_ACTIONS.search(lead[0])
        if not (is_of_causes and block.kind == "item"):
            yield block


def _with_links(blocks: list[Block]) -> list[Block]:
    """Paragraphs with the links that are listed below them."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind == "item" and kept:
            kept[-1] = kept[-1]._replace(text=f"{kept[-1].text} {block.text}", line_end=block.line_end)
        elif block.kind != "item":
            kept.append(block)
    return kept


def _also(block: Block) -> Iterator[Draft]:
    """The sentences beside a list that add an action to it."""
    if not block.text.rstrip("* ").endswith(":") and _ALSO.search(block.text):
        for sentence in sentences(" ".join(block.text.split())):
            if _ALSO.search(sentence):
                yield Draft(sentence, block.line, block.line_end, "follow_up: prose", {})


_LADDER = worded(
    r"^\W*(we(['’]ve| have| now|['’]ll| will)|the team (has|will)|i(['’]ve| have)|an? [\w-]+ ([\w-]+ )?(was|has been|is now)) [^\n]*[.!?] [^\n]*\b(it|this|that|which|they) [^.!?\n]{0,80}:\W*$|^\W*[\w -]{3,40}: [A-Z]\w+ [^\n]{10,}, ?(allowing|including|with|consisting of|covering|providing|such as):\W*$"
)
_SEVERAL = worded(r"\b(following|these|steps|actions|measures|improvements|changes|items|tasks|things)\b[^.!?]*:\W*$")


def _with_ladders(blocks: list[Block]) -> list[Block]:
    """A paragraph that tells what was built, and then lists how it works, is an item with that list as its detail."""
    kept: list[Block] = []
    is_open = False
    for position, block in enumerate(blocks):
        if is_open and block.kind == "item":
            kept[-1] = kept[-1]._replace(text=f"{kept[-1].text}\n{block.text}", line_end=block.line_end)
            continue
        following = blocks[position + 1].kind if position + 1 < len(blocks) else ""
        leads = block.kind == "paragraph" and following == "item" and block.text.endswith(":")
        is_open = leads and bool(_LADDER.match(said := plain(block.text))) and not _SEVERAL.search(said)
        kept.append(block._replace(kind="item", depth=0) if is_open else block)
    return kept


_NEXT_POINT = worded(
    r"^\W*(and )?(first|second|third|fourth|final|last)(ly|arily)?,|^\W*(and )?(firstly|secondly|thirdly|finally|lastly|secondarily|additionally|furthermore|moreover|in addition),? "
)
_DID_OR_MIGHT = worded(
    r"^\W*(?:as a (?:direct )?(?:result|consequence)[^,.;]{0,40}, |since then,? |to (?:prevent|avoid|address|fix|reduce) [^,.;]{3,60}, |also,? )*(?:we|i)(?:['’]ve| have|['’]ll| will)? (?:also |now |since |already |just )*(?!was\b|were\b)(?:\w{2,}ed|put|set up|built|wrote|plan|intend|want|will|am|are) |^\W*(?:in the future|later|eventually|going forward),? (?:i|we) "
)
""" "I've doubled the memory. I also installed a pager. In the future, I might ...": what one person did, and will."""
_ASKS = worded(
    r"\b(must|needs? to|has to|have to|is (necessary|important|essential|crucial|vital) to|should|ought to)\b|\bwill (be|no longer|now|also|always|never)\b"
)
""" "Restarts must be watched. We need a second queue. Old tasks will be removed.": each sentence asks for something."""
_FIRST = worded(r"^\W*first")
_WRAPPED_AT = 70
"""A line as long as that was perhaps wrapped there."""


def _told(text: str) -> list[str]:
    """A paragraph's points: its lines where each stands for itself, or its sentences from "First, ..." on; else all of it
    is one."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and _are_points(lines):
        return lines
    whole = sentences(" ".join(lines))
    begins = [n for n, sentence in enumerate(whole) if _NEXT_POINT.search(sentence)]
    if len(begins) < 2:
        did = [n for n, sentence in enumerate(whole) if _DID_OR_MIGHT.search(sentence)]
        begins = [n for n, sentence in enumerate(whole) if _ASKS.search(sentence)]
        if len(did) > max(1, len(begins)):
            begins = did
        elif len(begins) < 3:
            return [" ".join(lines)]
        else:
            begins[0] = 0
    if begins[0] > 0 and not _FIRST.match(whole[begins[0]]):
        begins.insert(0, begins[0] - 1)
    ends = [*begins[1:], len(whole)]
    return [" ".join(whole[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def _are_points(lines: list[str]) -> bool:
    """No line goes on with the one above, and either each is ended or short, or there are many."""
    if any(line.lstrip()[:1].islower() for line in lines[1:]):
        return False
    ended = sum(line.rstrip().endswith((".", ";")) or len(line) < _WRAPPED_AT for line in lines)
    return ended == len(lines) or len(lines) > 2


def _items(blocks: list[Block]) -> list[Draft]:
    """List items. An item that only introduces deeper ones ("Alerts:") gives way to them; one that says something of its
    own before ("Improve alerting. We will watch:") keeps them, and one with a check box those without. A deeper item that only tells the state ("This has been
    done") belongs to the item above it."""
    parent = ""
    n_named = sum(b.kind == "item" and b.depth == 0 and bool(_TITLED.match(b.text)) for b in blocks)
    drafts: list[Draft] = []
    kept_at: int | None = None
    box_depth: int | None = None
    for position, block in enumerate(blocks):
        if block.kind != "item":
            continue
        if block.depth > 0 and drafts and _STATE_ONLY.match(block.text):
            drafts[-1].text += f"\n{block.text}"
            drafts[-1].line_end = block.line_end
            continue
        if block.depth > 0 and drafts and _REMARK.match(block.text):
            kept_at = block.depth if kept_at is None else kept_at
            continue
        is_boxed = bool(_BOX.match(block.text))
        is_detail = box_depth is not None and block.depth > box_depth and not is_boxed
        if is_detail or (kept_at is not None and block.depth > kept_at):
            drafts[-1].text += f"\n{block.text}"
            drafts[-1].line_end = block.line_end
            continue
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        has_children = following is not None and following.kind == "item" and following.depth > block.depth
        if block.depth == 0:
            parent = block.text
        is_whole = _is_whole(block.text) or (n_named > 1 and bool(_TITLE_ONLY.match(block.text)))
        kept_at = block.depth if has_children and is_whole else None
        if has_children and kept_at is None and _only_introduces(block.text):
            continue
        detail = ""
        if following is not None and following.kind == "paragraph" and following.depth == block.depth + 1:
            detail = following.text
        is_sub = block.depth > 0 and parent and not parent.rstrip("* ").endswith(":") and len(parent.split()) > 3
        if is_sub and len(block.text.split()) < 4:
            continue
        box_depth = block.depth if is_boxed else None
        drafts.append(Draft(f"{block.text}\n{detail}".strip(), block.line, block.line_end, "follow_up: list item", {}))
    return drafts


_BOX = re.compile(r"\s*\[[^\[\]]?\](?!\()")
_REMARK = worded(
    r"^\W*((yes|no)[.,!]|(i (suggest|think|suspect) (this|that|it)|(it|this|that|they) (is|was|are|were|will|won['’]?t|would|does|did|has|had|might|may)\b|it['’]s|that['’]s|on the other hand|however|although)\b)"
)
"""A deeper item that comments on the one above it and asks for nothing."""
_NAMED = re.compile(r"^\*\*[^*\n]{3,60}(?:\*\*\s*(?:\([^()\n]{1,80}\)\s*)?[–—-]\s+\S|:\*\*\s*\S)")
""" "**Guard test** - checks that:": an item with its name, and what it consists of below it."""
_OUTLINED = worded(
    r"^(\S+ ){6,}[^\n]*\b(like|such as|including|with|e\.?g\.?|for example|for instance|containing|covering|consisting of|namely)\b:[*_ ]*$|^\*\*[^*\n]{3,80}\*\*[^\n]{0,60}\((?:in (?:development|progress|review|testing)|planned|done|completed?|implemented|ongoing|scheduled|to ?do|deferred|(?:pr|mr|issue|ticket)? ?[#!]\d+|[A-Z]{2,8}-\d+)\):[*_ ]*$"
)
""" "Write a guide for the tills, with:": what is to be written, and what it is to hold."""
_TITLED = re.compile(r"^\*\*[^*\n]{3,60}(?:\*\*\s*:|:\*\*)\s*[A-Z]")
_TITLE_ONLY = re.compile(r"^\*\*[^*\n]{3,60}(?:\*\*\s*:|:\*\*)\s*$")
""" "**Guard:** It checks ..." beside "**Alerts:**" with its points below: both are items."""
_SAID_BEFORE = re.compile(r"\w{3,}[.!?]\s+[^\n]{10,}:[*_ ]*$")


def _is_whole(text: str) -> bool:
    return bool(_SAID_BEFORE.search(text) or _NAMED.match(text) or _OUTLINED.match(text))


def _only_introduces(text: str) -> bool:
    return text.rstrip("* ").endswith(":") or len(text.split()) <= 3


_COLUMNS = {
    "text": r"(action|follow[- ]?up|item|task|description|what|summary|title|improvement|remediation|recommendation|todo|work)\b.*",
    "status": r"(status|state|done\?|completed?\?|progress|outcome).*",
    "owner": r"(owner|owning|assignee|assigned|who|dri|responsible|team|lead).*",
    "due": r"(due|deadline|target|eta|by when|when).*",
    "done": r"(done|completed|finished|closed|resolved)( (on|at|date))?$",
    "declined": r"(declined|rejected|cancell?ed)( (on|at|date))?$",
    "opened": r"(opened|created|filed|raised|added)( (on|at|date))?$",
    "kind": r"(kind|type|category|class)$",
    "link": r"(link|ticket|issue|bug|jira|url|tracking|reference|pr)s?.*",
}


_STATE_CELL = worded(
    r"^\W*(done|completed?|fixed|closed|resolved|merged|implemented|in[ -]progress|ongoing|wip|to ?do|not started|will not (do|fix)|won['’]?t (do|fix)|declined|cancell?ed|rejected)\W*$"
)
"""A cell that tells the state under whatever name ("Notes")."""


@lru_cache(maxsize=_REMEMBERED)
def _column(name: str) -> str | None:
    """What the column of that name tells of an item."""
    return next((column for column, words in _COLUMNS.items() if re.match(words, name.strip("*_ ").lower())), None)


_STATE_IN_CELL = re.compile(r"\W(DONE|Done|FIXED|Fixed|CLOSED|Closed|MERGED|Merged|WIP|OPEN|Open)\W*$")
""" "#101 **DONE**" in the column of the ticket."""


_SAID_OF_LINK = re.compile(r"[–—:-]\s+\S+(?:\s+\S+){2,}")


def _told_with_link(cell: str) -> str | None:
    """ "#41 - no alert on failed jobs" in the column of the issue says what is to be done."""
    return cell if _SAID_OF_LINK.search(cell) else None


def _row(block: Block) -> Draft | None:
    if block.depth < 0 or not block.header:
        return None
    state: dict[str, str] = {}
    for name, cell in zip(block.header, block.cells, strict=False):
        column = _column(name)
        if column and column not in state and cell.strip():
            state[column] = cell.strip()
    if "status" not in state and (said := next((c for c in block.cells if _STATE_CELL.match(c)), None)):
        state["status"] = said
    if "status" not in state and (marked := _STATE_IN_CELL.search(state.get("link", ""))):
        state["status"] = marked[1]
    text = state.pop("text", None) or _told_with_link(state.get("link", "")) or max(block.cells, key=len, default="")
    return Draft(text, block.line, block.line_end, "follow_up: table row", state) if text else None
