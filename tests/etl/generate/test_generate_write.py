"""Writing the example: the same bytes every time, and the committed data are the generator's."""

import json
import tomllib
from pathlib import Path

import pytest

from etl.generate import generate
from etl.generate.write import slug, write_example

EXAMPLE = Path(__file__).parents[3] / "data" / "example"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second run with the same number and seed writes identical files."""
    generate(tmp_path / "a", 40, 9)
    generate(tmp_path / "b", 40, 9)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_committed_example_is_what_the_generator_writes(tmp_path: Path) -> None:
    """data/example equals a fresh generation of 300 incidents with seed 2026."""
    generate(tmp_path / "example", 300, 2026)
    fresh, committed = contents(tmp_path / "example"), contents(EXAMPLE)
    assert fresh.keys() == committed.keys()
    assert [path for path in fresh if fresh[path] != committed[path]] == []


def test_truth_and_summary_agree_with_the_files(tmp_path: Path) -> None:
    """Every document has its truth, every recurrence and fix points to a document, counts agree."""
    summary = generate(tmp_path, 120, 1)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    incidents = truth["incidents"]
    files = {str(p.relative_to(tmp_path).as_posix()) for p in (tmp_path / "postmortems").rglob("*.md")}
    assert incidents.keys() == files
    assert summary.n_incidents == len(files) == 120
    assert summary.n_follow_ups == sum(len(facts["follow_ups"]) for facts in incidents.values())
    recurrences = [facts["recurrence"] for facts in incidents.values() if facts["recurrence"]]
    assert summary.n_recurrences == len(recurrences) > 0
    assert {recurrence["earlier"] for recurrence in recurrences} <= files
    assert {fix["path"] for fix in truth["fixes"]} <= files


def test_the_status_page_tells_of_some_incidents_later_and_from_outside(tmp_path: Path) -> None:
    """Every record but planned maintenance has its postmortem in the truth, opens after somebody noticed and closes
    after the impact ended."""
    generate(tmp_path, 120, 1)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    page = json.loads((tmp_path / "status" / "incidents.json").read_text(encoding="utf-8"))["incidents"]
    unplanned = {record["id"]: record for record in page if record["impact"] != "maintenance"}
    assert unplanned.keys() == truth["status_records"].keys()
    assert 0 < len(unplanned) < len(page) < 120
    for key, path in truth["status_records"].items():
        facts = truth["incidents"][path]
        assert unplanned[key]["created_at"][:16] > (facts["detected_at"] or facts["started_at"])[:16]
        assert unplanned[key]["resolved_at"][:16] > (facts["mitigated_at"] or facts["resolved_at"])[:16]


def test_stated_times_stand_in_the_documents(tmp_path: Path) -> None:
    """The clock time of each stated time can be read in its document."""
    generate(tmp_path, 60, 2)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    for path, facts in truth["incidents"].items():
        document = (tmp_path / path).read_text(encoding="utf-8")
        for key in ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at"):
            assert facts[key] is None or facts[key][11:16] in document
        for item in facts["follow_ups"]:
            assert item["text"] in document


def test_the_source_file_marks_an_example(tmp_path: Path) -> None:
    """The source file names the source, its reading date, and that it is no real company."""
    generate(tmp_path, 1, 1)
    source = tomllib.loads((tmp_path / "refrain-source.toml").read_text(encoding="utf-8"))
    assert source["source_name"] == "larkspur"
    assert source["is_example"] is True
    assert source["as_of"].isoformat() == "2026-09-30"


def test_two_examples_are_never_mixed(tmp_path: Path) -> None:
    """A folder that already holds postmortems is refused."""
    generate(tmp_path, 1, 1)
    with pytest.raises(FileExistsError, match="choose an empty folder"):
        generate(tmp_path, 1, 1)


def test_many_incidents_go_into_folders_of_at_most_a_thousand(tmp_path: Path) -> None:
    """Past 5,000 incidents no folder holds more than 1,000 files, and progress is told."""
    told: list[tuple[int, int]] = []
    write_example(tmp_path, 5001, 1, progress=lambda done, n: told.append((done, n)))
    folders = {p.parent for p in (tmp_path / "postmortems").rglob("*.md")}
    assert max(len(list(folder.iterdir())) for folder in folders) <= 1000
    assert told == [(1000 * k, 5001) for k in range(1, 6)]


def test_a_slug_is_short_plain_and_cut_between_words() -> None:
    """Apostrophes vanish, other signs become hyphens, long titles end with a whole word."""
    assert slug("Month's end: `flag` off!") == "months-end-flag-off"
    long = slug("one two three four five six seven eight nine ten eleven twelve thirteen")
    assert long == "one-two-three-four-five-six-seven-eight-nine-ten-eleven"
