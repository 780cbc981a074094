"""Names that people in operations already have for common failures and common fixes.

A theme takes such a name when most of its texts tell that failure and few other texts do, or two names joined when
it takes both to cover most of its texts. Themes that nobody has a name for are named from their own words
(`theme_labels`). The patterns are in `theme_name_lists`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from etl.analysis.theme_name_lists import CAUSE_NAMES, FIX_NAMES, VAGUE
from etl.analysis.theme_text import Kind
from etl.transform.patterns import AnyOf

LEAST_COVERAGE = 0.5
LEAST_COVERAGE_OF_TWO = 0.4
LEAST_COVERAGE_OF_PART = 0.2
LEAST_LIFT = 1.5
WORTH_OF_VAGUE = 0.45
MODERATE_SIZE = 5
MOST_READ = 60
# What happened is told at the beginning of a text; later on, everything is mentioned once.
CHARACTERS_READ = 500
FEWEST_FOR_TWO_NAMES = 6
_SMOOTHING = 0.02

Names = tuple[int, ...]


def known_names(texts: Sequence[str], rows_by_theme: Sequence[Sequence[int]], kind: Kind) -> list[str | None]:
    """A name in use for each theme (`rows_by_theme`: rows of `texts`), or None; every name given once.

    The best match of all goes first. A name fits when at least half of the theme's texts tell it, at least 1.5 times
    the share of all other texts; two names fit together from 40 %, when each is told by a fifth.
    """
    listed, names = _listed(kind), _reader(kind)
    read = [list(rows)[:MOST_READ] for rows in rows_by_theme]
    rows = [row for of_theme in read for row in of_theme]
    if not rows:
        return [None] * len(rows_by_theme)
    told = np.zeros((len(rows), len(listed)), dtype=bool)
    for place, row in enumerate(rows):
        told[place, names.among(texts[row][:CHARACTERS_READ])] = True
    telling = _Telling(told, np.repeat(np.arange(len(read)), [len(of_theme) for of_theme in read]), len(read))
    worths = [name.worth for name in listed]
    singles: list[Names] = [(name,) for name in range(len(listed))]
    given = _give(singles, [telling.fit(names) * worths[names[0]] for names in singles])
    left = [name for (name,) in singles if (name,) not in given.values()]
    without = [
        theme for theme, of_theme in enumerate(read) if theme not in given and len(of_theme) >= FEWEST_FOR_TWO_NAMES
    ]
    pairs = telling.pairs(left, without)
    given |= _give(pairs, [telling.fit(names) * np.isin(np.arange(len(read)), without) for names in pairs])
    return [_joined([listed[name].text for name in given.get(theme, ())]) for theme in range(len(read))]


@dataclass(frozen=True)
class _Name:
    text: str
    worth: float
    pattern: str


@cache
def _listed(kind: Kind) -> tuple[_Name, ...]:
    lines = (CAUSE_NAMES if kind == "cause" else FIX_NAMES).strip().splitlines()
    parted = [line.partition(": ") for line in lines]
    return tuple(
        _Name(name.removeprefix(VAGUE), WORTH_OF_VAGUE if name.startswith(VAGUE) else 1.0, pattern)
        for name, _, pattern in parted
    )


@cache
def _reader(kind: Kind) -> AnyOf:
    return AnyOf([name.pattern for name in _listed(kind)])


@dataclass(frozen=True)
class _Telling:
    """Which texts tell which names (`told`, n_texts x n_names), and the theme of each text."""

    told: npt.NDArray[np.bool_]
    themes: npt.NDArray[np.int64]
    n_themes: int

    def fit(self, names: Names) -> npt.NDArray[np.float64]:
        """How well these names, together, fit each theme: coverage times the logarithm of lift, or 0; more for many."""
        told = self.told[:, list(names)].any(axis=1)
        sizes = np.bincount(self.themes, minlength=self.n_themes)
        inside = np.bincount(self.themes[told], minlength=self.n_themes)
        coverage = inside / np.maximum(sizes, 1)
        elsewhere = (told.sum() - inside) / np.maximum(len(self.themes) - sizes, 1)
        lift = (coverage + _SMOOTHING) / (elsewhere + _SMOOTHING)
        fit = coverage * np.log(lift) * sizes / (sizes + MODERATE_SIZE)
        least = LEAST_COVERAGE if len(names) == 1 else LEAST_COVERAGE_OF_TWO
        return np.where((coverage >= least) & (lift >= LEAST_LIFT), fit, 0.0)

    def pairs(self, names: Sequence[int], themes: Sequence[int]) -> list[Names]:
        """Two of these names that are each told by a fifth of one of these themes; the commoner one first."""
        shares = [self.told[self.themes == theme].mean(axis=0) for theme in themes]
        together = {
            pair
            for share in shares
            for pair in combinations([name for name in names if share[name] >= LEAST_COVERAGE_OF_PART], 2)
        }
        n_told = self.told.sum(axis=0)
        return [tuple(sorted(pair, key=lambda name: (-n_told[name], name))) for pair in sorted(together)]


def _give(candidates: Sequence[Names], fits: Sequence[npt.NDArray[np.float64]]) -> dict[int, Names]:
    """Names by theme: the best fit of all first, each name once."""
    given: dict[int, Names] = {}
    scores = np.array(fits)
    while scores.size and scores.max() > 0:
        best, theme = np.unravel_index(int(scores.argmax()), scores.shape)
        given[int(theme)] = candidates[int(best)]
        scores[:, theme] = 0.0
        scores[[bool(set(names) & set(candidates[int(best)])) for names in candidates], :] = 0.0
    return given


def _joined(names: Sequence[str]) -> str | None:
    """ "Faulty releases" and "Software bugs" -> "Faulty releases, software bugs"; acronyms stay."""
    if not names:
        return None
    first, *rest = names
    return ", ".join([first, *(name if name[1:2].isupper() else name[:1].lower() + name[1:] for name in rest)])
