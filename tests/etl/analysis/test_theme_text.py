"""Cleaning of incident prose, by examples."""

import pytest

from etl.analysis.theme_text import mask_text, read_corpus, stem
from etl.analysis.theme_weights import weigh_terms


def stems_of(text: str, *masks: str) -> list[str]:
    """Telling stems of one text, without concepts."""
    corpus = read_corpus([text], [list(masks)], "cause")
    return [term for clause in corpus.clauses[0] for term in clause if not term.startswith("=")]


@pytest.mark.parametrize(
    "words",
    [
        ("certificate", "certificates"),
        ("expire", "expired", "expires", "expiring"),
        ("configuration", "configurations"),
        ("query", "queries"),
        ("deploy", "deployed", "deployment", "deployments", "deploying"),
        ("stop", "stopped", "stopping", "stops"),
        ("access", "accesses"),
        ("status",),
    ],
)
def test_forms_of_one_word_share_a_stem(words: tuple[str, ...]) -> None:
    """Light stemming after Harman (1991): common endings only."""
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(("first", "second"), [("cache", "case"), ("disk", "dish"), ("index", "indicator")])
def test_different_words_keep_different_stems(first: str, second: str) -> None:
    """Light means light."""
    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    "text",
    [
        "Expired certificate on db01.eu-west-1.example.com",
        "Expired certificate (`x509: certificate has lapsed` in `tls.go`)",
        "Expired certificate\n```\npanic: goroutine 1\n```",
        "Expired certificate, see https://example.com/postmortem/handler",
        "Expired certificate 4f3a9c12-aa 17 %",
        "2024-01-02T10:11:12Z ERROR worker crashed\nExpired certificate",
        "**Expired** [certificate](docs/bogus.md)",
        "Expired customer's certificate",
    ],
    ids=["host", "code", "code block", "link", "id", "log line", "Markdown", "possessive"],
)
def test_what_tells_where_and_not_how_is_masked(text: str) -> None:
    """Only "expired certificate" is left."""
    assert stems_of(text) == stems_of("expired certificate")


def test_own_services_are_masked_in_any_case() -> None:
    """Also a name of several words, and a plain word in its own record only."""
    assert stems_of("Search and the Card Vault dropped packets", "search", "card vault") == ["drop", "packet"]


def test_distinctive_names_are_masked_in_every_record() -> None:
    """A hyphenated name of one record is a name in all; a plain one may be an ordinary word elsewhere."""
    corpus = read_corpus(
        ["pricing-api froze", "packets froze in search and pricing-api."],
        [["pricing-api", "search"], []],
        "cause",
    )
    assert [term for term in corpus.clauses[1][0] if not term.startswith("=")] == ["packet", "froz", "search"]


def test_hyphenated_words_are_words() -> None:
    """ "load-balancer" is no identifier."""
    assert stems_of("load-balancer") == stems_of("load balancer")


def test_words_for_the_same_thing_share_a_concept() -> None:
    """Two texts about certificates without a common word meet in their concept."""
    corpus = read_corpus(["TLS handshake refused", "the cert had lapsed"], [[], []], "cause")
    assert "=certificates" in corpus.terms(0)
    assert "=certificates" in corpus.terms(1)


def test_the_kind_of_work_counts_in_remediation() -> None:
    """An action verb that says nothing of a cause gathers follow-ups."""
    corpus = read_corpus(["Review the runbook"], [[]], "remediation")
    assert corpus.clauses[0][0].count("=runbooks") > 1
    assert "=guard rails" in corpus.terms(0)


def test_set_phrases_weigh_less() -> None:
    """A clause of four texts counts 1 / sqrt(4), one of a single text 1."""
    texts = [f"We are sorry about this. {cause} broke." for cause in ("Disk", "Cable", "Cache", "Lock")]
    corpus = read_corpus(texts, [[]] * 4, "cause")
    assert [corpus.clause_weight(clause) for clause in corpus.clauses[0]] == [0.5, 1.0]


def test_terms_of_a_single_text_are_not_weighed() -> None:
    """They gather nothing, and tell how far a text is from the others."""
    corpus = read_corpus(["disk full", "disk broken", "zebra"], [[]] * 3, "cause")
    weights = weigh_terms(corpus)
    assert weights.tfidf[2].nnz == 0
    assert weights.share_kept[2] == 0
    assert 0 < weights.share_kept[0] < 1


def test_headings_of_status_updates_tell_nothing() -> None:
    """They stand inside the text that a status page's updates were put together from."""
    told = mask_text("Update: the queue grew. Resolved: workers were added. Preliminary root cause: a slow query.", ())
    assert "Update" not in told
    assert "Resolved" not in told
    assert "root cause" not in told
    assert "slow query" in told
