"""How fast, and how well, the nearest incidents are found, beside simpler searches.

Run from the project root: python -m benchmarks.similar [--incidents 100000] [--queries 200] [--rootecho PYTHON]

The incidents are those of the example company, told in memory. A query is the symptom sentence of one
incident, which is not among the texts that are searched; that incident itself is left out of the answer. An
answer is right where it has the query's planted theme. Symptoms and texts come from one set of templates, so
the figures compare the searches and do not say how well any of them does on other people's texts.

rootecho 0.1.0 from PyPI is asked beside them where --rootecho names the Python of an environment that has it: its
`find_matches`, at a threshold of 0 so that it always answers, among the first 10,000 incidents. Times are wall-clock;
"busy" is the thread's processor time, which other work on the machine does not blur.
"""

import argparse
import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.preprocessing import normalize

from etl.analysis.similar import SimilarIndex, build_index
from etl.generate.company import services_for
from etl.generate.plan import plan_incidents
from etl.generate.story import tell
from etl.load.search import read_index, write_search
from etl.load.warehouse import building, insert, reading

SEED = 2026
N_NEAREST = 10
LSA_DIMENSIONS = 100
TEXT_FIELDS = ["title", "cause_text", "impact_text", "diagnosis_text", "short_term_text"]

MOST_FOR_ROOTECHO, MOST_ROOTECHO_QUERIES = 10_000, 100
ROOTECHO = """
import json, sys, time
from rootecho.core import find_matches
told = json.load(sys.stdin)
found, milliseconds = [], []
for query in told["queries"]:
    began = time.perf_counter()
    matches = find_matches(query, told["history"], 0.0)
    milliseconds.append((time.perf_counter() - began) * 1e3)
    found.append([match["incident"]["id"] for match in matches[:5]])
json.dump({"found": found, "milliseconds": milliseconds}, sys.stdout)
"""

Search = Callable[[str], list[str]]


def tell_incidents(n: int) -> pd.DataFrame:
    """One row per incident: its id, texts, symptom and planted theme (missing for one-offs)."""
    incidents, services = plan_incidents(n, SEED), services_for(n)
    rows = []
    for incident in incidents:
        story = tell(incident, services)
        texts = (story.title, story.cause, " ".join(story.impact), story.diagnosis, story.mitigation)
        rows.append((f"i{incident.index:06d}", *texts, story.symptom, incident.theme))
    return pd.DataFrame(rows, columns=["incident_id", *TEXT_FIELDS, "symptom", "theme"])


def by_index(index: SimilarIndex) -> Search:
    """The project's own index."""
    return lambda text: index.nearest(text, N_NEAREST + 1)["incident_id"].tolist()


def by_lsa(incidents: pd.DataFrame) -> Search:
    """Brute force over dense vectors: plain TF-IDF, LSA of 100 dimensions, cosine with every incident."""
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
    weights = vectorizer.fit_transform(incidents[TEXT_FIELDS].agg(" ".join, axis=1))
    svd = TruncatedSVD(LSA_DIMENSIONS, random_state=0).fit(weights)
    vectors = normalize(svd.transform(weights)).astype(np.float32)
    ids = incidents["incident_id"].to_numpy()
    print(f"  LSA holds {vectors.nbytes / 1e6:.0f} MB")

    def search(text: str) -> list[str]:
        asked = normalize(svd.transform(vectorizer.transform([text]))).astype(np.float32)[0]
        scores = vectors @ asked
        best = np.argpartition(-scores, N_NEAREST)[: N_NEAREST + 1]
        return list(ids[best[np.argsort(-scores[best])]])

    return search


def by_like(incidents: pd.DataFrame) -> Search:
    """DuckDB: the incidents that hold most of the query's words, each looked for with LIKE."""
    connection = duckdb.connect()
    connection.register("told", incidents[["incident_id", *TEXT_FIELDS]])
    joined = ", ".join(TEXT_FIELDS)
    connection.execute(f"CREATE TABLE texts AS SELECT incident_id, lower(concat_ws(' ', {joined})) AS text FROM told")

    def search(text: str) -> list[str]:
        letters = "".join(char if char.isalpha() else " " for char in text.lower())
        words = sorted({word for word in letters.split() if len(word) > 2 and word not in ENGLISH_STOP_WORDS})
        if not words:
            return []
        held = " + ".join(f"(text LIKE '%{word}%')::INTEGER" for word in words)
        found = connection.execute(
            f"SELECT incident_id FROM texts ORDER BY {held} DESC, incident_id LIMIT {N_NEAREST + 1}"
        )
        return [row[0] for row in found.fetchall()]

    return search


def report(name: str, search: Search, incidents: pd.DataFrame, rows: np.ndarray) -> None:
    """Print quality (mean and standard error over the queries) and time of one search."""
    theme = incidents.set_index("incident_id")["theme"]
    precision, reciprocal_rank, milliseconds, busy = [], [], [], []
    for row in rows:
        began, worked = time.perf_counter(), time.thread_time()
        found = search(incidents["symptom"].iloc[row])
        milliseconds.append((time.perf_counter() - began) * 1e3)
        busy.append((time.thread_time() - worked) * 1e3)
        others = [one for one in found if one != incidents["incident_id"].iloc[row]][:N_NEAREST]
        is_right = theme.loc[others].to_numpy() == incidents["theme"].iloc[row]
        precision.append(is_right[:5].sum() / 5)
        reciprocal_rank.append(1 / (1 + int(is_right.argmax())) if is_right.any() else 0.0)
    p50, p95 = np.quantile(milliseconds, [0.5, 0.95])
    error, rank = np.std(precision) / np.sqrt(len(rows)), np.mean(reciprocal_rank)
    print(
        f"  {name:30} precision at 5 {np.mean(precision):.2f} ±{error:.2f}, MRR {rank:.2f}, "
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms (busy {np.quantile(busy, 0.95):.1f} ms)"
    )


def report_long_queries(index: SimilarIndex, incidents: pd.DataFrame, rows: np.ndarray) -> None:
    """Print the time of queries that are whole postmortems."""
    milliseconds, busy = [], []
    for text in incidents.iloc[rows][TEXT_FIELDS].agg(" ".join, axis=1):
        began, worked = time.perf_counter(), time.thread_time()
        index.nearest(text, N_NEAREST)
        milliseconds.append((time.perf_counter() - began) * 1e3)
        busy.append((time.thread_time() - worked) * 1e3)
    p50, p95 = np.quantile(milliseconds, [0.5, 0.95])
    busiest = np.quantile(busy, 0.95)
    print(f"  whole postmortems as queries: p50 {p50:.1f} ms, p95 {p95:.1f} ms (busy {busiest:.1f} ms)")


def report_rootecho(incidents: pd.DataFrame, rows: np.ndarray, python: str) -> None:
    """Print quality and time of rootecho, in a process of its own, among the first `MOST_FOR_ROOTECHO` incidents."""
    among = incidents.head(MOST_FOR_ROOTECHO)
    asked = incidents.iloc[rows[:MOST_ROOTECHO_QUERIES]]
    history = [
        {"id": one, "root_cause": cause} for one, cause in zip(among["incident_id"], among["cause_text"], strict=True)
    ]
    queries = [
        {"id": one, "root_cause": said} for one, said in zip(asked["incident_id"], asked["symptom"], strict=True)
    ]
    answer = subprocess.run(
        [python, "-c", ROOTECHO],
        input=json.dumps({"history": history, "queries": queries}),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(answer.stdout)
    theme = incidents.set_index("incident_id")["theme"]
    is_right = [
        (theme.loc[found].to_numpy() == theme.loc[one["id"]]).sum() / 5
        for one, found in zip(queries, said["found"], strict=True)
    ]
    p50, p95 = np.quantile(said["milliseconds"], [0.5, 0.95])
    print(
        f"  {f'rootecho, {len(among):,} incidents':30} precision at 5 {np.mean(is_right):.2f}, {len(queries)} queries, "
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    )


def report_saving(incidents: pd.DataFrame) -> None:
    """Print what it costs to save the index in a warehouse and to read it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "similar.duckdb"
        with building(path) as connection:
            rows = duckdb.from_df(
                incidents[["incident_id", *TEXT_FIELDS]].assign(
                    document_id="d", source_name="example", is_incident=True
                )
            )
            insert(connection, "incidents", rows.to_arrow_table())
            connection.execute("CHECKPOINT")
            n_bytes_before = _n_bytes(connection)
            began = time.perf_counter()
            write_search(connection)
            connection.execute("CHECKPOINT")
            print(f"  built and saved at load: {time.perf_counter() - began:.1f} s", end=", ")
            print(f"{(_n_bytes(connection) - n_bytes_before) / 1e6:.0f} MB in the file")
        seconds = []
        for _ in range(5):
            began = time.perf_counter()
            with reading(path) as connection:
                read_index(connection)
            seconds.append(time.perf_counter() - began)
        print(f"  read from the warehouse: {np.median(seconds):.2f} s (median of 5)")


def _n_bytes(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchone()
    return int(row[0]) if row else 0


def report_memory(incidents: pd.DataFrame) -> None:
    """Print how far a fresh process grows while it builds."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(1) as pool:
        path = Path(folder) / "texts.pickle"
        incidents[["incident_id", *TEXT_FIELDS]].to_pickle(path)
        print(f"  peak while building: {pool.apply(growth_while_building, (path,)):.0f} MB beside the texts")


def growth_while_building(path: Path) -> float:
    """Megabytes by which the process grows at most, counted from what it holds once the texts are read (Linux)."""
    texts = pd.read_pickle(path)  # noqa: S301 - written by this script
    n_pages = int(Path("/proc/self/statm").read_text().split()[1])
    build_index(texts)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return (most - n_pages * resource.getpagesize()) / 1e6


def main() -> None:
    """Build, search, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rootecho", help="the Python of an environment that has rootecho")
    arguments = parser.parse_args()
    incidents = tell_incidents(arguments.incidents)
    began = time.perf_counter()
    index = build_index(incidents[["incident_id", *TEXT_FIELDS]])
    seconds = time.perf_counter() - began
    held = index.postings.data.nbytes + index.postings.indices.nbytes + index.postings.indptr.nbytes
    print(f"{len(incidents):,} incidents, {len(index.term_rows):,} terms, {index.postings.nnz:,} postings")
    print(f"  built in {seconds:.1f} s, holds {held / 1e6:.0f} MB")
    report_memory(incidents)
    report_saving(incidents)
    themed = np.flatnonzero(incidents["theme"].notna())
    rows = np.random.default_rng(0).choice(themed, min(arguments.queries, len(themed)), replace=False)
    chance = incidents["theme"].value_counts().div(len(incidents)).pow(2).sum()
    print(f"{len(rows)} queries; an answer picked blindly is right in {chance:.0%} of cases")
    report("inverted TF-IDF index", by_index(index), incidents, rows)
    report_long_queries(index, incidents, rows)
    began = time.perf_counter()
    lsa = by_lsa(incidents)
    print(f"  LSA built in {time.perf_counter() - began:.1f} s")
    report("brute force over 100-d LSA", lsa, incidents, rows)
    report("DuckDB LIKE, most words first", by_like(incidents), incidents, rows)
    if arguments.rootecho:
        report_rootecho(incidents, rows, arguments.rootecho)


if __name__ == "__main__":
    main()
