"""Is a follow-up actionable, specific and bounded, and do those that are not get done less?

The three criteria, and the kinds of wording that miss them, are those of Google's SREs: J. Lunney, S. Lueder and B. Beyer,
"Postmortem Action Items: Plan the Work and Work the Plan", ;login: 42 (1), 2017, repeated in the SRE workbook, chapter 10.
Actionable: a verb with an outcome. Specific: a scope as narrow as possible. Bounded: one can tell when it is finished.
The rules are for English; they look for wording that misses a criterion and leave the rest alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt

import pandas as pd
from scipy.stats import norm

from etl.analysis.survival import DurationCounts, Estimate, completed_within, cumulative_incidence
from etl.transform.patterns import worded

CRITERIA = ("actionable", "specific", "bounded")
CONFIDENCE = 0.95

_OPENING = re.compile(
    r"^(?:[\W\d_]+|\[[^\]]{1,40}\]\s*|(?:also|please|then|and|finally|additionally)[\s,]+|"
    r"(?:we|you|they|teams?|our \w+ team|the \w+ team|our team) (?:should|will|shall|must|can|could|need to|have to|are going to|"
    r"want to|plan to|would like to) (?:also |now |still )?|(?:should|need to|try to|to) )+",
    re.IGNORECASE,
)
_THOUGHT = worded(
    r"^(?:consider|investigat|look(?:ing)? (?:in ?to|at)|think|discuss|explor|assess|evaluat|re-?evaluat|re-?assess|figur\w* out|"
    r"understand|be aware|be more|remember|have a (?:talk|chat|discussion|think|look)|talk (?:to|with|about)|find out|reflect|"
    r"see (?:if|whether|how)|check (?:if|whether|how)|determin|analy[sz]|research|spike|brainstorm|review(?:ing)? (?:of|and|the|our|all|current|existing)\b)\w*"
)
_VERB = worded(
    r"\b(?:add|adapt|adjust|agree|alert|align|allow|announce|apply|archive|ask|assert|assign|audit|automat|avoid|back ?up|ban|block|"
    r"bring|build|bump|cache|cap|catch|chang|check|choos|clean|clear|clos|collect|compar|complet|configur|connect|convert|copy|"
    r"cordon|cover|creat|cull|cut|declin|decoupl|defin|delet|deliver|deploy|deprecat|derive|describ|design|detect|disabl|display|"
    r"distribut|document|downgrad|drain|drill|drop|emit|enabl|encrypt|enforc|establish|exclud|expand|expir|expos|extend|fail|"
    r"fence|filter|fix|flag|forbid|forward|gate|generat|get|give|grant|graph|group|guard|handl|ignor|harden|hide|hold|host|implement|"
    r"import|improv|includ|increas|install|instrument|integrat|introduc|invest|isolat|issu|keep|label|let|limit|list|load|lock|log|"
    r"lower|make|map|mark|measur|merg|migrat|mirror|modif|monitor|mov|mut|name|notif|offer|open|order|pace|page|pause|pin|"
    r"plan|post|practi[cs]|preload|prepar|prevent|print|prioriti[sz]|probe|prob|process|promot|protect|prove|provid|provision|publish|"
    r"purg|push|put|quarantin|rais|rate-?limit|read|rebuild|record|reduc|refactor|refus|register|rehears|reject|releas|"
    r"reload|remov|renam|renew|repair|replac|replicat|report|requir|resolv|restart|restor|restrict|retir|retry|return|"
    r"revert|revok|rewrit|roll|rotat|rout|run|sav|scale|scan|schedul|script|send|separat|set|setup|shard|share|shed|ship|shorten|show|"
    r"shrink|shut|sign|simplif|split|spread|stagger|standardi[sz]|start|stop|stor|stream|streamlin|strengthen|support|suspend|switch|"
    r"sync|synchroni[sz]|tag|teach|tell|test|throttl|tighten|track|train|trigger|trim|tun|turn|unify|updat|upgrad|us|validat|verif|"
    r"version|warm|warn|watch|withdraw|wrap|writ|siz|explain|abort|onboard|offboard|augment|accept|cancel|reserv|plac|key|calculat|speak|count|round|tak|work|check)(?:e|ed|es|s|ing|ting|ning|ping|ging|ding|ling|ies|y|ied|ying|ate|ates|ating|ated)?\b"
)
_SAYS = worded(r"\b(?:should|must|will|shall|has|have|are|is|was|were|be|been|do|does|can|need|needs)\b")
# No list of verbs is complete: a long item is taken to hold one.
_SHORT = 9
_ARTICLE = re.compile(r"(?:an?|the|some|more|additional|further) ", re.IGNORECASE)
_WISH = worded(
    r"\b(?:improv|enhanc|better|strengthen|optimi[sz]|increas|rework|revisit|refin|harden|streamlin)\w* (?:the |our |your |all |overall |"
    r"general |existing )*(?:monitoring|alert\w*|documentation|docs|process\w*|communications?|test\w*|tooling|tools|resilien\w+|reliab\w+|"
    r"robust\w+|stability|quality|observability|coverage|visibility|performance|awareness|training|procedures?|operations|reviews?)\b"
)
_NAMELESS = worded(
    r"\b(?:fix(?:es|ing)?|resolv\w+|address(?:ing)?|solv\w+|handl\w+) (?:the |this |that |these |those |any |all |known |open |"
    r"underlying |root )*(?:issues?|problems?|bugs?|it|them|cause|things?|incident)\b|\b(?:something|things|stuff)\b|"
    r"\bmore generally\b|\b(?:catch\w*|prevent\w*|detect\w*|avoid\w*|handl\w*|find\w*) (?:any |all )?(?:similar|such|these|this (?:kind|type|sort) of|"
    r"future|other) (?:issues?|problems?|incidents?|scenarios?|failures?|occurrences?|bugs?|errors?)\b"
)
_ANCHOR = re.compile(
    r"[`\"“]|\d|[/_]|\w-\w|(?<=\S )[A-Z]\w+|\b(?:for|of|on|in|from|when|before|after|between|with|so that|to|by|if|whenever|against|across)\b"
)
_NAMED_THING = re.compile(r"[`\"“]|\d|\w-\w|\w/\w|(?<=\S )[A-Z]\w+|[a-z][A-Z]")
_ENDLESS = worded(
    r"^(?:continu(?:e|ing) |keep(?:ing)? (?:on|an eye|up|monitoring|watching|investigating|improving|looking|working)|always |never |"
    r"regularly |constantly |encourag\w+ |striv\w+ )|"
    r"\b(?:make sure|ensur\w+|remember|remind\w*) (?:that |to )?(?:we|everyone|everybody|people|engineers?|developers?|operators?|teams?|"
    r"the team|the on-?call|responders?|staff|all of us)\b|^(?:make sure|ensure) to\b|\b(?:constantly|more (?:often|careful\w*|attention|"
    r"frequently|diligent\w*)|be careful|as needed|where(?:ver)? possible|if possible|as much as possible|on an ongoing basis)\b"
)
_LOOSE = worded(
    r"(?:^|\b(?:need|needs|get|have|want) )(?:(?:a|some|much) )?(?:better|faster|easier|more (?:robust|resilient|reliable|training|monitoring|"
    r"alert\w*|test\w*|documentation))\b|\b(?:make|making|be|become|becomes) (?:\S+ ){0,5}?(?:more (?:robust|resilient|reliable|efficient|stable|scalable|"
    r"visible|intuitive)|faster|better|easier)\b"
)
_MEASURE = re.compile(
    r"\d|\b(?:at least|at most|below|above|within|until|every|no longer|zero|none|all)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Judgement:
    """For each criterion the words that miss it, or None where nothing says so."""

    actionable: str | None
    specific: str | None
    bounded: str | None

    @property
    def missed(self) -> tuple[str, ...]:
        """The criteria that the item misses, in their order."""
        return tuple(name for name in CRITERIA if getattr(self, name) is not None)


def judge(text: str) -> Judgement:
    """What in the wording of one follow-up misses a criterion."""
    said = " ".join(text.split())
    core = _OPENING.sub("", said)
    return Judgement(_not_actionable(said, core), _not_specific(core), _not_bounded(core))


def _not_actionable(said: str, core: str) -> str | None:
    thought = _THOUGHT.search(core)
    if thought:
        return thought[0].strip()
    if said.endswith("?"):
        return "?"
    is_short = len(core.split()) <= _SHORT or bool(_ARTICLE.match(core))
    return "no verb" if is_short and not _VERB.search(core) and not _SAYS.search(core) else None


def _not_specific(core: str) -> str | None:
    nameless = _NAMELESS.search(core)
    rest = core if nameless is None else core.replace(nameless[0], "", 1)
    if nameless is not None and not _NAMED_THING.search(rest):
        return nameless[0]
    wish = _WISH.search(core)
    return wish[0] if wish and not _ANCHOR.search(core[wish.end() :]) else None


def _not_bounded(core: str) -> str | None:
    endless = _ENDLESS.search(core)
    if endless:
        return endless[0].strip()
    loose = _LOOSE.search(core)
    return loose[0] if loose and not _MEASURE.search(core) else None


def judge_items(texts: pd.Series[str]) -> pd.DataFrame:
    """One row per text, with its index: actionable, specific, bounded (the words that miss it, or None), is_sound."""
    unique = {text: judge(text) for text in texts.unique()}
    rows = [(*(getattr(unique[text], name) for name in CRITERIA), not unique[text].missed) for text in texts]
    return pd.DataFrame(rows, columns=[*CRITERIA, "is_sound"], index=texts.index)


@dataclass(frozen=True)
class CompletionComparison:
    """Completion within N days of sound and of other items, and the difference (other minus sound)."""

    n_sound: int
    n_other: int
    sound: Estimate
    other: Estimate
    difference: Estimate


def compare_completion(sound: DurationCounts, other: DurationCounts, n_days: int) -> CompletionComparison:
    """Cumulative incidence of done at `n_days` in two groups, and their difference with a normal interval.

    The variance of the difference is the sum of the two variances (delta method), as the groups are independent.
    Where one group cannot be told at that day, the difference is unknown.
    """
    shares = [completed_within(counts, n_days) for counts in (sound, other)]
    if shares[0].value is None or shares[1].value is None:
        gap = Estimate(None, None, None)
    else:
        width = norm.ppf((1 + CONFIDENCE) / 2) * sqrt(_variance(sound, n_days) + _variance(other, n_days))
        value = shares[1].value - shares[0].value
        gap = Estimate(value, value - width, value + width) if width > 0 else Estimate(value, None, None)
    return CompletionComparison(sound.n_follow_ups, other.n_follow_ups, shares[0], shares[1], gap)


def _variance(counts: DurationCounts, n_days: int) -> float:
    curve = cumulative_incidence(counts)
    reached = curve.loc[curve["days"] <= n_days, "variance"]
    return 0.0 if reached.empty else float(reached.iloc[-1])
