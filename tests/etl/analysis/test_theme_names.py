"""Names in use for common failures."""

import pytest

from etl.analysis.theme_name_lists import CAUSE_NAMES, FIX_NAMES, VAGUE
from etl.analysis.theme_names import known_names
from etl.analysis.theme_text import Kind
from etl.transform.patterns import AnyOf, worded

EXPIRED = [
    "The TLS certificate of the gateway had expired.",
    "A certificate was not renewed and expired at midnight.",
    "Expired certificate on the load balancer.",
]
FULL = [
    "The disk was full because log rotation had stopped.",
    "No space left on device: logs filled the volume.",
    "Free space had been shrinking for weeks until the disk filled up.",
]
ODD = ["The parrot said so.", "Nobody knows what the parrot said.", "A parrot again."]


def test_a_theme_takes_the_name_that_most_of_its_texts_tell() -> None:
    """Certificates and disks have names; parrots have none."""
    names = known_names([*EXPIRED, *FULL, *ODD], [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "cause")
    assert names == ["Expired TLS certificates", "Full disks", None]


def test_two_names_are_joined_where_it_takes_both_to_cover_most_texts() -> None:
    """Three texts tell of full disks and three of bots; neither name alone covers more than half of all."""
    mixed = [*FULL, *(f"Bots scraped the {page} page all night." for page in ("cart", "price", "stock"))]
    rest = [f"The parrot said {word}." for word in ("one", "two", "three", "four", "five", "six", "seven")]
    names = known_names([*mixed, rest[0], *rest[1:]], [list(range(7)), list(range(7, 13))], "cause")
    assert names == ["Bots and abusive traffic, full disks", None]


def test_a_vague_name_gives_way_to_one_that_says_more() -> None:
    """Every text names a database, most tell of a failover: the failover names the theme."""
    failovers = [
        "The database failover left two primaries.",
        "A replica was promoted while the database was behind.",
        "Failover of the database took ten minutes.",
        "The database was slow.",
    ]
    assert known_names([*failovers, *ODD], [[0, 1, 2, 3], [4, 5, 6]], "cause") == ["Database failovers", None]


def test_every_name_is_given_once() -> None:
    """Two themes on disks: the one that tells it in more of its texts gets the name."""
    texts = [*FULL, "The disk was full.", "A parrot.", "A second parrot.", *EXPIRED]
    names = known_names(texts, [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "cause")
    assert names[0] == "Full disks"
    assert names[1] != "Full disks"


def test_no_themes_have_no_names() -> None:
    """Nothing in, nothing out."""
    assert known_names([], [], "remediation") == []


@pytest.mark.parametrize("kind", ["cause", "remediation"])
def test_every_name_is_listed_once_with_a_pattern(kind: Kind) -> None:
    """A name that stood twice could be given twice."""
    lines = (CAUSE_NAMES if kind == "cause" else FIX_NAMES).strip().splitlines()
    parted = [line.partition(": ") for line in lines]
    assert all(name and pattern for name, _, pattern in parted)
    assert len({name.removeprefix(VAGUE) for name, _, _ in parted}) == len(parted)


def test_many_patterns_at_once_find_what_each_finds() -> None:
    """The set of patterns agrees with the patterns one by one, in any case and any script."""
    sources = [line.partition(": ")[2] for line in CAUSE_NAMES.strip().splitlines()]
    names = AnyOf(sources)
    for text in [*EXPIRED, *FULL, *ODD, "DNS ÄÖÜ — упал 漢字", ""]:
        assert list(names.among(text)) == [place for place, source in enumerate(sources) if worded(source).search(text)]
