"""Which records are one incident: what documents say, what is alike, and what must not be linked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from etl.analysis.incident_links import find_links
from etl.analysis.link_names import own_names, plain_address
from etl.analysis.link_times import Times, near_pairs

CARDS = "Card payments fail in the checkout because the certificate of the card gateway expired"
SEARCH = "Search results come back empty after the index was rebuilt with the wrong analyser"


def record(incident_id: str, start: str | None, end: str | None, told: str = CARDS, **more: Any) -> dict[str, Any]:
    """A status page's record, unless said otherwise. ``start`` and ``end``: of 5 March 2024 where no day is given."""
    at = [None if t is None else pd.Timestamp(t if "-" in t else f"2024-03-05T{t}", tz="UTC") for t in (start, end)]
    given = {
        "incident_id": incident_id, "document_id": incident_id, "source_name": "shop", "format": "json",
        "folder": "status", "stem": None, "title": told, "url": None, "record_key": None,
        "occurred_on": at[0].tz_localize(None).normalize() if at[0] is not None else None, "started_at": at[0],
        "detected_at": None, "mitigated_at": None, "resolved_at": at[1], "is_day_only": False,
        "services": ["Checkout"], "told": told,
    }  # fmt: skip
    return {**given, **more}


def write_up(incident_id: str, start: str | None, end: str | None, told: str = CARDS, **more: Any) -> dict[str, Any]:
    """A postmortem: a document of another kind."""
    return record(incident_id, start, end, told, **{"format": "markdown", "folder": "postmortems", **more})


def links(*records: dict[str, Any], named: tuple[tuple[str, str, str, str], ...] = ()) -> dict[tuple[str, str], str]:
    """Pair -> kind. ``named``: incident_id, other_id, name, quote."""
    frame = pd.DataFrame(list(records))
    for column in ("started_at", "detected_at", "mitigated_at", "resolved_at"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    frame["occurred_on"] = pd.to_datetime(frame["occurred_on"])
    mentions = pd.DataFrame(list(named), columns=["incident_id", "other_id", "name", "quote"])
    found = find_links(frame, own_names(frame), mentions)
    return {(row.incident_id, row.other_id): row.kind for row in found.itertuples()}


def test_a_status_record_that_opens_after_the_fault_is_the_postmortems() -> None:
    """It opens a quarter of an hour later and closes half an hour later."""
    assert links(write_up("a", "08:10", "09:00"), record("b", "08:25", "09:30")) == {("a", "b"): "same_incident"}


def test_a_status_record_opens_when_the_fault_is_noticed() -> None:
    """The fault had lain hidden for two days: the postmortem's detection is compared too."""
    hidden = write_up("a", "2024-03-03T08:00", "09:00", detected_at=pd.Timestamp("2024-03-05T08:15", tz="UTC"))
    assert links(hidden, record("b", "08:20", "09:10")) == {("a", "b"): "same_incident"}


def test_midnight_parts_nothing() -> None:
    """The two are told of different days."""
    late = record("b", "2024-03-06T00:05", "2024-03-06T01:00")
    assert links(write_up("a", "2024-03-05T23:50", "2024-03-06T00:50"), late) == {("a", "b"): "same_incident"}


def test_two_incidents_of_one_day_and_service_stay_apart() -> None:
    """The morning's postmortem has nothing to do with the afternoon's record, alike as they are."""
    assert links(write_up("a", "08:10", "09:00"), record("b", "14:00", "14:50")) == {}


def test_a_relapse_right_after_is_asked_about_at_most() -> None:
    """It began twenty minutes after the first was over."""
    assert links(write_up("a", "08:10", "09:00"), record("b", "09:20", "09:50")).get(("a", "b")) != "same_incident"


def test_two_records_that_fit_equally_well_are_for_people_to_judge() -> None:
    """The status page tells of the outage twice, in one file: neither is linked by itself."""
    twice = [record(one, "08:20", "09:10", document_id="page") for one in ("b", "c")]
    assert links(write_up("a", "08:10", "09:00"), *twice) == {("a", "b"): "possible", ("a", "c"): "possible"}


def test_the_nearer_of_two_records_is_taken() -> None:
    """The other began two hours later on the same service."""
    found = links(
        write_up("a", "08:10", "09:00"),
        record("b", "08:20", "09:10", document_id="page"),
        record("c", "10:20", "11:10", document_id="page"),
    )
    assert found == {("a", "b"): "same_incident"}


def test_another_failure_at_the_same_time_is_another_incident() -> None:
    """Another service and other words, to the minute at the same time (another organisation's, perhaps)."""
    assert links(write_up("a", "08:10", "09:00"), record("b", "08:10", "09:00", SEARCH, services=["Search"])) == {}


def test_bare_times_of_one_service_are_asked_about() -> None:
    """ "We are investigating": nothing but time and service says so."""
    bare = record("b", "08:12", "09:01", "We are investigating this issue")
    assert links(write_up("a", "08:10", "09:00"), bare) == {("a", "b"): "possible"}


def test_records_of_one_kind_are_different_incidents() -> None:
    """Two postmortems of one folder, two records of one page: their authors told them apart."""
    assert links(write_up("a", "08:10", "09:00"), write_up("b", "08:12", "09:05")) == {}
    page = {"document_id": "page"}
    assert links(record("a", "08:10", "09:00", **page), record("b", "08:12", "09:05", **page, source_name="x")) == {}


def test_a_day_alone_is_too_little_to_be_sure() -> None:
    """The postmortem states no clock time."""
    vague = write_up("a", "00:00", None, is_day_only=True)
    assert links(vague, record("b", "08:20", "09:10")).get(("a", "b")) in {None, "possible"}


def test_records_without_any_time_are_left_alone() -> None:
    """Nothing raises."""
    assert links(write_up("a", None, None), record("b", "08:20", "09:10"), record("c", None, None)) == {}


def test_a_named_record_of_the_same_time_is_the_same_incident() -> None:
    """Whatever their words are: the postmortem leads to it."""
    named = ("a", "b", "kx8tz2m4qd1w", "Status page: https://status.example/kx8tz2m4qd1w")
    pair = write_up("a", "08:10", "09:00", SEARCH), record("b", "08:20", "09:10", record_key="kx8tz2m4qd1w")
    assert links(*pair, named=(named,)) == {("a", "b"): "same_incident"}


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        ("2024-02-01T08:00", "2024-02-01T09:00", "Status page: https://status.example/kx8tz2m4qd1w"),
        ("08:10", "09:00", "Caused by https://status.example/kx8tz2m4qd1w"),
        ("08:10", "09:00", "See also the related incident https://status.example/kx8tz2m4qd1w"),
    ],
)
def test_a_named_record_of_another_time_or_of_another_role_is_only_mentioned(start: str, end: str, quote: str) -> None:
    """An earlier incident, or one that this one followed from."""
    pair = (
        write_up("a", start, end, SEARCH, services=["Search"]),
        record("b", "08:20", "09:10", record_key="kx8tz2m4qd1w"),
    )
    assert links(*pair, named=(("a", "b", "kx8tz2m4qd1w", quote),)) == {("a", "b"): "mentions"}


def test_a_postmortem_that_names_another_one_of_its_folder_only_mentions_it() -> None:
    """Two postmortems of one day are two incidents, though the one names the other."""
    pair = write_up("a", "08:10", "09:00", stem="INC-41 Network.md"), write_up("b", "08:20", "09:10", SEARCH)
    assert links(*pair, named=(("b", "a", "inc-41", "Network: INC-41"),)) == {("b", "a"): "mentions"}


def test_a_chat_a_ticket_and_the_write_up_share_their_number() -> None:
    """Of one folder or of several; the chat states no more than its day."""
    found = links(
        record("a", "00:00", None, SEARCH, format="text", folder="inc-41", stem="chat.txt", is_day_only=True),
        record("b", "08:20", "09:10", record_key="INC-41"),
        write_up("c", "08:10", "09:00", stem="INC-41 checkout.md"),
    )
    assert found == {("a", "b"): "same_incident", ("a", "c"): "same_incident", ("b", "c"): "same_incident"}


def test_what_many_or_distant_records_share_names_none_of_them() -> None:
    """The address of the repository that all were read from; a number that began again."""
    distant = [
        write_up("a", "08:10", "09:00", url="https://git.example/postmortems", stem="INC-41.md"),
        record("b", "2024-09-01T08:00", "2024-09-01T09:00", url="https://git.example/postmortems", record_key="INC-41"),
    ]
    assert own_names(pd.DataFrame(distant)).empty
    assert links(*distant) == {}


def test_names_are_told_from_codes_and_dates() -> None:
    """ "HTTP-503", "CVE-2021-44228", a date and "postmortem.md" are nobody's."""
    frame = pd.DataFrame(
        [
            write_up("a", "08:10", "09:00", "HTTP-503 in the checkout", stem="2024-03-05.md"),
            write_up("b", "08:10", "09:00", "CVE-2021-44228 found", stem="postmortem.md"),
            write_up("c", "08:10", "09:00", "Cards fail (INC-77)", stem="PM2024-003 - cards.md", record_key="17"),
        ]
    )
    assert set(own_names(frame).itertuples(index=False, name=None)) == {
        ("c", "inc-77"), ("c", "pm2024-003"), ("c", "pm2024-003 - cards"),
    }  # fmt: skip


def test_an_address_is_compared_without_what_does_not_tell_it_from_others() -> None:
    """Protocol, www, case, fragment and the full stop after it."""
    assert plain_address("https://www.Status.example/i/1/#updates") == plain_address("http://status.example/i/1.")


def test_only_records_that_are_near_in_time_are_compared() -> None:
    """Ten thousand records of each of two kinds, one of each an hour: a record meets those of four hours before and
    after, however many there are."""
    n = 10_000
    start = pd.Timestamp("2020-01-01", tz="UTC") + pd.to_timedelta(np.arange(n), unit="h")
    frame = pd.DataFrame({"started_at": start, "resolved_at": start + pd.Timedelta(minutes=30)})
    frame["detected_at"] = frame["mitigated_at"] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns, UTC]")
    frame["occurred_on"], frame["is_day_only"] = frame["started_at"].dt.tz_localize(None).dt.normalize(), False
    both = pd.concat([frame, frame], ignore_index=True)
    left, right = near_pairs(Times(both), np.repeat([0, 1], n).astype(np.intp))
    assert len(left) == 9 * n - 20
    assert (np.abs(left - (right - n)) <= 4).all()
