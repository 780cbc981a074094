"""Texts with what people, or a generator, say of them: the sets that themes are measured on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl.analysis.theme_text import Kind
from etl.extract.discover import discover
from etl.load.documents import read_document

LABELS = "atlarge-research+llm-cloud-incident-extraction/4_label_data"
DFDS = "dfds+postmortems"
GOLD = {
    "dfds": DFDS,
    "moj_cloud_platform": "ministryofjustice+cloud-platform",
    "mybinder": "jupyterhub+mybinder.org-deploy",
}
OWN_CATEGORY = re.compile(r"^- Category:\s*(.+)$", re.MULTILINE)
COLUMNS = ["record_id", "text", "masks", "label"]
NONE = "none"
FORM = "XXX"


@dataclass(frozen=True)
class DataSet:
    """Texts with a label each (`texts`: record_id, text, masks, label)."""

    name: str
    kind: Kind
    texts: pd.DataFrame


def data_sets(corpora: Path, gold: Path, truth: Path) -> Iterator[DataSet]:
    """Every set that is there; the others are named and skipped."""
    for name, path, read in (
        ("hand-labelled cloud causes", corpora / LABELS, lambda: hand_labelled(corpora / LABELS)),
        ("dfds by its own categories", corpora / DFDS, lambda: own_categories(corpora / DFDS)),
        ("gold cause categories", gold, lambda: gold_categories(corpora, gold)),
        ("example company", truth, lambda: example_company(truth)),
    ):
        if path.exists():
            yield from read()
        else:
            print(f"{name}: skipped, there is no {path}")


def hand_labelled(folder: Path) -> Iterator[DataSet]:
    """Azure and Google Cloud causes with a hand-given category (Chu et al., AtLarge Research, CC0)."""
    rows = pd.concat([pd.read_csv(folder / f"{vendor}_label.csv") for vendor in ("azure", "gcp")], ignore_index=True)
    category = rows["label_root_cause_category"]
    rows = rows[rows["label_root_cause"].notna() & category.notna() & ~category.isin(["OTHERS", "UNKNOWN"])]
    listed = [
        (f"r{row:04d}", text, [], label)
        for row, text, label in zip(
            rows.index, rows["label_root_cause"], rows["label_root_cause_category"], strict=True
        )
    ]
    yield DataSet("cloud causes, hand-labelled", "cause", pd.DataFrame(listed, columns=COLUMNS))


def own_categories(folder: Path) -> Iterator[DataSet]:
    """Causes as the load reads them, with the category that dfds itself gives."""
    listed = []
    for path, incident in read_causes(folder).items():
        stated = OWN_CATEGORY.search(Path(path).read_text("utf-8"))
        if stated and stated[1].strip() != FORM:
            listed.append((path, *incident, stated[1].strip()))
    yield DataSet("dfds, own categories", "cause", pd.DataFrame(listed, columns=COLUMNS))


def gold_categories(corpora: Path, gold: Path) -> Iterator[DataSet]:
    """Causes in one sentence by careful readers, and as the load reads them, with the readers' category."""
    sentences, extracts = [], []
    for name, folder in GOLD.items():
        causes = {
            str(Path(path).relative_to(corpora.resolve())): found
            for path, found in read_causes(corpora / folder).items()
        }
        for line in (gold / f"{name}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            label = record["cause_category"]
            if not record["is_incident"] or label in (None, "unknown"):
                continue
            sentences.append((record["doc"], record["cause_statement"], [], label))
            if record["doc"] in causes:
                extracts.append((record["doc"], *causes[record["doc"]], label))
    yield DataSet("gold, one sentence a cause", "cause", pd.DataFrame(sentences, columns=COLUMNS))
    yield DataSet("gold, causes as extracted", "cause", pd.DataFrame(extracts, columns=COLUMNS))


def read_causes(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Path -> cause text and services of each document that states a cause."""
    found: dict[str, tuple[str, list[str]]] = {}
    for file in discover([str(folder)], None).files:
        rows = read_document(file, file.name, datetime(2026, 1, 1, tzinfo=UTC))
        services = [row["service"] for row in rows.get("incident_services", [])]
        causes = [row["cause_text"] for row in rows.get("incidents", []) if row["is_incident"] and row["cause_text"]]
        if causes:
            found[file.path] = (causes[0], services)
    return found


def example_company(truth: Path) -> Iterator[DataSet]:
    """Causes and follow-ups of the example company with their planted themes."""
    incidents: dict[str, Any] = json.loads(truth.read_text("utf-8"))["incidents"]
    causes = [(path, told["cause_text"], told["services"], told["theme"] or NONE) for path, told in incidents.items()]
    items = [
        (f"{path}#{item['seq']}", item["text"], told["services"], item["remediation_theme"] or NONE)
        for path, told in incidents.items()
        for item in told["follow_ups"]
    ]
    all_causes = pd.DataFrame(causes, columns=COLUMNS)
    themed = all_causes[all_causes["label"] != NONE].reset_index(drop=True)
    yield DataSet("example causes", "cause", all_causes)
    yield DataSet("example causes, without one-offs", "cause", themed)
    yield DataSet("example follow-ups", "remediation", pd.DataFrame(items, columns=COLUMNS))
