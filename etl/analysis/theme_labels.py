"""Names for themes that people understand at a glance, made of words from their own texts.

A phrase is scored by class-based TF-IDF (Grootendorst 2022): the share of the theme's texts that use all
of its words, in whatever order, weighted by how few other texts do; twice that where it names what the
theme's leading concept is about. The best noun phrase names the theme, in its most frequent wording,
after the leading concept where the phrase itself does not tell it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from etl.analysis.theme_phrases import Key, PhraseCounts, count_phrases
from etl.analysis.theme_text import BREAK, CONCEPT_MARK, Corpus, concepts_by_stem

MOST_READ = 150
MOST_CANDIDATES = 150
N_TERMS = 7
FEWEST_STANDING = 2


@dataclass(frozen=True)
class ThemeWording:
    """Label and terms of one theme."""

    label: str
    terms: list[str]


def name_themes(corpus: Corpus, rows_by_theme: Sequence[Sequence[int]]) -> list[ThemeWording]:
    """Label each theme from its texts (`rows_by_theme`: most central first), every label distinct."""
    read = [list(rows)[:MOST_READ] for rows in rows_by_theme]
    usage = Usage.of(corpus, read)
    forms = usual_forms(corpus, [row for rows in read for row in rows])
    concepts = concepts_by_stem(corpus.kind)
    taken: set[str] = set()
    named = []
    for theme, rows in enumerate(read):
        found = count_phrases(corpus, rows)
        scores = {key: usage.score(key, theme) for key in candidate_keys(found)}
        terms = pick_terms(found, scores, forms)
        leading = usage.leading_concept(theme)
        labels = ranked_labels(found, scores, leading, concepts)
        label = first_free([*labels, *listed_labels(terms, leading)], forms, taken)
        taken.add(label.casefold())
        named.append(ThemeWording(label, terms))
    return named


@dataclass(frozen=True)
class Usage:
    """Which of the read texts use each stem, and how many texts each theme has."""

    users: dict[str, set[int]]
    theme_of: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, corpus: Corpus, rows_by_theme: Sequence[Sequence[int]]) -> "Usage":
        """Index the texts of all themes."""
        users: dict[str, set[int]] = defaultdict(set)
        themes: list[int] = []
        for theme, rows in enumerate(rows_by_theme):
            for row in rows:
                for stem in set(corpus.stems[row]):
                    users[stem].add(len(themes))
                themes.append(theme)
        theme_of = np.array(themes, dtype=np.int64)
        return cls(users, theme_of, np.bincount(theme_of, minlength=len(rows_by_theme)))

    def score(self, key: Key, theme: int) -> float:
        """Share of the theme's texts that use all the stems, times its rarity over the themes."""
        users = set.intersection(*(self.users[stem] for stem in key))
        shares = np.bincount(self.theme_of[list(users)], minlength=len(self.sizes)) / self.sizes
        own = float(shares[theme])
        return own * float(np.log1p(1 / max(float(shares.sum()), 1e-9)))

    def leading_concept(self, theme: int) -> str | None:
        """The most telling concept (marked) of those that half of the theme's texts name."""
        half = self.sizes[theme] / 2
        own = {
            term: int((self.theme_of[list(users)] == theme).sum())
            for term, users in self.users.items()
            if term.startswith(CONCEPT_MARK)
        }
        leading = sorted(
            (term for term, n_users in own.items() if n_users >= half),
            key=lambda term: (-self.score((term,), theme), term),
        )
        return leading[0] if leading else None


def candidate_keys(found: PhraseCounts) -> list[Key]:
    """Every single word, and the most frequent longer phrases."""
    longer = sorted(
        (key for key in found.n_texts if len(key) > 1), key=lambda key: (-found.n_texts[key], key)
    )
    return [key for key in found.n_texts if len(key) == 1] + longer[:MOST_CANDIDATES]


def pick_terms(found: PhraseCounts, scores: dict[Key, float], forms: dict[str, str]) -> list[str]:
    """The most telling single words, in the form in which they are mostly written."""
    singles = sorted((key for key in scores if len(key) == 1), key=lambda key: (-scores[key], key))
    return [written(most_frequent(found.wordings[key]), forms) for key in singles[:N_TERMS]]


def ranked_labels(
    found: PhraseCounts, scores: dict[Key, float], leading: str | None, concepts: dict[str, tuple[str, ...]]
) -> list[str]:
    """Noun phrases of the theme, best first; with the leading concept before those that do not tell it."""

    def tells_leading(key: Key) -> bool:
        return leading is None or any(leading in concepts.get(stemmed, ()) for stemmed in key)

    def worth(key: Key) -> float:
        """More for each telling word, for standing in the texts as it is, and for telling the concept."""
        standing = np.sqrt(len(key)) * np.log1p(found.n_texts[key])
        return float(scores[key] * standing * (2 if tells_leading(key) else 1))

    phrases = [key for key in scores if len(key) > 1 and found.n_texts[key] >= FEWEST_STANDING]
    return [
        most_frequent(found.wordings[key]) if tells_leading(key) else with_concept(leading, found, key)
        for key in sorted(phrases, key=lambda key: (-worth(key), key))
    ]


def with_concept(leading: str | None, found: PhraseCounts, key: Key) -> str:
    """The phrase after the concept ("capacity: television campaign")."""
    return f"{(leading or '').removeprefix(CONCEPT_MARK)}: {most_frequent(found.wordings[key])}"


def listed_labels(terms: list[str], leading: str | None) -> list[str]:
    """What to call a theme without a phrase of its own: its leading concept and its first terms."""
    concept = f"{leading.removeprefix(CONCEPT_MARK)}: " if leading else ""
    return [concept + ", ".join(terms[:n_terms]) for n_terms in range(2, len(terms) + 1)]


def first_free(labels: list[str], forms: dict[str, str], taken: set[str]) -> str:
    """The first label that no other theme has, in sentence case."""
    for label in (sentence_case(label, forms) for label in labels):
        if label.casefold() not in taken:
            return label
    return f"Theme {len(taken) + 1}"


def most_frequent(wordings: Counter[str]) -> str:
    """Commonest wording; of equals the shorter, then the alphabetically first."""
    return min(wordings, key=lambda wording: (-wordings[wording], len(wording), wording))


def usual_forms(corpus: Corpus, rows: Iterable[int]) -> dict[str, str]:
    """How each word is mostly written inside a sentence ("tls" -> "TLS", "redis" -> "Redis")."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for before, word in pairwise(corpus.words[row]):
            if before != BREAK:
                forms[word.lower()][word] += 1
    return {word: most_frequent(found) for word, found in forms.items()}


def written(wording: str, forms: dict[str, str]) -> str:
    """The wording with each word as it is mostly written."""
    return " ".join(forms.get(word, word) for word in wording.split())


def sentence_case(wording: str, forms: dict[str, str]) -> str:
    """The wording with a capital first letter; acronyms and names as they are mostly written."""
    text = written(wording, forms)
    return text[:1].upper() + text[1:]
