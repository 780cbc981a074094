"""How many follow-ups find the ticket that says the same in other words, and how many find another's.

    python -m benchmarks.proposals ORIGINALS RETOLD

Two folders of postmortems that tell the same incidents, each in its own words: the follow-ups of the second stand in
for the titles of tickets. A proposal counts as right if both are of an incident of the same day. Beside it, the
follow-ups that are proposed one of another incident among the originals themselves, where none is right.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from etl.pipeline import load
from etl.sync import proposals
from etl.sync.run import read_follow_ups

THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
LEAST_WORDS = 4


def follow_ups_of(folder: str) -> pd.DataFrame:
    """The follow-ups of a folder that have at least four words."""
    with TemporaryDirectory() as aside:
        warehouse = Path(aside) / "w.duckdb"
        load([str(p) for p in sorted(Path(folder).iterdir())], warehouse, today=pd.Timestamp.today().date())
        found = read_follow_ups(warehouse)
    return found[found["text"].str.split().str.len() >= LEAST_WORDS].reset_index(drop=True)


def as_items(follow_ups: pd.DataFrame) -> pd.DataFrame:
    """Follow-ups as tickets that were opened on the day of the incident; the key is the row."""
    opened = pd.to_datetime(follow_ups["occurred_on"]).dt.tz_localize("UTC")
    return pd.DataFrame(
        {"tracker": "t", "key": follow_ups.index.astype(str), "title": follow_ups["text"], "opened_at": opened}
    )


def pairs(follow_ups: pd.DataFrame, titles: pd.DataFrame) -> pd.DataFrame:
    """Every proposal above the lowest threshold: follow_up_id, score, and of both incidents title and day."""
    proposals.LEAST_SCORE = min(THRESHOLDS)
    found = [(p.follow_up_id, int(p.key), p.score) for p in proposals.propose(follow_ups, as_items(titles))]
    table = pd.DataFrame(found, columns=["follow_up_id", "row", "score"])
    about = ["follow_up_id", "incident_title", "occurred_on"]
    theirs = titles[about].rename(columns=lambda name: f"other_{name}")
    return table.merge(follow_ups[about], on="follow_up_id").merge(theirs, left_on="row", right_index=True)


def main() -> None:
    originals, retold = follow_ups_of(sys.argv[1]), follow_ups_of(sys.argv[2])
    between, within = pairs(originals, retold), pairs(originals, originals)
    between["is_right"] = between["occurred_on"] == between["other_occurred_on"]
    within = within[within["incident_title"] != within["other_incident_title"]]
    n = len(originals)
    print(f"{n} follow-ups, {len(retold)} titles in other words")
    print("score  found theirs  proposals right  found another's, where none is right")
    for threshold in THRESHOLDS:
        shown = between[between["score"] >= threshold]
        wrong = within.loc[within["score"] >= threshold, "follow_up_id"].nunique()
        right = shown.loc[shown["is_right"], "follow_up_id"].nunique()
        print(f"{threshold:5.2f} {right / n:13.1%} {shown['is_right'].mean():16.1%} {wrong / n:21.1%}")


if __name__ == "__main__":
    main()
