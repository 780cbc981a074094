"""Which documents were written after one template, told by the headings of their parts.

Two sets of headings are of one family where one holds all of the other (parts may be left out), or where three in four
headings are common. The commonest sets lead (leader clustering; Hartigan 1975, Clustering Algorithms, chapter 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

FEWEST_HEADINGS = 2
FEWEST_DOCUMENTS = 3
LIKE = 0.75
TELLING = 3
Headings = frozenset[str]


def families(documents: Mapping[Headings, int]) -> dict[Headings, Headings | None]:
    """The leading set of the family of each set of headings; None: too few headings, or like too few other documents.

    `documents`: how many documents have each set.
    """
    leaders: list[Headings] = []
    chosen: dict[Headings, Headings | None] = {}
    for headings in sorted(documents, key=lambda one: (-documents[one], -len(one), sorted(one))):
        leader = _nearest(headings, leaders)
        if leader is None and len(headings) >= FEWEST_HEADINGS:
            leader = headings
            leaders.append(headings)
        chosen[headings] = leader
    sizes: Counter[Headings] = Counter()
    for headings, leader in chosen.items():
        if leader is not None:
            sizes[leader] += documents[headings]
    return {one: leader if leader and sizes[leader] >= FEWEST_DOCUMENTS else None for one, leader in chosen.items()}


def _nearest(headings: Headings, leaders: list[Headings]) -> Headings | None:
    """The most alike leader of the same family; of equals the earlier, and so the commoner, one."""
    if len(headings) < FEWEST_HEADINGS:
        return None
    scored = [(_likeness(headings, leader), -place) for place, leader in enumerate(leaders)]
    best = max(scored, default=(0.0, 0))
    return leaders[-best[1]] if best[0] >= LIKE else None


def _likeness(one: Headings, other: Headings) -> float:
    """Jaccard's coefficient, but at least LIKE where one set holds the other."""
    jaccard = len(one & other) / len(one | other)
    return max(jaccard, LIKE) if one <= other or other <= one else jaccard


def family_names(leaders: list[Headings]) -> dict[Headings, str]:
    """Each family by the headings that fewest other families have, at most three, in alphabetical order."""
    used = Counter(heading for leader in leaders for heading in leader)
    names: dict[Headings, str] = {}
    for leader in leaders:
        telling = sorted(leader, key=lambda heading: (used[heading], heading))[:TELLING]
        names[leader] = " · ".join(f"{heading[:1].upper()}{heading[1:]}" for heading in sorted(telling))
    return names
