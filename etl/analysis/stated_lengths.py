"""Where a length that a document states disagrees with the times that it gives."""

from __future__ import annotations

import pandas as pd

from etl.transform.agreement import stated_length
from etl.transform.outline import Fact

AT_LEAST_MINUTES = 15


def disagreeing_lengths(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose stated length is farther from the measured one than its own rounding, and than 15 minutes.

    `rows`: field, quote ("Time to recovery: 88 minutes"), minutes (measured). Adds stated_minutes and minutes_apart,
    the largest first. A length that cannot be read is left out.
    """
    found = []
    for place, (field, quote, measured) in enumerate(zip(rows["field"], rows["quote"], rows["minutes"], strict=True)):
        label, _, value = str(quote).partition(":")
        length = stated_length([Fact(str(field), label, value.strip(), 0)], str(field))
        if length is None:
            continue
        stated = length.length.total_seconds() / 60
        apart = abs(stated - float(measured))
        if apart > max(AT_LEAST_MINUTES, length.slack.total_seconds() / 60):
            found.append((place, stated, apart))
    chosen = rows.iloc[[place for place, *_ in found]]
    added = chosen.assign(stated_minutes=[s for _, s, _ in found], minutes_apart=[a for *_, a in found])
    return added.sort_values("minutes_apart", ascending=False, kind="stable")
