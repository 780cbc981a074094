"""Which earlier incidents each incident may repeat, ranked: what people judge, and what recurrences are taken from.

Only incidents of one source are compared: two organisations' "Prometheus" are not one service. A pair becomes a
candidate where the later one is among the nearest in words, or of the same theme and service, or names the earlier
one. Never are all pairs compared.
"""

import numpy as np
import pandas as pd

from etl.analysis.recurrence_mentions import Mentions, find_mentions
from etl.analysis.recurrence_pairs import last_of_theme, of_one_service, with_ends
from etl.analysis.recurrence_score import UNKNOWN_SERVICE, Scorer, Ties, judge_ties, set_bar
from etl.analysis.recurrence_signals import SIGNALS, Source
from etl.analysis.recurrence_text import (
    FEW_NEIGHBOURS,
    MOST_NEIGHBOURS,
    PAIRS_AT_ONCE,
    Floats,
    Rows,
    earlier_neighbours,
)
from etl.analysis.recurrence_verdicts import VERDICT_COLUMNS, sharpen, verdict_of

CANDIDATE_COLUMNS = (
    "incident_id",
    "earlier_incident_id",
    "score",
    "is_likely",
    "is_confirmed",
    "days_since",
    *SIGNALS,
    "bar",
    "reference",
    "follow_up_id",
    "earlier_follow_up_id",
)
TEXTS = ["title", "url", "stem", "body", "cause_text", "told"]
# Of a source of many incidents people look at fewer candidates for each, and the table stays small.
MOST_KEPT, FEW_KEPT, MANY = 12, 4, 10_000
RECENT_DAYS, JUST_BEFORE_DAYS = 90.0, 30.0
NO_VERDICTS = pd.DataFrame(columns=list(VERDICT_COLUMNS))


def find_candidates(
    incidents: pd.DataFrame, fixes: pd.DataFrame, verdicts: pd.DataFrame = NO_VERDICTS, scorer: Scorer | None = None
) -> pd.DataFrame:
    """One row per pair of a later and an earlier incident, the best first; columns: `CANDIDATE_COLUMNS`.

    `incidents`: incident_id (unique), source_name, started_at, resolved_at (UTC), services (list of names),
    states_services (bool: not only read from the text), theme_id (or None), theme_stability, and the texts title, url,
    stem, body, cause_text, told. `fixes`: follow_up_id, incident_id, text. `verdicts` (incident_id,
    earlier_incident_id, is_confirmed) decide their own pairs and sharpen the judgement of the others. `score` is 0..1,
    to rank by; `is_likely` says which pairs may be shown as repeats before anyone has looked. Incidents without a start
    are left out.
    """
    timed = with_ends(incidents)
    for name in TEXTS:
        told = timed[name] if pd.api.types.is_string_dtype(timed[name]) else timed[name].astype(object)
        timed[name] = told.fillna("")
    groups = timed.groupby("source_name", sort=True)
    sources = [_Measured(group.reset_index(drop=True), fixes, verdicts) for _, group in groups if len(group) > 1]
    measured = [source for source in sources if len(source.pairs)]
    if not measured:
        return pd.DataFrame(columns=list(CANDIDATE_COLUMNS))
    scorer = sharpen(scorer or Scorer(), pd.concat([source.pairs for source in measured]), verdicts)
    judged = pd.concat([source.judge(scorer) for source in measured], ignore_index=True)
    ranked = judged.sort_values(["score", "incident_id", "earlier_incident_id"], ascending=[False, True, True])
    return ranked[list(CANDIDATE_COLUMNS)].reset_index(drop=True)


class _Measured:
    """The candidates of one source, measured once, to be judged by any scorer."""

    def __init__(self, incidents: pd.DataFrame, fixes: pd.DataFrame, verdicts: pd.DataFrame) -> None:
        self._source = Source(incidents, fixes)
        mentions = find_mentions(incidents)
        self._later, self._earlier = self._find_pairs(incidents, mentions, verdicts)
        self._background = _measure(self._source, *of_one_service(self._source.services))
        ids, fix_ids = incidents["incident_id"].to_numpy(dtype=object), self._source.fix_ids
        pairs = _measure(self._source, self._later, self._earlier)
        pairs["incident_id"], pairs["earlier_incident_id"] = ids[self._later], ids[self._earlier]
        pairs["follow_up_id"] = fix_ids[pairs.pop("own_fix").to_numpy()]
        pairs["earlier_follow_up_id"] = fix_ids[pairs.pop("earlier_fix").to_numpy()]
        pairs["days_since"] = self._source.days_between(self._later, self._earlier)
        pairs["is_confirmed"] = verdict_of(pairs, verdicts)
        pairs["bar"] = set_bar(Scorer().strength(self._background))
        _mark_mentions(pairs, self._later, self._earlier, mentions)
        self.pairs = pairs

    def _find_pairs(self, incidents: pd.DataFrame, mentions: Mentions, verdicts: pd.DataFrame) -> tuple[Rows, Rows]:
        """By row: neighbours in words, the last of the same theme and service, those named, those judged."""
        rows = pd.Series(np.arange(len(incidents)), index=incidents["incident_id"])
        known = verdicts[verdicts["incident_id"].isin(rows.index) & verdicts["earlier_incident_id"].isin(rows.index)]
        judged = rows.loc[known["incident_id"]].to_numpy(), rows.loc[known["earlier_incident_id"]].to_numpy()
        named = np.array(mentions.named, dtype=np.intp).reshape(-1, 2).T
        most = MOST_NEIGHBOURS if len(rows) <= MANY else FEW_NEIGHBOURS
        found = [earlier_neighbours(self._source.vectors, most), last_of_theme(incidents), (named[0], named[1]), judged]
        later, earlier = (np.concatenate([part[side] for part in found]).astype(np.intp) for side in (0, 1))
        codes = np.unique(later[earlier < later] * len(rows) + earlier[earlier < later])
        return codes // len(rows), codes % len(rows)

    def judge(self, scorer: Scorer) -> pd.DataFrame:
        """The candidates with score and is_likely, the best of each later incident."""
        bar = set_bar(scorer.strength(self._background)) + scorer.bar_shift
        ties = Ties(self._later, self._earlier, scorer.strength(self.pairs), self._source.n)
        score, stands_out = judge_ties(ties, bar)
        shares = self._source.shares_service(self._later, self._earlier) | (self.pairs["named"] > 0).to_numpy()
        # Services that were only read from the text may have been missed: much more likeness makes up for that.
        is_unknown = ~self._source.states_services(self._later, self._earlier)
        shares |= is_unknown & (ties.strength >= bar * UNKNOWN_SERVICE)
        said = self.pairs["is_confirmed"].to_numpy(dtype=object)
        is_likely = stands_out & shares & scorer.allows(self.pairs)
        is_likely = np.array(
            [own if verdict is None else verdict for own, verdict in zip(is_likely, said, strict=True)]
        )
        judged = self.pairs.assign(score=score, is_likely=is_likely.astype(bool))
        by_score = judged.sort_values("score", ascending=False, kind="stable")
        most = MOST_KEPT if self._source.n <= MANY else FEW_KEPT
        is_among_best = by_score.groupby("incident_id").cumcount() < most
        return by_score[is_among_best | by_score["is_likely"] | by_score["is_confirmed"].notna()]


def _measure(source: Source, later: Rows, earlier: Rows) -> pd.DataFrame:
    """All signals but those of sentences, and which two follow-ups are most alike (rows of `fix_ids`, or -1)."""
    measured = source.measure(later, earlier)
    found = [
        source.same_fix(later[start : start + PAIRS_AT_ONCE], earlier[start : start + PAIRS_AT_ONCE])
        for start in range(0, len(later), PAIRS_AT_ONCE)
    ]
    for place, name in enumerate(("fix", "own_fix", "earlier_fix")):
        measured[name] = np.concatenate([part[place] for part in found]) if found else -1
    return measured


def _mark_mentions(pairs: pd.DataFrame, later: Rows, earlier: Rows, mentions: Mentions) -> None:
    """Fill named, claimed, denied and the sentence that says so."""
    named = set(mentions.named)
    pairs["named"] = [float(pair in named) for pair in zip(later.tolist(), earlier.tolist(), strict=True)]
    strength, days = Scorer().strength(pairs), pairs["days_since"].to_numpy()
    is_named = pairs["named"].to_numpy() > 0
    claimed, denied = np.zeros(len(pairs)), np.zeros(len(pairs))
    reference = np.full(len(pairs), None, dtype=object)
    rows_of = {key: np.asarray(rows) for key, rows in pd.Series(later).groupby(later).indices.items()}
    for row, sentence in mentions.claims.items():
        if row in rows_of and row not in mentions.denials:
            meant = _meant(rows_of[row], is_named, days, strength)
            claimed[meant], reference[meant] = 1, sentence
    for row, sentence in mentions.denials.items():
        rows = rows_of.get(row, np.zeros(0, dtype=np.intp))
        near = rows[days[rows] <= JUST_BEFORE_DAYS]
        denied[near], reference[near] = 1, sentence
    pairs["claimed"], pairs["denied"], pairs["reference"] = claimed, denied, reference


def _meant(rows: Rows, is_named: np.ndarray, days: Floats, strength: Floats) -> int:
    """Which candidate a sentence means that says "again": one it names, else the strongest recent one, else of all."""
    for among in (is_named[rows], days[rows] <= RECENT_DAYS):
        if among.any():
            rows = rows[among]
            break
    return int(rows[np.argmax(strength[rows])])
