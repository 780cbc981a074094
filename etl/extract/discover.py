"""From what the user named (files, folders, globs, zips) to the list of files to read."""

from __future__ import annotations

import glob
import os
import re
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from etl.extract.read import OFFICE_SUFFIXES
from etl.records import Reject, SourceFile

SOURCE_FILE = "refrain-source.toml"
"""May stand in a folder of documents: source_name, default_zone, is_example, as_of, ignore (names)."""
MAPPING_FILE = "refrain-mapping.toml"

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", ".venv", "_build"})
_PART_OF_A_SITE = re.compile(
    r"(?i)docs?|content|source|src|archetypes|layouts|static|assets|images|img|incidents|post-?mortems|reports|templates?|(19|20)\d\d"
)
_COLLECTION_FILES = ("readme", "licen", "copying", "index", "contributing", "truth.json")


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in a stable order; what could not be used; the roots that were there; the earliest of the
    ``as_of`` dates that sources state."""

    files: tuple[SourceFile, ...]
    rejects: tuple[Reject, ...]
    roots: tuple[str, ...]
    as_of: date | None = None


@dataclass(slots=True)
class _Walk:
    files: list[SourceFile] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    as_of: list[date] = field(default_factory=list)


def discover(paths: Iterable[str], source_name: str | None = None) -> Found:
    """Every file below the named paths. A path that does not exist becomes a reject; the rest goes on."""
    walk = _Walk()
    for named in paths:
        expanded = [named] if os.path.exists(named) else sorted(glob.glob(named, recursive=True))  # noqa: PTH110, PTH207 - any name
        if not expanded:
            walk.rejects.append(
                Reject(named, None, "No such file or folder", "Check the path; quote a glob such as 'docs/**/*.md'")
            )
        for path in expanded:
            _add(walk, Path(path), source_name)
    unique = {(f.path, f.member): f for f in walk.files}
    return Found(
        tuple(unique.values()), tuple(walk.rejects), tuple(dict.fromkeys(walk.roots)), min(walk.as_of, default=None)
    )


def _add(walk: _Walk, path: Path, source_name: str | None) -> None:
    root = path.resolve()
    if root.is_dir():
        walk.roots.append(str(root))
        found = list(_folder(walk, root, source_name))
        if not found:
            walk.rejects.append(
                Reject(str(root), None, "The folder holds no files", "Name a folder that holds your postmortems")
            )
        walk.files.extend(found)
    elif _is_archive(root):
        walk.files.extend(_zip(walk, root, source_name or root.stem, _settings(root.parent, walk)))
    elif root.is_file():
        settings = _settings(root.parent, walk)
        walk.files.append(
            _source_file(
                root, root.parent, source_name or settings.get("source_name") or root.parent.name, str(root), settings
            )
        )
    else:
        walk.rejects.append(Reject(str(path), None, "Not a regular file", "Name a file, a folder, a glob or a zip"))


def _is_archive(path: Path) -> bool:
    """A zip, but no office document, which is one inside; a pipe is never opened."""
    return path.is_file() and path.suffix.lower() not in OFFICE_SUFFIXES and zipfile.is_zipfile(path)


def _folder(walk: _Walk, root: Path, source_name: str | None) -> Iterator[SourceFile]:
    names = _source_folders(root)
    for folder, subfolders, files in os.walk(root, onerror=lambda error: _unreadable(walk, error)):
        subfolders[:] = sorted(s for s in subfolders if not s.startswith(".") and s not in _SKIPPED_FOLDERS)
        here = Path(folder)
        settings = _settings_above(here, root, walk)
        for name in sorted(files):
            if name.startswith(".") or name in (SOURCE_FILE, MAPPING_FILE):
                continue
            if any(fnmatch(name, pattern) for pattern in settings.get("ignore", [])):
                continue
            path = here / name
            if not _is_utf8(name):
                reject = Reject(_shown(path), None, "The file's name is not UTF-8", "Rename the file")
                walk.rejects.append(reject)
                continue
            base = next((f for f in names if path.is_relative_to(f)), root)
            source = source_name or settings.get("source_name") or base.name
            if _is_archive(path):
                yield from _zip(walk, path, str(source), settings)
                continue
            yield _source_file(path, base, str(source), str(root), settings)


def _unreadable(walk: _Walk, error: OSError) -> None:
    problem = f"The folder cannot be read: {error.strerror}"
    walk.rejects.append(Reject(str(error.filename), None, problem, "Check that you may read it"))


def _is_utf8(name: str) -> bool:
    return name == _shown(name)


def _shown(path: Path | str) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")


def _source_folders(root: Path) -> list[Path]:
    """A folder with two or more sub-folders, and no documents of its own, is a collection: each of them is a source."""
    entries = [e for e in root.iterdir() if not e.name.startswith(".")]
    folders = sorted(e for e in entries if e.is_dir() and e.name not in _SKIPPED_FOLDERS)
    if any(_PART_OF_A_SITE.fullmatch(f.name) for f in folders):
        return []
    own = [e for e in entries if e.is_file() and not e.name.lower().startswith(_COLLECTION_FILES)]
    return folders if len(folders) >= 2 and not own else []


def _source_file(path: Path, base: Path, source_name: str, root: str, settings: dict[str, Any]) -> SourceFile:
    return SourceFile(
        path=path.as_posix(),
        root=root,
        source_name=source_name,
        name=path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name,
        default_zone=str(settings.get("default_zone", "UTC")),
        is_example=bool(settings.get("is_example", False)),
    )


def _zip(walk: _Walk, archive: Path, source_name: str, settings: dict[str, Any]) -> Iterator[SourceFile]:
    """Members of a zip, by name only; a name that points out of the archive is refused."""
    walk.roots.append(str(archive))
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [i for i in opened.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        walk.rejects.append(Reject(str(archive), None, f"The zip cannot be opened: {error}", "Make the archive anew"))
        return
    for info in members:
        name = PurePosixPath(info.filename.replace("\\", "/"))
        shown = f"{archive.as_posix()}!{name}"
        if name.is_absolute() or ".." in name.parts:
            walk.rejects.append(
                Reject(
                    shown,
                    None,
                    "The member's name points out of the archive",
                    "Make the archive anew with relative names",
                )
            )
        elif not any(part.startswith((".", "__MACOSX")) for part in name.parts) and name.name not in (
            SOURCE_FILE,
            MAPPING_FILE,
        ):
            yield SourceFile(
                shown, str(archive), source_name, name.as_posix(), str(archive), info.filename,
                str(settings.get("default_zone", "UTC")), bool(settings.get("is_example", False)),
            )  # fmt: skip


def _settings_above(folder: Path, root: Path, walk: _Walk) -> dict[str, Any]:
    while True:
        if (folder / SOURCE_FILE).is_file():
            settings = _settings(folder, walk)
            if isinstance(settings.get("as_of"), date):
                walk.as_of.append(settings["as_of"])
            return settings
        if folder in (root, folder.parent):
            return {}
        folder = folder.parent


def _settings(folder: Path, walk: _Walk | None = None) -> dict[str, Any]:
    path = folder / SOURCE_FILE
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if walk is not None:
            reject = Reject(
                str(path),
                None,
                f"The source's settings cannot be read: {error}",
                "Correct the TOML; its defaults were used",
            )
            if reject not in walk.rejects:
                walk.rejects.append(reject)
        return {}
