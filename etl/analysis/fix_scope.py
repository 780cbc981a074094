"""Which incidents a fix should have prevented: those of the same cause theme on the same services."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.intp]


def themed_incidents(incidents: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Incidents in a theme that started by `as_of`, by day: adds `day` (UTC, midnight) and `minutes`.

    `minutes` lasts from started_at to resolved_at (NaN where that is not stated, or impossible, or the
    column is absent).
    """
    dated = incidents[incidents["theme_id"].notna() & incidents["started_at"].notna()].copy()
    started = pd.to_datetime(dated["started_at"], utc=True)
    dated["day"] = started.dt.tz_localize(None).dt.floor("D").astype("datetime64[us]")
    dated["minutes"] = np.nan
    if "resolved_at" in dated:
        minutes = (pd.to_datetime(dated["resolved_at"], utc=True) - started) / pd.Timedelta(minutes=1)
        dated["minutes"] = minutes.where(minutes >= 0)
    by_as_of = dated[dated["day"] <= pd.Timestamp(as_of)]
    return by_as_of.sort_values(["day", "incident_id"], ignore_index=True)


def scoped_fixes(fixes: pd.DataFrame, themed: pd.DataFrame, date_column: str, as_of: date) -> pd.DataFrame:
    """Fixes with that date by `as_of` whose incident is in a theme; adds theme_id, services, own_row."""
    dated = fixes.assign(**{date_column: pd.to_datetime(fixes[date_column]).astype("datetime64[us]")})
    dated = dated[dated[date_column] <= pd.Timestamp(as_of)]
    own = themed[["incident_id", "theme_id", "services"]].assign(own_row=np.arange(len(themed)))
    dated = dated.drop(columns=[name for name in ("theme_id", "services") if name in dated])
    return dated.merge(own, on="incident_id").reset_index(drop=True)


def by_scope(fixes: pd.DataFrame, themed: pd.DataFrame) -> Iterator[tuple[Rows, Rows]]:
    """For each theme and set of services: rows of `fixes`, and rows of `themed` (in order of day), in it."""
    named = themed[["theme_id", "services"]].explode("services").dropna(subset="services")
    rows_of = named.groupby(["theme_id", "services"]).indices
    positions = named.index.to_numpy()
    fixes_of: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for row, (theme, names) in enumerate(zip(fixes["theme_id"], fixes["services"], strict=True)):
        fixes_of.setdefault((theme, tuple(sorted(set(names)))), []).append(row)
    for (theme, services), fix_rows in fixes_of.items():
        found = [positions[rows_of[theme, service]] for service in services]
        yield np.array(fix_rows), np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.intp)
