"""Noun phrases of incident prose, found by what stands around them.

No tagger: a run of telling words counts as a phrase where the word before it opens a noun phrase ("the",
"an", "of", a full stop) and the word after it closes one (a small word, a mark). Verbs that slip in are
mostly told by their endings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from etl.analysis.theme_text import Corpus, Kind, telling_stem
from etl.analysis.theme_words import JOINING_WORDS, OPENING_WORDS, split_words

LONGEST_PHRASE = 5
# Endings of words with which a noun phrase does not end ("pool was exhausted", "failed partially").
OPEN_ENDINGS = ("ed", "ly", "ing", "able", "ive", "ous", "ful")
NOUNS_DESPITE_ENDING = split_words(
    """
    alerting autoscaling balancing billing caching clustering encoding engineering hardening indexing
    initialising initializing keying limiting load locking logging mapping monitoring naming peering pooling
    processing provisioning queueing queuing reporting retrying routing scaling scheduling scraping setting
    sharding signing speed stuffing seed testing throttling timing training tracing tuning versioning warning
    archive drive table variable cable
    """
)

Key = tuple[str, ...]


@dataclass
class PhraseCounts:
    """How much each phrase, by its stems, stands in some texts, and how it was written (lower case).

    `n_clauses` sums the weights of the clauses that hold it.
    """

    n_clauses: Counter[Key] = field(default_factory=Counter)
    wordings: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def count_phrases(corpus: Corpus, rows: Sequence[int]) -> PhraseCounts:
    """Count phrases of 1-5 words over some texts, once per clause."""
    counts = PhraseCounts()
    stems = _Stems(corpus.kind)
    for row in rows:
        for words, terms in zip(corpus.words[row], corpus.clauses[row], strict=True):
            weight = corpus.clause_weight(terms)
            phrases = noun_phrases(words, stems)
            found = {(phrase_key(phrase, stems), " ".join(phrase).lower()) for phrase in phrases}
            for key in {key for key, _ in found}:
                counts.n_clauses[key] += weight  # type: ignore[assignment]
            for key, wording in found:
                counts.wordings[key][wording] += 1
    return counts


class _Stems(dict[str, str]):
    """Word as written -> its stem, or "" where it tells nothing."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind: Kind = kind

    def __missing__(self, word: str) -> str:
        self[word] = telling_stem(word, self._kind)
        return self[word]


def phrase_key(phrase: Sequence[str], stems: dict[str, str]) -> Key:
    """Stems of a phrase, sorted, so that "expired certificate" and "certificates expired" are one."""
    return tuple(sorted({stems[word] for word in phrase if stems[word]}))


def noun_phrases(words: Sequence[str], stems: dict[str, str]) -> Iterator[Sequence[str]]:
    """Single telling words, and runs of 2-5 words that look like noun phrases."""
    for start, first in enumerate(words):
        if not stems[first]:
            continue
        yield words[start : start + 1]
        if first.lower().endswith("ly") or (start and words[start - 1].lower() not in OPENING_WORDS):
            continue
        for end in range(start + 2, min(start + LONGEST_PHRASE, len(words)) + 1):
            phrase = words[start:end]
            if not may_run_on(phrase, stems):
                break
            if stems[phrase[-1]] and closes(words, end, stems) and is_noun(phrase[-1]):
                yield phrase


def may_run_on(phrase: Sequence[str], stems: dict[str, str]) -> bool:
    """Whether a phrase holds at most one joining word, after a noun, and otherwise only telling ones."""
    joining = [place for place, word in enumerate(phrase) if not stems[word]]
    return len(joining) <= 1 and all(
        phrase[place].lower() in JOINING_WORDS and is_noun(phrase[place - 1]) for place in joining
    )


def closes(words: Sequence[str], end: int, stems: dict[str, str]) -> bool:
    """Whether a noun phrase may end before `words[end]`: at the text's end or a word that tells nothing."""
    return end == len(words) or not stems[words[end]]


def is_noun(word: str) -> bool:
    """Whether the last word of a phrase can be a noun, by its ending."""
    lowered = word.lower()
    return lowered in NOUNS_DESPITE_ENDING or not lowered.endswith(OPEN_ENDINGS)
