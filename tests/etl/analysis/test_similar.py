"""The nearest incidents: what is near, what is shared, and that nothing else comes back."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from etl.analysis.similar import MOST_QUERY_TERMS, SimilarIndex, build_index, highest, read_terms

TOLD = {
    "i1": ("Lapsed certificate stops payments", "The TLS certificate on the payments listener expired."),
    "i2": ("Pricing slow", "A query without an index exhausted the connection pool of the database."),
    "i3": ("Search down", "The resolver dropped lookups, and host names could not be resolved."),
    "i4": ("Checkout errors", "A rollout left the old cache keys in place."),
}


@pytest.fixture
def texts() -> pd.DataFrame:
    return pd.DataFrame([(key, *said) for key, said in TOLD.items()], columns=["incident_id", "title", "cause_text"])


@pytest.fixture
def index(texts: pd.DataFrame) -> SimilarIndex:
    return build_index(texts)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("our certificates have expired", "i1"),
        ("Waiting for a free connection from the pool", "i2"),
        ("`lookup` of a host name fails", "i3"),
        ("stale entries in the cache after the rollout", "i4"),
    ],
)
def test_the_incident_that_says_the_same_comes_first(index: SimilarIndex, text: str, nearest: str) -> None:
    """Other forms of its words are enough; each expected answer was read off the four texts by hand."""
    assert index.nearest(text)["incident_id"].iloc[0] == nearest


def test_a_word_for_the_same_thing_is_enough(index: SimilarIndex) -> None:
    """No text says DNS; the concepts (theme_concepts.py) put it beside "resolver" and "lookup"."""
    found = index.nearest("DNS")
    assert found["incident_id"].tolist() == ["i3"]
    assert found["shared_terms"].iloc[0] == ["DNS"]


def test_scores_are_cosines() -> None:
    """Equal to scikit-learn's TF-IDF with square-root counts, for texts in which no clause stands twice."""
    said = ["certificate expired certificate", "database index missing", "certificate for the database"]
    index = build_index(pd.DataFrame({"incident_id": ["a", "b", "c"], "text": said}))
    query = "certificate for the database index of a certificate"
    vectorizer = CountVectorizer(analyzer=read_terms).fit(said)
    transformer = TfidfTransformer()
    weights = transformer.fit_transform(vectorizer.transform(said).sqrt())
    expected = (weights @ transformer.transform(vectorizer.transform([query]).sqrt()).T).toarray().ravel()
    found = index.nearest(query).set_index("incident_id")["score"]
    np.testing.assert_allclose(found.loc[["a", "b", "c"]], expected, rtol=1e-5)


def test_its_own_text_has_score_one() -> None:
    """The cosine of a text with itself is 1, by definition."""
    index = build_index(pd.DataFrame({"incident_id": ["a", "b"], "text": ["disk full", "certificate expired"]}))
    found = index.nearest("disk full")
    assert found["incident_id"].tolist() == ["a"]
    assert found["score"].iloc[0] == pytest.approx(1)


def test_set_phrases_count_little() -> None:
    """A clause of four texts counts 1 / sqrt(4) in each: the weights of "queue" and "firmware" by hand."""
    told = [f"The queue drained. A {word}." for word in ("certificate", "database", "resolver", "firmware")]
    index = build_index(pd.DataFrame({"incident_id": list("abcd"), "text": told}))
    weights = index.postings.toarray()[:, 3]
    rarity_of_queue, rarity_of_firmware = math.log(5 / 5) + 1, math.log(5 / 2) + 1
    expected = (4**-0.5) ** 0.5 * rarity_of_queue / rarity_of_firmware
    found = weights[index.term_rows["queu"]] / weights[index.term_rows["firmwar"]]
    assert found == pytest.approx(expected, rel=1e-5)


def test_shared_words_are_those_of_the_query(index: SimilarIndex) -> None:
    """As the reader wrote them, each once, the most telling first; none that the incident lacks."""
    shared = index.nearest("Certificates, certificates! Listener, TLS, pool, firmware")["shared_terms"].iloc[0]
    assert sorted(shared) == ["Certificates", "Listener", "TLS"]


@pytest.mark.parametrize("text", ["", "   ", "the of and", "12:30 10.0.0.1 42", "zyzzyva"])
def test_nothing_in_common_is_no_answer(index: SimilarIndex, text: str) -> None:
    """No made-up neighbours: a text without a known telling word finds nothing, and the columns stay."""
    found = index.nearest(text)
    assert found.empty
    assert list(found) == ["incident_id", "score", "shared_terms"]


def test_the_words_of_error_messages_count(index: SimilarIndex) -> None:
    """Code is masked for themes but searched here: people paste error messages."""
    assert index.nearest("`SSL_ERROR_EXPIRED_CERT_ALERT`")["incident_id"].iloc[0] == "i1"


def test_an_answer_may_be_limited(index: SimilarIndex) -> None:
    """`among` leaves out every other incident, `n` all but the nearest, and no n is no answer."""
    everything = index.nearest("certificate database resolver rollout")
    assert len(everything) == 4
    among = index.nearest("certificate database resolver rollout", among=["i2", "i4", "unknown"])
    assert set(among["incident_id"]) == {"i2", "i4"}
    first = index.nearest("certificate database resolver rollout", n=1)
    assert first["incident_id"].tolist() == everything["incident_id"].tolist()[:1]
    assert index.nearest("certificate", n=0).empty


def test_the_order_of_the_rows_changes_nothing(texts: pd.DataFrame, index: SimilarIndex) -> None:
    """The same incidents give the same answer."""
    turned = build_index(texts.iloc[::-1])
    text = "the certificate of the database resolver"
    pd.testing.assert_frame_equal(turned.nearest(text), index.nearest(text))
    alike = build_index(pd.DataFrame({"incident_id": ["b", "a"], "text": ["disk full", "disk full"]}))
    assert alike.nearest("disk")["incident_id"].tolist() == ["a", "b"]


def test_missing_texts_are_no_words() -> None:
    """None and NaN are not searched; an incident without any text is found by nothing."""
    index = build_index(
        pd.DataFrame({"incident_id": ["a", "b"], "title": [None, "Disk full"], "cause_text": [float("nan"), None]})
    )
    assert index.nearest("nan none disk")["incident_id"].tolist() == ["b"]


@pytest.mark.parametrize("said", [[], [None, None], ["", "the"]])
def test_an_index_of_nothing_answers_nothing(said: list[str | None]) -> None:
    """No incident, or none with a word."""
    ids = [str(number) for number in range(len(said))]
    assert build_index(pd.DataFrame({"incident_id": ids, "text": said})).nearest("disk full").empty


def test_an_incident_twice_is_refused(texts: pd.DataFrame) -> None:
    """One row per incident."""
    with pytest.raises(ValueError, match="incident_id must be unique"):
        build_index(pd.concat([texts, texts]))


def test_a_long_text_keeps_its_most_telling_terms() -> None:
    """Beyond the limit the commonest terms go: the rare word at the end still finds its incident."""
    words = [f"{a}{b}x" for a in "bcdfghjk" for b in "aeiouylmnr"]
    told = [" ".join(words)] * 9 + ["quorum"]
    index = build_index(pd.DataFrame({"incident_id": list("abcdefghij"), "text": told}))
    assert len(words) > MOST_QUERY_TERMS
    assert "j" in index.nearest(" ".join([*words, "quorum"]))["incident_id"].tolist()


def test_equal_scores_keep_their_order() -> None:
    """Also across the cut at n, so that an answer is the same on every machine."""
    scores = np.array([0.5, 0.9, 0.5, 0.0, 0.5], dtype=np.float32)
    assert highest(scores, 3).tolist() == [1, 0, 2]
    assert highest(scores, 9).tolist() == [1, 0, 2, 4]
