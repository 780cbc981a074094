"""Phrases that blame a person or a team, each with a way to say what happened instead.

After the field's guidance on blameless writing: Google, Site Reliability Engineering, chapter 15; the workbook,
chapter 10; Etsy's Debriefing Facilitation Guide; PagerDuty's and Atlassian's postmortem guides. What they name:
"human error" as a cause, hindsight ("should have"), neglect ("forgot to", "failed to check"), judgements of
character ("careless"), what somebody did not know, and a person as the subject of a failure. A passive fact ("the
tables were deleted by accident") blames nobody. The first person plural is blame only in hindsight and neglect.

Searched in sentences, not in code, links or headings of templates; the rules are for English alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from etl.transform.patterns import worded
from etl.transform.prose import plain, sentences

Match = re.Match[str]

_ROLE = (
    r"(?:(?:on-?call|senior|junior|new|other|release|network|database|system|support|site|cloud|platform|devops|data|ops|"
    r"individual|first|second|same|responsible|\w+ team'?s?) )*"
    r"(?:engineers?|developers?|operators?|technicians?|admin(?:istrator)?s?|employees?|colleagues?|contractors?|interns?|"
    r"members? of (?:staff|the team)|team members?|staff|persons?|someone|somebody|reviewers?|authors?|managers?|"
    r"responders?|(?:\w+ )?teams?|on-?calls?|sysadmins?|DBAs?|SREs?|devs)"
)
_OTHER = rf"(?:he|she|they|nobody|no one|(?:the|an?|our|one|some|this|that|these|all|only) (?:of the )?{_ROLE}|{_ROLE})"
_ANYONE = rf"(?:we|I|you|{_OTHER})"
_HUMAN_VERB = (
    r"(?:checked|noticed|caught|seen|known|tested|verified|reviewed|read|communicated|told|informed|asked|raised|escalated|"
    r"followed|realised|realized|remembered|thought|considered|looked|monitored|spotted|paid|updated|documented|done|"
    r"addressed|rushed|prevented|anticipated|validated|fixed|acted|reacted|responded|prioriti[sz]ed|planned|understood|"
    r"been (?:more )?(?:aware|careful|addressed|caught|noticed|tested|checked|reviewed|spotted|communicated|told|informed|"
    r"rushed|prevented|verified|validated|escalated|raised|fixed|anticipated|prioriti[sz]ed|paying))"
)
_NEGLECTED = (
    r"(?:check|notice|verify|realise|realize|communicate|test|follow|understand|read|inform|tell|remember|review|validate|"
    r"escalate|respond|react|document|consider|think|ask|spot|see|pay attention|do (?:so|it|this))"
)
_WORDS = r"(?: [^\s,.;:!?()]+){0,14}"
_REST = rf"(?P<rest>{_WORDS})"


@dataclass(frozen=True)
class Phrase:
    """A blaming phrase as it stands, the sentence around it, the kind of blame, and what to write instead."""

    phrase: str
    sentence: str
    kind: str
    rewrite: str


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    rewrite: Callable[[Match], str]


def _say(text: str) -> Callable[[Match], str]:
    return lambda _: text


def _with_rest(text: str, otherwise: str) -> Callable[[Match], str]:
    def write(found: Match) -> str:
        rest = found["rest"].strip()
        return text.format(rest=rest) if rest else otherwise

    return write


_RULES = (
    _Rule(
        "human error as a cause",
        worded(r"\b(?:human|user|operator|pilot|engineer|personnel|employee|people) (?:errors?|mistakes?)\b"),
        _say("Name what made the action easy to take and hard to notice: the tool, the prompt, the missing check."),
    ),
    _Rule(
        "a judgement of character",
        worded(
            r"\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|incompeten(?:t|ce)|slopp(?:y|ily|iness)|reckless(?:ly|ness)?|"
            r"irresponsib(?:le|ly)|inattenti(?:ve|veness|on)|unprofessional|laziness|"
            r"stupid(?:ly|ity)?|(?:lack of|not paying|without paying|more) (?:attention|diligence|discipline)|"
            r"(?:didn't|did not|never) bother(?:ed)? to)\b"
        ),
        _say("Say what the person saw and what the procedure asked for at that moment; leave the adjective out."),
    ),
    _Rule(
        "putting it on someone",
        worded(
            rf"\b(?:{_ANYONE} (?:is|was|are|were) (?:to blame|at fault)|(?:his|her|their|my|your) (?:own )?fault|"
            rf"the fault of {_OTHER}|{_OTHER}'s? (?:own )?(?:fault|mistake|error)|"
            rf"(?:mistakes?|errors?) (?:(?:was|were|is) )?(?:made )?(?:here )?by {_OTHER}|"
            rf"{_OTHER} made (?:an?|the|this|that) (?:\w+ )?(?:mistake|error))\b"
        ),
        _say("Describe the action and the conditions that let it have this effect, without an owner of the fault."),
    ),
    _Rule(
        "neglect",
        worded(rf"\b(?:(?:had |has |have )?forg(?:ot|otten) to|neglected to|omitted to){_REST}"),
        _with_rest("No step, reminder or check would have made sure to {rest}.", "No step or check asked for it."),
    ),
    _Rule(
        "neglect",
        worded(rf"\b{_ANYONE} (?:had |have |has )?failed to (?P<rest>{_NEGLECTED}\b{_WORDS})"),
        _with_rest("Nothing in the procedure or the tools led people to {rest}.", "Nothing led people to do it."),
    ),
    _Rule(
        "hindsight",
        worded(
            rf"\b(?:{_ANYONE}(?: all| really| also)? (?:should|could|ought to)(?:'ve|(?:n't| not)? (?:really |also |probably )?have) "
            rf"{_HUMAN_VERB}|(?:should|ought to)(?:n't| not)? (?:really |probably )?have been (?:more )?(?:careful|addressed|"
            r"caught|noticed|checked|reviewed|tested|spotted|communicated|told|informed|rushed|verified|escalated|raised|"
            r"prioriti[sz]ed|fixed (?:earlier|sooner|before)))\b"
        ),
        _say("Say what was known at that time, and what would have to be in place for it to be seen sooner."),
    ),
    _Rule(
        "what somebody did not know",
        worded(
            rf"\b{_OTHER} (?:(?:was|were)(?:n't| not) (?:fully |really )?aware|(?:was|were) unaware|"
            r"(?:did not|didn't|had not|hadn't) (?:even |really |fully )?(?:realis|realiz|know|think|notice|check|read|understand|"
            r"understood|follow|known|checked|noticed|thought|communicat)(?:e|ed)?)\b"
        ),
        _say("Say what was visible from where people stood, and where the information was kept."),
    ),
    _Rule(
        "a person or team as the cause",
        worded(
            rf"\b(?:he|she|they|(?:the|an?|our|one) (?:of the )?{_ROLE}|{_ROLE}) "
            r"(?:had )?(?:accidental|mistaken|inadvertent|wrong|incorrect|erroneous|unintentional|blind|prematur|improper)(?:ly|ely) "
            r"\w+"
        ),
        _say("Make the change or the tool the subject: what was changed, and what let it through."),
    ),
    _Rule(
        "a person or team as the cause",
        worded(
            rf"\b(?:only (?:one|1|a few) {_ROLE} (?:\w+ed|did)\b|{_ROLE} still (?:haven't|hasn't|have not|has not|don't|didn't)\b)"
        ),
        _say("Say what makes it hard to do, and who needs what to be able to; leave the count of who did out."),
    ),
)
# A person's name as the subject of neglect or of a slip; systems do none of these.
_NAMED = re.compile(
    r"(?<!\w)(?P<name>@[\w-]+|[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?:had )?"
    r"(?:forgot to\b|neglected to\b|should(?:n't| not)? have\b|did(?:n't| not) (?:realise|realize|think|bother|remember)\b|"
    r"made a mistake\b|(?:carelessly|mistakenly|accidentally|inadvertently) \w+)"
)
_NOT_NAMES = frozenset(
    [
        "We",
        "I",
        "You",
        "He",
        "She",
        "They",
        "It",
        "This",
        "That",
        "These",
        "Those",
        "The",
        "An",
        "A",
        "Which",
        "Who",
        "What",
        "There",
        "And",
        "But",
        "Also",
        "Someone",
        "Somebody",
        "Nobody",
        "Users",
        "Customers",
        "Teams",
        "Engineers",
        "Developers",
        "Operators",
        "People",
        "Everyone",
        "All",
        "One",
        "Some",
        "Our",
    ]
)
# What only documents for people who fill in a form say.
_FORM = re.compile(
    r"\b(?:sample subheadings|every action item should|things that could have|what could we have)\b", re.I
)
# "User error rates" and "lazily loaded" are about software.
_ABOUT_SOFTWARE = worded(
    r"\b(?:user|people|employee) errors? (?:rates?|messages?|codes?|pages?|reports?|counts?|handling|logs?|budgets?|responses?)"
)
# Every blaming phrase holds one of these: what decides cheaply which texts and sentences are looked at closely.
CUE = (
    r"(?i)(?:human|user|operator|pilot|engineer|personnel|employee|people) (?:error|mistake)|careless|negligen|incompeten|"
    r"slopp[yi]|reckless|irresponsib|inattenti|unprofessional|laziness|stupid|attention|diligence|discipline|bother|"
    r"to blame|at fault|['’]s? fault|(?:his|her|their|my|your|own) fault|fault of|mistakes? |errors? (?:was |were |is )?(?:made )?(?:here )?by|"
    r"made (?:an?|the|this|that) |forg[oe]t|neglected|omitted to|failed to|should|could|ought|"
    r"aware|did(?:n['’]t| not) |had(?:n['’]t| not) |accidental|mistaken|inadvertent|wrong(?:ly)|incorrectly|erroneously|"
    r"unintentionally|blindly|prematurely|improperly|only (?:one|1|a few) |still (?:have|has|do|did)"
)
_CUE = worded(CUE)
_SOFT_BREAK = re.compile(r"(?<=[\w,;'’)])\n(?=[a-z(])(?!\w+:)")
_CODE = re.compile(r"`[^`]*`|https?://\S+|<[^>]{1,300}>")
# A list's mark, or the name of a field of a record.
_LABEL = re.compile(r"^(?:[-*+|>#]+\s+|\w+_\w+:\s+)")
_LONGEST = 600


def blaming_phrases(text: str) -> Iterator[Phrase]:
    """The blaming phrases of a text, in its order, at most one a sentence; names of people are left out."""
    if not _CUE.search(text):
        return
    told: set[str] = set()
    for sentence in sentences(_SOFT_BREAK.sub(" ", _CODE.sub(" ", text.replace("’", "'")))):
        if len(sentence) > 2 * _LONGEST or not _CUE.search(sentence):
            continue
        shown = _LABEL.sub("", plain(sentence)).strip(" |")
        found = None if _FORM.search(shown) or _ABOUT_SOFTWARE.search(shown) else _first(shown)
        if found is not None and found.sentence not in told:
            told.add(found.sentence)
            yield found


def _first(sentence: str) -> Phrase | None:
    named = next((m for m in _NAMED.finditer(sentence) if m["name"].split()[0] not in _NOT_NAMES), None)
    if named is not None:
        hidden = sentence.replace(named["name"], "[a person]")
        phrase = named[0].replace(named["name"], "[a person]")
        rewrite = "Leave the name out; say what the procedure and the tools allowed at that moment."
        return Phrase(phrase, hidden, "a person or team as the cause", rewrite)
    for rule in _RULES:
        found = rule.pattern.search(sentence)
        if found is not None:
            return Phrase(found[0].strip(), sentence, rule.kind, rule.rewrite(found))
    return None
