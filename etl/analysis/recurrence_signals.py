"""How much each pair of incidents of one source has in common: the signals that a repeat is judged by.

Each signal is 0 where there is nothing, and near 1 where there is as much as can be:

- text: cosine of the two texts, less what is usual for each of them (so it may be a little below 0);
- cause: the same for the causes alone, 0 where either states none;
- fix: the greatest cosine of a follow-up of the one and a follow-up of the other: the same fix promised again;
- service: rarity of the rarest service that both name, 1 - log(n that name it) / log(n);
- theme: the same for the theme that both are in, times the theme's stability squared;
- other_theme: where they are in different themes, the product of the stabilities;
- nearness: exp(-days / 90) from the earlier one's end to the later one's start;
- named, claimed, denied: see `etl.analysis.recurrence_mentions`.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from etl.analysis.recurrence_text import Floats, Rows, row_dots, text_vectors, usual_likeness

SIGNALS = ("text", "cause", "fix", "service", "theme", "other_theme", "nearness", "named", "claimed", "denied")
NEAR_DAYS = 90.0


class Source:
    """The incidents of one source, in order of their start, ready for pairs of them to be measured.

    `incidents`: incident_id, started_at, ended_at (UTC), services (lists), states_services, theme_id, theme_stability,
    text columns (body, cause_text). `fixes`: follow_up_id, incident_id, text.
    """

    def __init__(self, incidents: pd.DataFrame, fixes: pd.DataFrame) -> None:
        self.n = len(incidents)
        self.vectors = text_vectors(incidents[["body", "cause_text"]])
        self._usual = usual_likeness(self.vectors)
        self._causes = text_vectors(incidents[["cause_text"]])
        self._usual_cause = usual_likeness(self._causes)
        self._has_cause = self._causes.count_nonzero(axis=1) > 0
        self.services = _incidence(incidents["services"])
        self._states_services = incidents["states_services"].to_numpy(bool)
        self._service_weight = csr_array(self.services * _rarity(self.services)[None, :])
        self._theme, names = pd.factorize(incidents["theme_id"])
        self._stability = incidents["theme_stability"].astype(float).fillna(0).to_numpy()
        in_theme = np.bincount(self._theme[self._theme >= 0], minlength=len(names))
        self._theme_rarity = 1 - np.log(np.maximum(in_theme, 1)) / np.log(max(self.n, 2))
        self._started = incidents["started_at"].to_numpy("datetime64[us]")
        self._ended = incidents["ended_at"].to_numpy("datetime64[us]")
        rows = pd.Series(np.arange(self.n), index=incidents["incident_id"])
        listed = fixes[fixes["incident_id"].isin(rows.index)]
        owners = rows.loc[listed["incident_id"]].to_numpy()
        order = np.argsort(owners, kind="stable")
        self.fix_ids = np.array([*listed["follow_up_id"].iloc[order], None], dtype=object)  # row -1: none
        self._fixes = text_vectors(listed[["text"]].iloc[order])
        self._first_fix = np.searchsorted(owners[order], np.arange(self.n + 1))

    def days_between(self, later: Rows, earlier: Rows) -> Floats:
        """Days from the end of the earlier one to the start of the later one (negative: not over yet)."""
        days: Floats = (self._started[later] - self._ended[earlier]) / np.timedelta64(1, "D")
        return days

    def measure(self, later: Rows, earlier: Rows) -> pd.DataFrame:
        """The signals that need no sentence read, a row per pair; named, claimed and denied are 0."""
        text = row_dots(self.vectors, later, self.vectors, earlier)
        same = (self._theme[later] == self._theme[earlier]) & (self._theme[later] >= 0)
        both = (self._theme[later] >= 0) & (self._theme[earlier] >= 0)
        stability = self._stability[later] * self._stability[earlier]
        rarity = self._theme_rarity[self._theme[later]] if len(self._theme_rarity) else np.zeros(len(later))
        days = np.maximum(self.days_between(later, earlier), 0)
        measured = pd.DataFrame(0.0, index=range(len(later)), columns=list(SIGNALS))
        measured["text"] = text - (self._usual[later] + self._usual[earlier]) / 2
        cause = row_dots(self._causes, later, self._causes, earlier)
        usual_cause = (self._usual_cause[later] + self._usual_cause[earlier]) / 2
        measured["cause"] = np.where(self._has_cause[later] & self._has_cause[earlier], cause - usual_cause, 0)
        measured["service"] = self._shared_service(later, earlier)
        measured["theme"] = np.where(same, stability * rarity, 0)
        measured["other_theme"] = np.where(both & ~same, stability, 0)
        measured["nearness"] = np.exp(-days / NEAR_DAYS)
        return measured

    def shares_service(self, later: Rows, earlier: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether the two name a service in common."""
        return row_dots(self.services, later, self.services, earlier) > 0

    def states_services(self, later: Rows, earlier: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether both say which services they hit, so that services in common can be asked for."""
        both: np.ndarray[Any, np.dtype[np.bool_]] = self._states_services[later] & self._states_services[earlier]
        return both

    def _shared_service(self, later: Rows, earlier: Rows) -> Floats:
        shared = self._service_weight[later].multiply(self.services[earlier])
        return np.asarray(csr_array(shared).max(axis=1).todense()).ravel()

    def same_fix(self, later: Rows, earlier: Rows) -> tuple[Floats, Rows, Rows]:
        """For each pair: the greatest cosine of their follow-ups, and which two these are (rows of `fix_ids`)."""
        n_later = np.diff(self._first_fix)[later]
        n_earlier = np.diff(self._first_fix)[earlier]
        n_items = n_later * n_earlier
        pair = np.repeat(np.arange(len(later)), n_items)
        number = np.arange(len(pair)) - np.repeat(np.cumsum(n_items) - n_items, n_items)
        own = self._first_fix[later][pair] + number // np.maximum(n_earlier[pair], 1)
        other = self._first_fix[earlier][pair] + number % np.maximum(n_earlier[pair], 1)
        alike = row_dots(self._fixes, own, self._fixes, other)
        best = np.lexsort((-alike, pair))
        best = best[np.unique(pair[best], return_index=True)[1]]
        likeness, fixes, earlier_fixes = np.zeros(len(later)), np.full(len(later), -1), np.full(len(later), -1)
        likeness[pair[best]], fixes[pair[best]], earlier_fixes[pair[best]] = alike[best], own[best], other[best]
        return likeness, fixes.astype(np.intp), earlier_fixes.astype(np.intp)


def _incidence(listed: Iterable[list[str]]) -> csr_array[Any]:
    """Which incident names which service (n x n_services)."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    ends = [0]
    for names in listed:
        indices += [columns.setdefault(name, len(columns)) for name in sorted(set(names))]
        ends.append(len(indices))
    return csr_array((np.ones(len(indices)), indices, ends), shape=(len(ends) - 1, max(len(columns), 1)))


def _rarity(incidence: csr_array[Any]) -> Floats:
    """1 for what one incident has, 0 for what all have; a trace more than 0, so that it still counts as shared."""
    n, n_users = incidence.shape[0], np.maximum(np.asarray(incidence.sum(axis=0)).ravel(), 1)
    rarity: Floats = np.maximum(1 - np.log(n_users) / np.log(max(n, 2)), 1e-9)
    return rarity
