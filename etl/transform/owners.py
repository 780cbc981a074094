"""Who has taken on a follow-up, read from its own words and from the heading above it."""

from __future__ import annotations

import re

_SUBJECT = re.compile(
    r"^\W*(?:the )?(?P<owner>(?:[A-Z][\w&/]+)(?: [A-Z][\w&]+){0,2}) (?:will|to|has placed|have placed|needs? to|should|shall|are to|is to)\s+(?!be\b)[a-z]"
)
_CALLER = re.compile(
    r"\(\s*(?P<owner>[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?) (?:to|will|calls?|takes?|owns?|is|has|arranges?|follows?)\b[^()]*\)\s*\.?$"
)
_TEAM_SUBJECT = re.compile(r"\b(?P<owner>[A-Z][\w&/]+(?: [A-Z][\w&]+){1,2}) will\s+[a-z]")
_NO_OWNER = re.compile(
    r"(?i)^(we|i|it|this|that|there|they|already|also|then|now|just|finally|all|every\w*|some\w*|no\w*|any\w*|what|which|how|you|pods?|nodes?|alerts?|tests?|team members|[a-z]*(?:ing|tion|ment|er)|users?|customers?|applications?|services?|need|plan|try|continue|want|remember|agree|start|look|ask|way|ways|how|options?|ability|check|work|move|runbook|spike|decide|consider|find|ensure|able|attempt|prepare|ticket|proposal|process|post|have|go|update|code|script|pr|mr)$"
)
_TEAM_WORD = re.compile(
    r"(?i)\b(team|leads?|platform|sre|devops|devex|engineering|ops|operations|security|infrastructure|support|on-?call|management|owners?|developers?)\b"
)
_ASSIGNED = re.compile(
    r"^\W*(?P<owner>[A-ZÀ-Þ][\w'’-]{1,14}(?:(?:, | and | & |/|\+)[A-ZÀ-Þ][\w'’-]{1,14}){0,3}) to (?:also )?(?:add|address|analy[sz]e|arrange|ask|book|chase|check|clarify|clean|come up|confirm|contact|coordinate|create|decide|deploy|discuss|document|draft|ensure|escalate|evaluate|explore|file|find|fix|follow|get|help|implement|improve|investigate|look|make|meet|merge|move|open|organi[sz]e|own|post|prepare|propose|provide|publish|push|put|raise|reach|remove|replace|report|research|review|revisit|rewrite|run|schedule|send|set|share|speak|sync|take|talk|test|track|update|verify|work|write)\b"
)
""" "Ed to write it down": what follows is asked of a person."""
_WILL = re.compile(
    r"^\W*(?P<owner>[A-ZÀ-Þ][\w'’-]{1,14}) (?:will|should|shall|is going to) (?:also )?(?:ask|contact|coordinate|discuss|document|draft|follow up|investigate|look|organi[sz]e|raise|reach out|research|review|speak|talk|work|write)\b"
)
_TEAM = re.compile(
    r"^\W*(?:[Tt]he |[Oo]ur )?(?P<owner>(?!(?i:the|our|a|an|this|each|every|whole|entire|other) )(?:[\w&/-]+ ){1,3}[Tt]eam) (?:will|to|should|shall|must|needs? to|is going to|has to) (?:also )?[a-z]"
)
_GIVEN_TO = re.compile(
    r"(?i:\b(?:assigned to|owned by|led by|driven by|taken by|owner is)):? (?:the )?(?P<owner>@?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?(?: [Tt]eam)?|(?:[\w&/-]+ ){1,2}[Tt]eam)\b"
)
TEAM_ALONE = re.compile(r"(?!(?i:the|our|your|whole|entire) )(?:[\w&/-]+ ){1,3}[Tt]eam")
NAME_ALONE = re.compile(r"@?[A-ZÀ-Þ][a-zà-ÿ'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?")
""" "(platform team)", "(Kim, done)"."""
_THING = re.compile(
    r"(?i)\b(access|action|agent|alarm|alert|api|app|backup|bot|button|change|chart|check|checklist|class|cli|code|command|config|cron|dashboard|database|diagram|doc|docs|documentation|endpoint|feature|field|fix|flag|form|framework|function|graph|guide|hook|idea|issue|item|job|library|link|list|log|logging|logs|mechanism|message|metric|metrics|model|module|monitor|monitors|notes|page|patch|pipeline|playbook|plugin|policy|procedure|query|queue|report|request|review|rule|runbook|schema|script|section|server|service|session|site|software|status|step|steps|story|system|table|task|template|test|tests|time|tool|tooling|training|usage|version|view|watchdog|webhook|website|wiki|workflow|wrapper|aim|attempt|chance|commit|due|goal|happy|how|intent|next|opportunity|remind|reminder|right|room|similar|something|subject|thanks|up|used|where|whether|who|why)\b"
)
_BY = re.compile(
    r"^\W*(?P<owner>[A-Z][a-zà-ÿ]{1,14}) (?:has |have )?(?:already |also |now )?(?:added|built|cleaned|created|deployed|fixed|implemented|merged|moved|opened|removed|rewrote|wrote)\b"
)
_AT = re.compile(r"(?:^|[\s(\[`])@(?P<owner>[A-Za-z][\w-]{1,38})\b")


def told_owner(raw: str) -> str | None:
    """The one of whom an item's words say that they do it: "@kim", "(Kim calls the vendor)", "DevEx will ...", "Kim to ..."."""
    if at := at_name(raw):
        return at
    if (caller := _CALLER.search(raw)) and not _NO_OWNER.match(caller["owner"]):
        return caller["owner"]
    if (subject := _SUBJECT.match(raw)) and _is_owner(subject):
        return subject["owner"]
    for pattern in (_ASSIGNED, _BY, _WILL):
        if (named := pattern.match(raw)) and is_someone(named["owner"]):
            return named["owner"]
    if given := _TEAM.match(raw) or _GIVEN_TO.search(raw):
        return given["owner"]
    if " will" in raw and (team := _TEAM_SUBJECT.search(raw)) and _TEAM_WORD.search(team["owner"]):
        return team["owner"]
    return None


def at_name(said: str) -> str | None:
    """ "Alerts configured @kim"."""
    at = _AT.search(said) if "@" in said else None
    return at["owner"] if at else None


_VERB = re.compile(
    r"(?i)^(add|adopt|allow|apply|assign|avoid|build|change|clean|close|configure|create|define|delete|deploy|describe|develop|disable|document|enable|enforce|evaluate|explore|expose|extend|fix|get|give|implement|improve|include|increase|install|introduce|investigate|keep|learn|limit|list|make|merge|migrate|monitor|move|offer|open|prefer|prevent|provide|publish|push|put|raise|reduce|release|remove|replace|require|restart|restore|return|review|roll|run|schedule|see|send|serve|set|share|ship|show|split|stop|store|support|switch|take|test|track|try|turn|upgrade|use|validate|verify|write)$"
)


def is_someone(name: str) -> bool:
    return (
        not _VERB.match(name)
        and not _THING.search(name)
        and not any(_NO_OWNER.match(n) for n in re.split(r"\W+", name) if n)
    )


def _is_owner(subject: re.Match[str]) -> bool:
    """ "DevEx will ...", "Leads to ...": a subject that is someone, not a thing or a verb."""
    name = subject["owner"]
    if _NO_OWNER.match(name):
        return False
    return bool(_TEAM_WORD.search(name)) or (len(name.split()) > 1 and " to " not in subject[0][-8:]) or name.isupper()
