"""From incident prose to terms: masking, light stemming, concepts.

What is masked: service names, hosts, identifiers, numbers, paths, code and log lines. They tell which machine
failed, not how it failed, and would otherwise gather texts by service.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from etl.analysis.theme_concepts import CONCEPT_WEIGHT, CONCEPTS
from etl.analysis.theme_words import STOP_WORDS

Kind = Literal["cause", "remediation"]

CODE = re.compile(r"```.*?```|`[^`\n]*`|<[^>\n]{1,200}>", re.DOTALL)
LOG_LINE = re.compile(
    r"^\s*(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*"  # a time stamp
    r"|\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL)\b[\]:]"
    r"|at \S+\(|\$ ).*$",  # a stack frame, a shell prompt
    re.MULTILINE,
)
# Headings of a status page's updates, which stand inside the text that was put together from them.
STATUS_LABEL = re.compile(
    r"\b(?:update|resolved|monitoring|investigating|identified|description|summary|diagnosis|workaround|symptoms?"
    r"|preliminary root cause|root cause|mitigation|next steps?|status|impact)\s*:",
    re.IGNORECASE,
)
MARKS = re.compile(r"\\[rn]|https?://\S+|\]\([^)\s]*\)|[*_#|]+")
# A word, or anything joined to a digit, dot, slash, colon or underscore (a host, an id, a path, a number).
WORD = re.compile(r"[A-Za-z0-9][\w'’./:@-]*|[^\w\s]")
PLAIN_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
POSSESSIVE = re.compile(r"['’](?:s|S|t|re|ve|ll|d)?$")
TRAILING = ".:/-'’@"
# Stand among the words where a phrase must not run on: a mark of punctuation; something masked.
BREAK = "."
MASKED = "~"
# Begins a term that is a concept and not a stem.
CONCEPT_MARK = "="

SUFFIXES = (
    ("ations", "at"),
    ("ation", "at"),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ions", ""),
    ("ion", ""),
    ("ied", "y"),
    ("ies", "y"),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
)
SHORTEST_STEM = 3


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Take the commonest English endings off a lower-case word, after Harman (1991)'s light stemmers."""
    if word.endswith(("ss", "us", "is")) or len(word) <= SHORTEST_STEM:
        return word
    if len(word) == SHORTEST_STEM + 1:
        return word.removesuffix("s")
    for suffix, replacement in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            word = word.removesuffix(suffix) + replacement
            break
    if len(word) > SHORTEST_STEM + 1 and word[-1] == word[-2] and word[-1] not in "sl":
        return word[:-1]
    return word.removesuffix("e") if len(word) > SHORTEST_STEM + 1 else word


def mask_text(text: str, names: Iterable[str]) -> str:
    """Take code, log lines, links, Markdown marks and the given names out of one text."""
    if "`" in text or "<" in text:
        text = CODE.sub(f" {MASKED} ", text)
    text = LOG_LINE.sub(" ", text)
    text = STATUS_LABEL.sub(" ", MARKS.sub(" ", text))
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = whole_name(name).sub(f" {MASKED} ", text)
    return text


@lru_cache(maxsize=10_000)
def whole_name(name: str) -> re.Pattern[str]:
    """Pattern of one service name standing by itself, in any case."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def distinctive_names(names: Iterable[str]) -> frozenset[str]:
    """Names that can only be names ("pricing-api"), lower-cased: these are masked in every text."""
    return frozenset(name.casefold() for name in names if "-" in name and " " not in name)


@lru_cache(maxsize=200_000)
def words_of_token(token: str) -> tuple[str, ...]:
    """The plain words of one token ("load-balancer" has two); `MASKED` for a number, a host or an id."""
    if not token[0].isalnum():
        return (MASKED,) if token == MASKED else (BREAK,)
    plain = POSSESSIVE.sub("", token.rstrip(TRAILING))
    words = tuple(plain.split("-")) if PLAIN_WORD.fullmatch(plain) else (MASKED,)
    return (*words, BREAK) if token[-1] in ".:" else words


def surface_words(masked_text: str, masked_everywhere: frozenset[str]) -> list[str]:
    """Words of one masked text as they were written, with `BREAK` and `MASKED` between them."""
    words: list[str] = []
    for token in WORD.findall(masked_text):
        is_name = token.rstrip(TRAILING).casefold() in masked_everywhere
        words.extend((MASKED,) if is_name else words_of_token(token))
    return words


Clause = tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """Texts of one kind, cleaned and cut into clauses at their marks of punctuation.

    `words[i]` holds the clauses of text i as written, with `MASKED` among the words; `clauses[i]` the same
    ones as terms (stems of the telling words, and concepts); `n_copies` in how many texts each one stands.
    """

    kind: Kind
    words: tuple[tuple[Clause, ...], ...]
    clauses: tuple[tuple[Clause, ...], ...]
    n_copies: Counter[Clause]

    def terms(self, row: int) -> set[str]:
        """The different terms of one text."""
        return {term for clause in self.clauses[row] for term in clause}

    def clause_weight(self, clause: Clause) -> float:
        """1 / sqrt(n) for a clause of n texts.

        What stands word for word in many texts is a set phrase ("the root cause is still being looked into");
        at full weight it would gather them by their phrasing.
        """
        return float(self.n_copies[clause] ** -0.5)


def read_corpus(texts: Sequence[str], masks: Sequence[Sequence[str]], kind: Kind) -> Corpus:
    """Clean and stem texts; `masks[i]` lists the service names to hide in text i."""
    everywhere = distinctive_names({name for names in masks for name in names})
    words = tuple(
        split_at_breaks(surface_words(mask_text(text, names), everywhere))
        for text, names in zip(texts, masks, strict=True)
    )
    terms = _Terms(kind)
    clauses = tuple(
        tuple(tuple(term for word in clause for term in terms[word]) for clause in found) for found in words
    )
    return Corpus(kind, words, clauses, Counter(clause for found in clauses for clause in set(found)))


def split_at_breaks(words: Sequence[str]) -> tuple[Clause, ...]:
    """Runs of words between one break and the next."""
    clauses: list[list[str]] = [[]]
    for word in words:
        if word == BREAK:
            clauses.append([])
        else:
            clauses[-1].append(word)
    return tuple(tuple(clause) for clause in clauses if clause)


class _Terms(dict[str, tuple[str, ...]]):
    """Word as written -> its stem, if it tells anything, and its concepts; remembers what it has seen."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind: Kind = kind
        self._concepts = concepts_by_stem(kind)

    def __missing__(self, word: str) -> tuple[str, ...]:
        telling = telling_stem(word, self._kind)
        concepts = self._concepts.get(stem(word.lower()), ()) * CONCEPT_WEIGHT[self._kind]
        self[word] = (telling, *concepts) if telling else concepts
        return self[word]


@cache
def concepts_by_stem(kind: Kind) -> dict[str, tuple[str, ...]]:
    """Stem -> terms of the concepts that it names."""
    found: dict[str, list[str]] = {}
    for concept, words in CONCEPTS[kind].items():
        for stemmed in {stem(word) for word in words}:
            found.setdefault(stemmed, []).append(f"{CONCEPT_MARK}{concept}")
    return {stemmed: tuple(sorted(concepts)) for stemmed, concepts in found.items()}


def telling_stem(word: str, kind: Kind) -> str:
    """Stem of a word as written, or "" where it tells nothing about a failure."""
    lowered = word.lower()
    is_telling = len(lowered) >= SHORTEST_STEM and lowered not in STOP_WORDS[kind]
    return stem(lowered) if is_telling else ""
