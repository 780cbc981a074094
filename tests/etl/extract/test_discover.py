"""What a user may name: files, folders, globs, zips, and things that are none of these."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from etl.extract.discover import discover


def names(found_in: Path, *paths: Path | str) -> list[str]:
    return [Path(f.path).relative_to(found_in).as_posix() for f in discover([str(p) for p in paths]).files]


def make_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_folder_gives_its_files_in_a_stable_order(tmp_path: Path) -> None:
    """Files of sub-folders too; hidden files, tool folders and Refrain's own settings are left out."""
    for name in (
        "b.md",
        "a.md",
        "sub/c.md",
        ".git/config",
        "node_modules/x.md",
        ".hidden.md",
        "refrain-source.toml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert names(tmp_path, tmp_path) == ["a.md", "b.md", "sub/c.md"]


def test_files_and_globs_are_read(tmp_path: Path) -> None:
    """A glob is expanded by Refrain itself when the shell did not; a file named twice is read once."""
    for name in ("a.md", "b.md", "c.csv"):
        (tmp_path / name).write_text("x")
    assert names(tmp_path, tmp_path / "*.md", tmp_path / "a.md", tmp_path / "c.csv") == [
        "a.md",
        "b.md",
        "c.csv",
    ]


def test_a_name_with_glob_characters_is_a_file_first(tmp_path: Path) -> None:
    """A file that is called like a glob is read as what it is."""
    (tmp_path / "a[1].md").write_text("x")
    assert names(tmp_path, tmp_path / "a[1].md") == ["a[1].md"]


@pytest.mark.parametrize("name", ["nope.md", "*.none", "x" * 5000], ids=["file", "glob", "very long"])
def test_what_does_not_exist_is_a_reject(tmp_path: Path, name: str) -> None:
    """The path, the problem and what to do; the rest goes on."""
    (tmp_path / "a.md").write_text("x")
    found = discover([str(tmp_path / name), str(tmp_path / "a.md")])
    assert [f.name for f in found.files] == ["a.md"]
    assert [(r.path, r.problem) for r in found.rejects] == [(str(tmp_path / name), "No such file or folder")]
    assert found.rejects[0].hint


def test_an_empty_folder_is_a_reject(tmp_path: Path) -> None:
    """A folder without files is listed, not passed over in silence."""
    found = discover([str(tmp_path)])
    assert [r.problem for r in found.rejects] == ["The folder holds no files"]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """A named pipe in a folder would block a reader for ever: it is found, never opened to look into it."""
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a.md").write_text("x")
    assert "a.md" in names(tmp_path, tmp_path)
    assert [r.problem for r in discover([str(tmp_path / "pipe.md")]).rejects] == ["Not a regular file"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A link to a folder above is not followed."""
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert names(tmp_path, tmp_path) == ["a.md"]


def test_a_folder_that_cannot_be_read_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path and the system's reason are listed; the files beside it are read."""
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "secret").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover([str(tmp_path)])
    assert [f.name for f in found.files] == ["a.md"]
    assert [r.path for r in found.rejects] == [str(tmp_path / "secret")]
    assert "Permission denied" in found.rejects[0].problem


def test_a_name_that_is_no_utf8_is_a_reject(tmp_path: Path) -> None:
    """Such a name cannot be stored; the file is listed under a name that can."""
    os.close(os.open(os.fsencode(tmp_path) + b"/caf\xe9.md", os.O_CREAT))
    found = discover([str(tmp_path)])
    assert found.files == ()
    assert [r.problem for r in found.rejects if r.path.endswith("caf?.md")] == ["The file's name is not UTF-8"]


def test_a_zip_gives_its_members(tmp_path: Path) -> None:
    """A zip is a folder; the members keep their names, system leftovers are left out."""
    archive = make_zip(tmp_path / "old.zip", {"docs/a.md": "x", "__MACOSX/docs/._a.md": "x", ".DS_Store": "x"})
    found = discover([str(archive)])
    assert [(f.name, f.source_name) for f in found.files] == [("docs/a.md", "old")]
    assert found.files[0].path == f"{archive}!docs/a.md"


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "docs/../../evil.md", "..\\evil.md"])
def test_a_member_that_points_out_of_its_zip_is_refused(tmp_path: Path, name: str) -> None:
    """Zip Slip (CVE-2018-1002200 and its kin): such a name is listed and never used as a path."""
    archive = make_zip(tmp_path / "old.zip", {name: "x", "a.md": "x"})
    found = discover([str(archive)])
    assert [f.name for f in found.files] == ["a.md"]
    assert "out of the archive" in found.rejects[0].problem


def test_a_broken_zip_is_a_reject(tmp_path: Path) -> None:
    """An archive cut off in the middle is listed, not raised."""
    archive = make_zip(tmp_path / "old.zip", {f"{n}.md": "x" * 500 for n in range(50)})
    data = archive.read_bytes()
    archive.write_bytes(data[:200] + data[-60:])
    found = discover([str(archive)])
    assert found.files == ()
    assert "zip cannot be opened" in found.rejects[0].problem


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    """A .docx is a zip inside, but its parts are no postmortems."""
    make_zip(tmp_path / "report.docx", {"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"})
    assert names(tmp_path, tmp_path) == ["report.docx"]


def test_a_zip_in_a_folder_takes_the_folders_settings(tmp_path: Path) -> None:
    """refrain-source.toml holds for the files and the zips beside it."""
    (tmp_path / "refrain-source.toml").write_text('source_name = "ours"\ndefault_zone = "Europe/Oslo"\n')
    make_zip(tmp_path / "old.zip", {"a.md": "x"})
    (tmp_path / "b.md").write_text("x")
    found = discover([str(tmp_path)])
    assert {(f.name, f.source_name, f.default_zone) for f in found.files} == {
        ("a.md", "ours", "Europe/Oslo"),
        ("b.md", "ours", "Europe/Oslo"),
    }


def test_a_file_named_alone_takes_its_folders_settings(tmp_path: Path) -> None:
    """Naming one file reads it as naming its folder would."""
    (tmp_path / "refrain-source.toml").write_text('source_name = "ours"\ndefault_zone = "Europe/Oslo"\n')
    (tmp_path / "b.md").write_text("x")
    file = discover([str(tmp_path / "b.md")]).files[0]
    assert (file.source_name, file.default_zone) == ("ours", "Europe/Oslo")


def test_broken_settings_are_a_reject(tmp_path: Path) -> None:
    """The defaults are used, and the file is listed."""
    (tmp_path / "refrain-source.toml").write_text("default_zone = ")
    (tmp_path / "b.md").write_text("x")
    found = discover([str(tmp_path)])
    assert [f.default_zone for f in found.files] == ["UTC"]
    assert "settings cannot be read" in found.rejects[0].problem


def test_each_folder_of_a_collection_is_a_source(tmp_path: Path) -> None:
    """Two sub-folders and no documents of its own: each sub-folder names a source; --source overrides it."""
    for name in ("alpha", "beta"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text("x")
    assert [f.source_name for f in discover([str(tmp_path)]).files] == ["alpha", "beta"]
    assert {f.source_name for f in discover([str(tmp_path)], "ours").files} == {"ours"}
