"""What clustering hands on: themes and their members."""

from dataclasses import dataclass

import pandas as pd

from etl.analysis.theme_text import Kind

THEME_COLUMNS = ("theme_no", "label", "terms", "n_members", "stability", "central_ids")
MEMBER_COLUMNS = ("theme_no", "record_id", "is_primary", "distance")


@dataclass(frozen=True)
class Themes:
    """Themes of one kind, largest first.

    `themes`: theme_no (0..), label, terms (list of 5-8 words), n_members (primary), stability (0..1, or NaN),
    central_ids (the three records that use most of its common words). `members`: theme_no, record_id,
    is_primary, distance (cosine distance to the theme's centre, 0..2). Records that are in no theme are
    outliers and stand in neither.
    """

    kind: Kind
    themes: pd.DataFrame
    members: pd.DataFrame

    @classmethod
    def none(cls, kind: Kind) -> "Themes":
        """No themes at all."""
        return cls(kind, pd.DataFrame(columns=list(THEME_COLUMNS)), pd.DataFrame(columns=list(MEMBER_COLUMNS)))
