"""Themes found in planted texts: what is in them, what is left out, and that nothing depends on order."""

import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.preprocessing import normalize

from etl.analysis import theme_clusters
from etl.analysis.theme_clusters import OUTLIER
from etl.analysis.theme_members import best_jaccards
from etl.analysis.theme_model import MEMBER_COLUMNS, THEME_COLUMNS
from etl.analysis.themes import Themes, central_rows, find_themes

TRUTH = Path(__file__).parents[3] / "data" / "example" / "truth.json"

PLANTED = {
    "certificates": (
        "The TLS certificate of the {a} had expired and clients refused the handshake.",
        "An expired certificate on the {a} broke every TLS handshake with {b}.",
        "Nobody renewed the {a} certificate, so the TLS handshake from {b} failed.",
        "Renewal of the TLS certificate failed and the expired certificate stayed on the {a}.",
    ),
    "pools": (
        "The connection pool of the {a} was exhausted by slow queries from {b}.",
        "Slow queries held all database connections until the {a} connection pool ran dry.",
        "A leak of database connections exhausted the connection pool on the {a}.",
        "Too many idle database connections left the {a} without a free slot in the connection pool.",
    ),
    "fiber": (
        "A fiber cut near {b} took down the backbone link and routers dropped packets on the {a}.",
        "Construction work caused a fiber cut; backbone routers dropped packets towards {b}.",
        "Two fiber cuts left the backbone routers without capacity and the {a} lost packets.",
        "The backbone link lost packets after a fiber cut between the {a} and {b}.",
    ),
    "leaks": (
        "A memory leak in the new release made the {a} heap grow until it was killed.",
        "The release leaked memory on each request and the {a} heap filled up.",
        "Heap memory grew without bound after the release; the {a} was killed and restarted.",
        "Garbage collection could not free the leaked memory, so the {a} heap overflowed after the release.",
    ),
}
ONE_OFFS = (
    "Squirrels chewed through insulation beside the loading dock",
    "Leap-second smearing disagreed with astronomers' almanac readings",
    "Courier lost the vault combination during carnival weekend",
)
PLACES = ("gateway", "ledger", "scheduler", "portal", "warehouse", "mailer", "catalogue", "billing")


def planted_texts(n: int = 80, seed: int = 0) -> pd.DataFrame:
    """Texts with their planted theme, and three that belong to none."""
    rng = random.Random(seed)  # noqa: S311
    rows = []
    for number in range(n):
        theme = list(PLANTED)[number % len(PLANTED)]
        text = rng.choice(PLANTED[theme]).format(a=rng.choice(PLACES), b=rng.choice(PLACES))
        rows.append((f"r{number:03d}", text, [], theme))
    rows += [(f"x{number}", text, [], "one-off") for number, text in enumerate(ONE_OFFS)]
    return pd.DataFrame(rows, columns=["record_id", "text", "masks", "planted"])


@pytest.fixture(scope="module")
def texts() -> pd.DataFrame:
    """Eighty texts of four themes and three one-offs."""
    return planted_texts()


@pytest.fixture(scope="module")
def found(texts: pd.DataFrame) -> Themes:
    """Their themes."""
    return find_themes(texts, "cause")


def labels_of(themes: Themes, texts: pd.DataFrame) -> np.ndarray:
    """Primary theme of each text, -1 for none."""
    primary = themes.members[themes.members["is_primary"]].set_index("record_id")["theme_no"]
    return texts["record_id"].map(primary).fillna(-1).to_numpy(dtype=int)


def test_planted_themes_are_found_without_being_told_how_many(texts: pd.DataFrame, found: Themes) -> None:
    """Adjusted mutual information with the planted themes is at least 0.9 (1 would be perfect)."""
    assert adjusted_mutual_info_score(texts["planted"], labels_of(found, texts)) >= 0.9


def test_one_offs_stay_outliers(texts: pd.DataFrame, found: Themes) -> None:
    """Texts that share no words with others are in no theme."""
    labels = labels_of(found, texts)
    assert (labels[texts["planted"] == "one-off"] == -1).all()
    assert (labels[texts["planted"] != "one-off"] == -1).mean() < 0.1


def test_tables_are_shaped_as_promised(found: Themes) -> None:
    """Columns, sizes and bounds."""
    assert tuple(found.themes.columns) == THEME_COLUMNS
    assert tuple(found.members.columns) == MEMBER_COLUMNS
    primary = found.members[found.members["is_primary"]]
    assert not primary["record_id"].duplicated().any()
    assert found.themes["n_members"].tolist() == primary.groupby("theme_no").size().tolist()
    assert found.themes["n_members"].is_monotonic_decreasing
    assert found.themes["stability"].between(0, 1).all()
    assert found.members["distance"].between(-1e-9, 2).all()
    assert found.themes["terms"].map(len).between(2, 8).all()


def test_central_records_are_members_of_their_theme(texts: pd.DataFrame, found: Themes) -> None:
    """Three of them, of three different texts where the theme has so many."""
    primary = found.members[found.members["is_primary"]].set_index("record_id")["theme_no"]
    wording = texts.set_index("record_id")["text"]
    for theme in found.themes.itertuples():
        assert [primary[one] for one in theme.central_ids] == [theme.theme_no] * 3
        assert wording[theme.central_ids].nunique() == 3


def test_the_most_central_text_uses_the_words_that_a_theme_has_in_common() -> None:
    """Of four texts on disks, the one that says nothing else stands first, its copy last."""
    told = pd.Series(["disk full", "disk full", "disk full of cats", "disk slow"])
    weights = csr_matrix(normalize([[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 1]]))
    assert central_rows(weights, told, [0, 1, 2, 3]) == [0, 2, 3]


def test_a_second_membership_is_of_another_theme(found: Themes) -> None:
    """And never the only one."""
    second = found.members[~found.members["is_primary"].astype(bool)]
    primary = found.members[found.members["is_primary"]].set_index("record_id")["theme_no"]
    assert (primary.loc[second["record_id"]].to_numpy() != second["theme_no"].to_numpy()).all()


def test_labels_are_readable_and_distinct(found: Themes) -> None:
    """At most eight words in sentence case, each theme its own, telling what failed."""
    labels = found.themes["label"].tolist()
    assert len(set(labels)) == len(labels)
    for label in labels:
        assert 1 <= len(label.split()) <= 8
        assert label[0].isupper()
    joined = " ".join(labels).lower()
    for words in (("certificate", "tls"), ("connection",), ("network", "fiber"), ("memory",)):
        assert any(word in joined for word in words)


def test_order_of_the_texts_does_not_matter(texts: pd.DataFrame, found: Themes) -> None:
    """Shuffled rows give the same tables."""
    again = find_themes(texts.sample(frac=1, random_state=3), "cause")
    pd.testing.assert_frame_equal(again.themes, found.themes)
    pd.testing.assert_frame_equal(again.members, found.members)


def test_service_names_do_not_gather_texts() -> None:
    """With their names masked, texts of one service do not form a theme of their own."""
    texts = planted_texts(60, seed=2)
    named = texts.assign(
        text=[f"{text} This hit payments-core and Card Vault hard." for text in texts["text"]],
        masks=[["payments-core", "Card Vault"]] * len(texts),
    )
    themes = find_themes(named, "cause")
    words = " ".join(word for terms in themes.themes["terms"] for word in terms).lower().split()
    assert not {"payments-core", "payments", "vault", "card"} & set(words)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_texts_have_no_themes(n: int) -> None:
    """Under six texts nothing can be said to recur."""
    themes = find_themes(planted_texts(8).head(n), "cause")
    assert themes.themes.empty
    assert themes.members.empty
    assert tuple(themes.themes.columns) == THEME_COLUMNS


@pytest.mark.parametrize(
    "texts",
    [
        [""] * 10,
        [None] * 10,
        ["the and of"] * 10,
        ["certificate"] * 10,
        ["12 45 %"] * 10,
        ["ÜÖÄ ßß 日本"] * 10,
    ],
    ids=["empty", "missing", "stop words", "one word", "numbers", "not English"],
)
def test_poor_texts_do_no_harm(texts: list[str | None]) -> None:
    """No crash and no invented themes: at most the one that is there."""
    frame = pd.DataFrame({"record_id": [f"r{i}" for i in range(10)], "text": texts, "masks": [[]] * 10})
    assert len(find_themes(frame, "cause").themes) <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(ONE_OFFS), min_size=0, max_size=25))
def test_any_texts_are_accepted(texts: list[str]) -> None:
    """Whatever is written, members are records that were given, and each is in one theme first."""
    ids = [f"r{i}" for i in range(len(texts))]
    found = find_themes(pd.DataFrame({"record_id": ids, "text": texts, "masks": [None] * len(texts)}), "remediation")
    primary = found.members[found.members["is_primary"].astype(bool)]["record_id"]
    assert set(primary) <= set(ids)
    assert primary.is_unique


def test_two_rows_of_one_record_are_refused() -> None:
    """A record has one text."""
    with pytest.raises(ValueError, match="record_id must be unique"):
        find_themes(pd.concat([planted_texts(8)] * 2), "cause")


def test_many_texts_are_fitted_on_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit of Ward linkage the same themes come out, by KMeans."""
    monkeypatch.setattr(theme_clusters, "MOST_LINKED", 150)
    texts = planted_texts(600, seed=1)
    themes = find_themes(texts, "cause")
    assert adjusted_mutual_info_score(texts["planted"], labels_of(themes, texts)) >= 0.9


def test_stability_is_the_best_jaccard() -> None:
    """Hand calculation: {0,1,2} against {0,1} is 2/3, {3,4} against {2,3,4} is 2/3; outliers do not count."""
    themes = np.array([0, 0, 0, 1, 1, OUTLIER])
    clusters = np.array([0, 0, 1, 1, 1, 2])
    assert best_jaccards(themes, clusters, 2).tolist() == pytest.approx([2 / 3, 2 / 3])


def test_a_theme_that_was_not_drawn_has_no_jaccard() -> None:
    """Not 0: nothing was measured."""
    assert np.isnan(best_jaccards(np.array([0, 0]), np.array([0, 0]), 2)[1])


def test_the_themes_of_the_example_company_are_found() -> None:
    """Of its planted cause themes: AMI at least 0.7, and a number of themes within a factor of two."""
    truth = json.loads(TRUTH.read_text("utf-8"))
    planted = pd.DataFrame(
        [
            (path, incident["cause_text"], incident["services"], incident["theme"])
            for path, incident in truth["incidents"].items()
        ],
        columns=["record_id", "text", "masks", "planted"],
    )
    themes = find_themes(planted, "cause")
    labels = labels_of(themes, planted)
    is_themed = planted["planted"].notna().to_numpy()
    score = adjusted_mutual_info_score(planted["planted"][is_themed], labels[is_themed])
    assert score >= 0.7
    assert 0.5 <= len(themes.themes) / len(truth["themes"]) <= 2
