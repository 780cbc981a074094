"""Bytes and text of one file: what is refused, and what every encoding gives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from etl.errors import RejectedError
from etl.extract import read
from etl.extract.read import decode, read_bytes
from etl.records import SourceFile


def source(path: Path, member: str | None = None) -> SourceFile:
    name = member or path.name
    return SourceFile(
        f"{path}!{member}" if member else str(path),
        str(path.parent),
        "s",
        name,
        str(path) if member else None,
        member,
    )


def problem_of(file: SourceFile) -> str:
    with pytest.raises(RejectedError) as caught:
        read_bytes(file)
    assert caught.value.hint
    return caught.value.problem


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A 100 MB document (sparse here) is refused by its size; not a byte of it is read."""
    path = tmp_path / "huge.md"
    with path.open("wb") as opened:
        opened.truncate(100_000_000)
    assert problem_of(source(path)) == "The file holds 100 MB; at most 5 MB are read"


def test_records_may_be_larger_than_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export has a limit of its own."""
    monkeypatch.setattr(read, "MAX_DOCUMENT_BYTES", 10)
    monkeypatch.setattr(read, "MAX_RECORDS_BYTES", 100)
    for name, size in (("a.csv", 50), ("b.csv", 101), ("c.md", 11)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert len(read_bytes(source(tmp_path / "a.csv"))) == 50
    assert "at most" in problem_of(source(tmp_path / "b.csv"))
    assert "at most" in problem_of(source(tmp_path / "c.md"))


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is passed on."""
    (tmp_path / "a.md").write_text("x")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problem_of(source(tmp_path / "a.md")) == "The file cannot be read: Permission denied"


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    """A dangling link is a file that cannot be read."""
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    assert "No such file" in problem_of(source(tmp_path / "a.md"))


@pytest.mark.parametrize("name", ["a.png", "a.doc", "a.xlsx", "a.MP4"])
def test_images_and_office_files_are_named_as_such(tmp_path: Path, name: str) -> None:
    """The hint of an office file says what to export."""
    (tmp_path / name).write_bytes(b"\x89PNG")
    assert problem_of(source(tmp_path / name))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A member that would grow more than two hundred times is refused before it is unpacked."""
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("bomb.csv", b"0" * 20_000_000)
        opened.writestr("fine.md", b"# Fine\n" * 50)
    assert "at most" in problem_of(source(archive, "bomb.csv"))
    assert read_bytes(source(archive, "fine.md")).startswith(b"# Fine")


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    """Bytes that were changed after packing fail the check, and only that member is refused."""
    archive = tmp_path / "old.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.md", bytes(range(256)) * 20)
        opened.writestr("b.md", b"# Fine")
    data = bytearray(archive.read_bytes())
    data[60:120] = b"\xff" * 60
    archive.write_bytes(data)
    assert "cannot be read" in problem_of(source(archive, "a.md"))
    assert read_bytes(source(archive, "b.md")) == b"# Fine"


def test_a_member_that_has_gone_is_refused(tmp_path: Path) -> None:
    """The archive was changed between finding and reading."""
    archive = tmp_path / "old.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("a.md", b"x")
    assert "cannot be read" in problem_of(source(archive, "b.md"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9\r\nb\rc", "café\nb\nc"),
        (b"\xef\xbb\xbfa", "a"),
        ("a\r\né".encode("utf-16"), "a\né"),
        (b"\xfe\xff\x00a\x00\n\x00b", "a\nb"),
        (b"caf\xe9 \x93quoted\x94", "café “quoted”"),
    ],
    ids=["UTF-8 with CRLF and CR", "byte order mark", "UTF-16 LE", "UTF-16 BE", "Windows-1252"],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    """Every encoding that exports come in gives the same text, with plain line ends."""
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "empty"), (b" \n\t\r\n", "empty"), (b"\x7fELF\x02\x00\x00", "binary")],
    ids=["no bytes", "white space alone", "NUL bytes"],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str) -> None:
    """Empty and binary files are told apart."""
    with pytest.raises(RejectedError, match=problem):
        decode(data)
