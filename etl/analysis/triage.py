"""What could this be? A small decision tree over early signals, and what worked in incidents that answered alike.

The tree splits themes by the questions that tell most about them (CART; Breiman et al. 1984). It is judged by
cross-validation beside the share that always guessing the commonest theme would reach.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from etl.analysis.triage_signals import Signals, read_signals

FEWEST_INCIDENTS = 40
FEWEST_IN_THEME = 5
FEWEST_IN_LEAF = 5
LEAST_SHARE_IN_LEAF = 0.02
MOST_QUESTIONS_IN_A_ROW = 4
MOST_LEAVES = 10
N_FOLDS = 5
N_GUESSES = 3
NOT_KNOWN = "No theme"


@dataclass(frozen=True)
class Node:
    """A place in the tree: the `question` asked there with its next nodes, or None at a leaf; its incidents' ids."""

    question: str | None
    if_yes: int | None
    if_no: int | None
    incident_ids: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """Of `n` incidents, how many were guessed right by the tree that had not seen them, and by the baseline.

    `first`: the leaf's commonest theme is the right one; `among_three`: one of its three commonest is.
    """

    n: int
    first: int
    first_baseline: int
    among_three: int
    among_three_baseline: int

    @property
    def p_value(self) -> float:
        """How often the baseline's chance alone would give as many right among three."""
        chance = self.among_three_baseline / self.n
        return float(binomtest(self.among_three, self.n, chance, alternative="greater").pvalue)


@dataclass(frozen=True)
class Triage:
    """The tree (`nodes[0]` is its root), how good it is, and the theme of each incident it was made from."""

    nodes: tuple[Node, ...]
    accuracy: Accuracy
    themes: dict[str, str]


def grow_triage(incidents: pd.DataFrame, seed: int = 0) -> Triage | None:
    """The few questions that split themes best, or None where incidents or themes are too few to learn from.

    `incidents`: incident_id, theme (missing: none) and the columns of `read_signals`. At least 40 incidents with a
    symptom, a service or a detection, and two themes of five, are needed. Themes of fewer count as none.
    """
    seen = incidents[_has_signal(incidents)].reset_index(drop=True)
    sizes = seen["theme"].value_counts()
    large = sizes[sizes >= FEWEST_IN_THEME].index
    themes = seen["theme"].where(seen["theme"].isin(large), NOT_KNOWN).astype(str)
    fewest = max(FEWEST_IN_LEAF, round(LEAST_SHARE_IN_LEAF * len(seen)))
    if len(seen) < FEWEST_INCIDENTS or len(large) < 2:
        return None
    signals = read_signals(seen, fewest)
    if not signals.questions:
        return None
    labels = themes.to_numpy()
    tree = _tree(fewest, seed).fit(signals.answers, labels)
    ids = seen["incident_id"].astype(str).to_numpy()
    return Triage(
        _nodes(tree, signals, ids), _accuracy(signals, labels, fewest, seed), dict(zip(ids, labels, strict=True))
    )


def _has_signal(incidents: pd.DataFrame) -> pd.Series:
    told = incidents["symptoms"].fillna("").str.strip() != ""
    return told | (incidents["services"].map(len) > 0)


def _tree(fewest: int, seed: int) -> DecisionTreeClassifier:
    return DecisionTreeClassifier(
        criterion="entropy",
        max_depth=MOST_QUESTIONS_IN_A_ROW,
        max_leaf_nodes=MOST_LEAVES,
        min_samples_leaf=fewest,
        random_state=seed,
    )


def _nodes(tree: DecisionTreeClassifier, signals: Signals, ids: np.ndarray) -> tuple[Node, ...]:
    """scikit-learn's arrays as nodes; "yes" is the branch above 0.5."""
    inside = tree.decision_path(signals.answers).toarray().astype(bool)
    built = tree.tree_
    nodes = []
    for node in range(built.node_count):
        members = tuple(str(one) for one in ids[inside[:, node]])
        if built.children_left[node] < 0:
            nodes.append(Node(None, None, None, members))
            continue
        question = signals.questions[int(built.feature[node])]
        nodes.append(Node(question, int(built.children_right[node]), int(built.children_left[node]), members))
    return tuple(nodes)


def _accuracy(signals: Signals, labels: np.ndarray, fewest: int, seed: int) -> Accuracy:
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)
    shares = cross_val_predict(_tree(fewest, seed), signals.answers, labels, cv=folds, method="predict_proba")
    classes = np.unique(labels)
    ranked = classes[np.argsort(-shares, axis=1, kind="stable")]
    counts = Counter(labels.tolist()).most_common(N_GUESSES)
    return Accuracy(
        n=len(labels),
        first=int((ranked[:, 0] == labels).sum()),
        first_baseline=counts[0][1],
        among_three=int((ranked[:, :N_GUESSES] == labels[:, None]).any(axis=1).sum()),
        among_three_baseline=sum(n for _, n in counts),
    )


@dataclass(frozen=True)
class Counted:
    """Something and in how many incidents it was recorded."""

    name: str
    n: int


def likely_themes(triage: Triage, node: Node) -> list[Counted]:
    """The themes of a node's incidents, the commonest first, "No theme" last."""
    return count_named(triage.themes[one] for one in node.incident_ids)


def count_named(values: Iterable[str]) -> list[Counted]:
    """Values by how often they come, equal ones by name; "No theme" last."""
    counts = Counter(values)
    ordered = sorted(counts, key=lambda value: (value == NOT_KNOWN, -counts[value], value))
    return [Counted(value, counts[value]) for value in ordered]
