"""Real incidents that are told twice: the write-ups in data/public and the records that they were written from."""

from __future__ import annotations

import pytest

from benchmarks.links import CORPORA, Told, as_found, as_told, left_alone, read_told

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora do not stand beside the project")


@pytest.fixture(scope="module")
def told() -> Told:
    """All records, and for each of the 155 write-ups those that it was written from."""
    return read_told()


def test_every_write_up_has_its_record(told: Told) -> None:
    """The truth is there: no write-up is left out of the figures."""
    assert len(told.write_ups) == 155
    assert all(told.sources.values())


def test_what_documents_say_is_followed(told: Told) -> None:
    """At least 97 % are linked with their record, none with another (measured: 151 of 155, 0 of 152 links wrong)."""
    quality = as_told(told)
    assert quality.n_wrong == 0
    assert quality.recall >= 0.97


def test_times_services_and_words_find_most(told: Told) -> None:
    """Without addresses, keys and file names at least 90 % are found, and at most one link in fifty is wrong (measured:
    144 of 155, none of 144 wrong)."""
    quality = as_found(told)
    assert quality.n_wrong <= quality.n_links / 50
    assert quality.recall >= 0.9


def test_a_write_up_without_its_record_is_linked_with_no_other(told: Told) -> None:
    """What happened elsewhere on those days, to the same organisation too, is not taken for it (measured: none)."""
    assert left_alone(told).n_wrong <= 1
