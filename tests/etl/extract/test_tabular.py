"""Records of structured files, and the line that each stands on."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.errors import RejectedError
from etl.extract.tabular import records_of
from etl.records import Reject


def read(suffix: str, text: str, rejects: list[Reject] | None = None) -> list[tuple[int, int, dict[str, Any]]]:
    found = records_of(suffix, b"", text, "f", [] if rejects is None else rejects)
    return [(start, end, record) for start, end, record, _ in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_parts_its_columns(delimiter: str) -> None:
    """The header line tells the delimiter."""
    text = f"title{delimiter}start\nA{delimiter}2024-01-01\n"
    assert read(".csv", text) == [(2, 2, {"title": "A", "start": "2024-01-01"})]


def test_a_quoted_value_may_hold_lines() -> None:
    """The lines of a record are those of the file, also after a value of two lines."""
    assert read(".csv", 'a,b\n"x\ny",1\nz,2\n') == [
        (2, 3, {"a": "x\ny", "b": "1"}),
        (4, 4, {"a": "z", "b": "2"}),
    ]


def test_a_quote_that_is_never_closed_is_a_reject() -> None:
    """The rest of the file would be one value: the line is named, and the rows above it are read."""
    rejects: list[Reject] = []
    assert [start for start, _, _ in read(".csv", 'a,b\n1,2\n"x,3\ny,4\nz,5\n', rejects)] == [2]
    assert [(r.line, r.problem) for r in rejects] == [(3, "A quote is opened here and never closed")]


def test_rows_that_are_too_short_or_too_long_are_read() -> None:
    """Missing cells are missing; cells beyond the header have no name and are left out."""
    assert read(".csv", "a,b\n1\n1,2,3\n") == [(2, 2, {"a": "1", "b": None}), (3, 3, {"a": "1", "b": "2"})]


def test_a_nul_in_a_cell_is_read() -> None:
    """Beyond the part that is looked at for binary data a NUL does not stop the reader."""
    assert read(".csv", "a,b\n1,x\0y\n")[0][2]["b"] == "x\0y"


def test_a_wrong_json_line_is_a_reject_and_the_others_are_read() -> None:
    """Its own line number, also after an empty line; Infinity and NaN are read as numbers."""
    rejects: list[Reject] = []
    text = '{"id": 1}\n\n{"id": \n[1]\n{"id": NaN}\n{"id": ' + "9" * 5000 + "}\n" + "[" * 10_000 + "\n"
    assert [start for start, _, _ in read(".jsonl", text, rejects)] == [1, 5]
    assert [r.line for r in rejects] == [3, 4, 6, 7]
    assert all(r.hint for r in rejects)


@pytest.mark.parametrize("key", ["incidents", "data", "results", "issues"])
def test_json_records_may_stand_below_a_key(key: str) -> None:
    """An export wraps its list; each record's line is where its id stands."""
    text = f'{{\n"{key}": [\n{{"id": "a"}},\n{{"id": "b"}}\n]}}'
    assert [(start, r["id"]) for start, _, r in read(".json", text)] == [(3, "a"), (4, "b")]


def test_entries_that_are_no_objects_are_a_reject() -> None:
    """Numbers and texts among the records are counted and listed."""
    rejects: list[Reject] = []
    assert len(read(".json", '[{"id": 1}, 3, "x"]', rejects)) == 1
    assert [r.problem for r in rejects] == ["2 entries are no JSON objects"]


@pytest.mark.parametrize(
    "text",
    ['{"a": ', "[" * 10_000 + "]" * 10_000, '{"a": ' + "9" * 5000 + "}", "nonsense"],
    ids=["cut off", "nested 10,000 deep", "a number of 5,000 digits", "no JSON"],
)
def test_broken_json_is_refused(text: str) -> None:
    """The whole file is refused with what to do."""
    with pytest.raises(RejectedError, match="The JSON is broken"):
        read(".json", text)


def test_parquet_is_read_and_a_broken_one_is_refused() -> None:
    """Rows are numbered from one."""
    buffer = io.BytesIO()
    pq.write_table(pa.table({"title": ["A", "B"]}), buffer)
    found = list(records_of(".parquet", buffer.getvalue(), "", "f", []))
    assert [(start, record["title"]) for start, _, record, _ in found] == [(1, "A"), (2, "B")]
    with pytest.raises(RejectedError, match="Parquet"):
        list(records_of(".parquet", b"PAR1nonsense", "", "f", []))
