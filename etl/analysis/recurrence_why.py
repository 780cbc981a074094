"""Why two incidents look like one failure: the sentences of theirs that say most nearly the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from etl.analysis.similar import read_terms, written_terms
from etl.transform.prose import plain, sentences

FEWEST_SHARED = 2
LEAST_LIKENESS = 0.2
MOST_SENTENCES = 60
# The inverse document frequency, 1 + ln(n / users), of a term that one in e incidents uses.
TELLS_NOTHING = 2.0
MOST_WORDS = 5


@dataclass(frozen=True)
class SharedSentence:
    """A sentence of the later incident, the one of the earlier that is nearest to it, and the words that make it so."""

    later: str
    earlier: str
    words: tuple[str, ...]
    likeness: float


def terms_told(texts: Iterable[str | None]) -> set[str]:
    """The terms of some texts: what `rarity` must be known of."""
    return {term for text in texts if text for term in read_terms(text)}


def shared_sentences(
    later: Iterable[str | None], earlier: Iterable[str | None], rarity: Mapping[str, float], most: int = 2
) -> list[SharedSentence]:
    """The pairs of sentences that say most nearly the same, the nearest first; no sentence is used twice.

    `later` and `earlier` are the texts of two incidents, `rarity` the inverse document frequency of each term (those
    not in it count as rare): what a third of all incidents say, such as that something was being looked into, tells
    nothing. The likeness is a cosine in which each term counts once, by its rarity; sentences with fewer than two
    shared terms, or less than `LEAST_LIKENESS`, are no evidence. Of two pairs that one comes first in which likeness
    times the rarity of what is shared is greater.
    """
    usual = max([*rarity.values(), TELLS_NOTHING + 1])
    own, others = (_weighed(texts, rarity, usual) for texts in (later, earlier))
    pairs = []
    for one, (weights, length) in own.items():
        for other, (other_weights, other_length) in others.items():
            shared = weights.keys() & other_weights.keys()
            if len(shared) >= FEWEST_SHARED:
                likeness = sum(weights[term] ** 2 for term in shared) / (length * other_length)
                worth = likeness * sum(weights[term] for term in shared)
                pairs.append((worth, likeness, one, other, shared))
    pairs.sort(key=lambda pair: (-pair[0], pair[2], pair[3]))
    found: list[SharedSentence] = []
    used: set[str] = set()
    for _, likeness, one, other, shared in pairs:
        if len(found) == most:
            break
        if likeness >= LEAST_LIKENESS and not {one, other} & used:
            used |= {one, other}
            found.append(SharedSentence(one, other, _words(one, shared, own[one][0]), likeness))
    return found


Weighed = dict[str, tuple[dict[str, float], float]]


def _weighed(texts: Iterable[str | None], rarity: Mapping[str, float], usual: float) -> Weighed:
    """Each different sentence with the weights of its terms, and the length of that vector."""
    found: Weighed = {}
    told = (plain(sentence) for text in texts if text for sentence in sentences(text))
    for sentence in list(dict.fromkeys(told))[:MOST_SENTENCES]:
        weighed = ((term, rarity.get(term, usual) - TELLS_NOTHING) for term in read_terms(sentence))
        weights = {term: weight for term, weight in weighed if weight > 0}
        if weights:
            found[sentence] = weights, sqrt(sum(weight**2 for weight in weights.values()))
    return found


def _words(sentence: str, shared: set[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """The words of a sentence that stand for the shared terms, the rarest first."""
    written = [(weights[term], word.casefold()) for term, word in written_terms(sentence) if term in shared]
    ranked = sorted(
        dict.fromkeys(word for _, word in written), key=lambda word: -max(w for w, of in written if of == word)
    )
    return tuple(ranked[:MOST_WORDS])
