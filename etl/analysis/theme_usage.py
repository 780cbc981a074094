"""Which texts of which theme use which terms."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.analysis.theme_phrases import Key
from etl.analysis.theme_text import CONCEPT_MARK, Corpus


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
                for term in corpus.terms(row):
                    users[term].add(len(themes))
                themes.append(theme)
        theme_of = np.array(themes, dtype=np.int64)
        return cls(users, theme_of, np.bincount(theme_of, minlength=len(rows_by_theme)))

    def score(self, key: Key, theme: int) -> float:
        """Share of the theme's texts that use all the stems, times its rarity over the themes."""
        users = set.intersection(*(self.users[stem] for stem in key))
        shares = np.bincount(self.theme_of[list(users)], minlength=len(self.sizes)) / self.sizes
        own = float(shares[theme])
        return own * float(np.log1p(1 / max(float(shares.sum()), 1e-9)))

    def share(self, key: Key, theme: int) -> float:
        """Share of the theme's texts that use all the stems."""
        users = set.intersection(*(self.users[stem] for stem in key))
        return float((self.theme_of[list(users)] == theme).sum() / self.sizes[theme])

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
