"""How well the records of one incident are linked, on real ones that are told twice.

Run from the project root: python -m benchmarks.links

The 155 write-ups in data/public tell of incidents whose records stand beside the project, in ../shared/corpora: the
same facts in other words. Three questions:

- told: with all that the documents say (each write-up names its source), how many are linked with their record?
- found: without addresses, keys and file names, by time, service and words alone?
- alone: with the own record of every fourth write-up taken away in turn, how many are linked with another one?

The write-ups carry the times of their sources over, so times agree better here than between documents that were written
apart; the planted links of the example company (tests/test_planted_truth.py) have minutes to an hour between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pandas as pd

from etl.analysis.incident_links import SAME, find_links
from etl.analysis.link_names import own_names
from etl.extract.discover import discover
from etl.load.batches import read_batches
from etl.load.changes import document_ids
from etl.load.duplicates import drop_duplicates
from etl.load.rows import schema_sql
from etl.load.warehouse import frame, insert, query

ROOT = Path(__file__).parents[1]
PUBLIC = ROOT / "data" / "public"
CORPORA = ROOT.parent / "shared" / "corpora"
N_FOLDS = 4

Pair = frozenset[str]


@dataclass(frozen=True)
class Told:
    """Records as `find_links` wants them, the ids of the write-ups, and for each the records it was written from."""

    records: pd.DataFrame
    names: pd.DataFrame
    named: pd.DataFrame
    write_ups: frozenset[str]
    sources: dict[str, frozenset[str]]

    @property
    def pairs(self) -> set[Pair]:
        """Every write-up with each of its records."""
        return {frozenset((one, other)) for one, others in self.sources.items() for other in others}


@dataclass(frozen=True)
class Quality:
    """Linked pairs, how many of them are wrong, and the share of the write-ups that are linked with their record."""

    n_links: int
    n_wrong: int
    recall: float


def read_told() -> Told:
    """Read the write-ups and the corpora, as a load does, without clustering or judging repeats."""
    found = discover([str(PUBLIC), str(CORPORA)])
    ids = document_ids(found.files, {})
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'UTC'")
        connection.execute(schema_sql())
        for _, batch in read_batches([(f, ids[f.path]) for f in found.files], datetime.now(UTC), 1):
            for table, rows in batch.items():
                insert(connection, table, rows)
        drop_duplicates(connection)
        records = frame(connection, query("link_records"))
        records["services"] = records["services"].map(list)
        names = own_names(records)
        connection.register("link_names", names.astype({"incident_id": "str", "name": "str"}))
        named = frame(connection, query("link_mentions"))
        texts = frame(connection, "SELECT incident_id, text FROM incident_texts").set_index("incident_id")["text"]
        paths = frame(connection, "SELECT incident_id, path FROM incidents JOIN documents USING (document_id)")
    records["path"] = records["incident_id"].map(paths.set_index("incident_id")["path"])
    is_write_up = records["path"].str.startswith(str(PUBLIC))
    others = records[~is_write_up].assign(text=lambda rows: rows["incident_id"].map(texts))
    sources = {one.incident_id: frozenset(_sources(one, others)) for one in records[is_write_up].itertuples()}
    return Told(records, names, named, frozenset(records.loc[is_write_up, "incident_id"]), sources)


def _sources(one: Any, others: pd.DataFrame) -> Iterable[str]:
    """The records that a write-up's address leads to: a file, a record with the address, one that tells its number;
    those of its day where the address is that of a whole collection."""
    url, source = str(one.url), str(one.source_name)
    if source == "gcp":
        is_own = others["path"].str.contains("gcp_label") & (others["occurred_on"] == one.occurred_on)
    elif source == "azure":
        number = url.split("=")[-1]
        is_own = others["path"].str.contains("azure_label") & others["text"].str.contains(number, regex=False)
    elif source == "github":
        is_own = others["url"] == url
    else:
        is_own = others["path"].str.endswith("/" + unquote(url.split("#")[0].rsplit("/", 1)[-1]))
    return others.loc[is_own, "incident_id"]


def judged(told: Told, links: pd.DataFrame, among: Iterable[str]) -> Quality:
    """Of the links that hold by themselves: how many join what is not one, and how many of the write-ups are found."""
    same = links[links["kind"] == SAME]
    pairs = {frozenset(pair) for pair in zip(same["incident_id"], same["other_id"], strict=True)}
    right = pairs & told.pairs
    listed = list(among)
    return Quality(
        len(pairs), len(pairs - right), sum(any(one in pair for pair in right) for one in listed) / len(listed)
    )


def as_told(told: Told) -> Quality:
    """With all that documents say of one another."""
    return judged(told, find_links(told.records, told.names, told.named), told.write_ups)


def as_found(told: Told) -> Quality:
    """By time, service and words alone."""
    return judged(told, find_links(told.records, told.names.head(0), told.named.head(0)), told.write_ups)


def left_alone(told: Told) -> Quality:
    """The links of write-ups without their own records, all folds together."""
    listed = sorted(told.write_ups)
    n_links = n_wrong = 0
    for fold in range(N_FOLDS):
        gone = {record for one in listed[fold::N_FOLDS] for record in told.sources[one]}
        rest = told.records[~told.records["incident_id"].isin(gone)]
        quality = judged(told, find_links(rest, told.names.head(0), told.named.head(0)), listed)
        n_links, n_wrong = n_links + quality.n_links, n_wrong + quality.n_wrong
    return Quality(n_links, n_wrong, float("nan"))


def main() -> None:
    """Print the three answers."""
    told = read_told()
    print(f"{len(told.records):,} records, {len(told.write_ups)} write-ups")
    for name, measure in (("told", as_told), ("found", as_found), ("alone", left_alone)):
        quality = measure(told)
        print(f"{name:<8}{quality.n_links:>5} links{quality.n_wrong:>4} wrong   recall {quality.recall:.3f}")


if __name__ == "__main__":
    main()
