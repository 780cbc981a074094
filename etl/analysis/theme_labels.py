"""Names for themes that people understand at a glance, made of words from their own texts.

A phrase is scored by class-based TF-IDF (Grootendorst 2022): the share of the theme's texts that use all
of its words, in whatever order, weighted by how few other texts do. The best noun phrase names the theme,
in its most frequent wording, after the theme's leading concept where the phrase itself does not tell it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from etl.analysis.theme_phrases import Key, PhraseCounts, count_phrases
from etl.analysis.theme_text import CONCEPT_MARK, Corpus, concepts_by_stem
from etl.analysis.theme_usage import Usage

MOST_READ = 150
MOST_CANDIDATES = 150
N_TERMS = 7
# Past this many texts, a phrase must stand in more than one clause to name the theme.
FEW_TEXTS = 8
LEAST_STANDING = 1.2


@dataclass(frozen=True)
class ThemeWording:
    """Label and terms of one theme; `share` of its texts use all the words of the label, 0 if it is a mere list."""

    label: str
    terms: list[str]
    share: float


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
        namer = Namer(found, scores, usage.leading_concept(theme), concepts, forms, len(rows))
        label, key = namer.label(taken)
        taken.add(label.casefold())
        named.append(ThemeWording(label, namer.terms(), usage.share(key, theme) if key else 0.0))
    return named


def candidate_keys(found: PhraseCounts) -> list[Key]:
    """Every single word, and the most frequent longer phrases."""
    longer = sorted((key for key in found.n_clauses if len(key) > 1), key=lambda key: (-found.n_clauses[key], key))
    return [key for key in found.n_clauses if len(key) == 1] + longer[:MOST_CANDIDATES]


@dataclass(frozen=True)
class Namer:
    """What one theme can be called: its phrases, their scores, its leading concept (marked) if it has one."""

    found: PhraseCounts
    scores: dict[Key, float]
    leading: str | None
    concepts: dict[str, tuple[str, ...]]
    forms: dict[str, str]
    n_texts: int

    def terms(self) -> list[str]:
        """The most telling single words, in the form in which they are mostly written."""
        singles = sorted((key for key in self.scores if len(key) == 1), key=lambda key: (-self.scores[key], key))
        return [written(most_frequent(self.found.wordings[key]), self.forms) for key in singles[:N_TERMS]]

    def label(self, taken: set[str]) -> tuple[str, Key]:
        """The best name that no other theme has (`taken`, in lower case), and its phrase; () for a mere list."""
        fewest = 0 if self.n_texts <= FEW_TEXTS else LEAST_STANDING
        phrases = [key for key in self.scores if len(key) > 1 and self.found.n_clauses[key] >= fewest]
        ranked = sorted(phrases, key=lambda key: (-self.worth(key), key))
        phrased = [(self.phrase_name(key), key) for key in ranked]
        for name, key in [*phrased, *((name, ()) for name in self.listed_names())]:
            label = sentence_case(name, self.forms)
            if label.casefold() not in taken:
                return label, key
        return f"Theme {len(taken) + 1}", ()

    def worth(self, key: Key) -> float:
        """Score of a phrase as a name.

        More for each telling word and for standing in the texts as it is; twice as much for telling the
        leading concept; half for holding a proper name, which tells where and not how.
        """
        standing = np.sqrt(len(key)) * np.log1p(self.found.n_clauses[key])
        words = most_frequent(self.found.wordings[key]).split()
        is_proper = any(self.forms.get(word, word).istitle() for word in words)
        return float(self.scores[key] * standing * (2 if self.tells_leading(key) else 1) * (0.5 if is_proper else 1))

    def tells_leading(self, key: Key) -> bool:
        """Whether a phrase names the leading concept, or there is none to name."""
        return self.leading is None or any(self.leading in self.concepts.get(stem, ()) for stem in key)

    def phrase_name(self, key: Key) -> str:
        """The phrase, after the concept where it does not tell it ("capacity: television campaign")."""
        wording = most_frequent(self.found.wordings[key])
        return wording if self.tells_leading(key) else f"{self.concept()}: {wording}"

    def listed_names(self) -> list[str]:
        """Names for a theme without a phrase of its own: its leading concept and its first terms."""
        terms = self.terms()
        lists = [listed(terms[:n_terms]) for n_terms in range(2, len(terms) + 1)]
        return [f"{self.concept()}: {names}" for names in lists] if self.leading else lists

    def concept(self) -> str:
        """The leading concept, unmarked."""
        return (self.leading or "").removeprefix(CONCEPT_MARK)


def listed(terms: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(terms[:-1]), terms[-1]) if part)


def most_frequent(wordings: Counter[str]) -> str:
    """Commonest wording; of equals the shorter, then the alphabetically first."""
    return min(wordings, key=lambda wording: (-wordings[wording], len(wording), wording))


def usual_forms(corpus: Corpus, rows: Iterable[int]) -> dict[str, str]:
    """How each word is mostly written inside a sentence ("tls" -> "TLS", "redis" -> "Redis")."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for clause in corpus.words[row]:
            for word in clause[1:]:
                forms[word.lower()][word] += 1
    return {word: most_frequent(found) for word, found in forms.items()}


def written(wording: str, forms: dict[str, str]) -> str:
    """The wording with each word as it is mostly written."""
    return " ".join(forms.get(word, word) for word in wording.split())


def sentence_case(wording: str, forms: dict[str, str]) -> str:
    """The wording with a capital first letter; acronyms and names as they are mostly written."""
    text = written(wording, forms)
    return text[:1].upper() + text[1:]
