"""What a load has to do: which documents stay as they are, which are read, which have gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.errors import RejectedError
from etl.extract.discover import Found
from etl.extract.read import read_bytes
from etl.load.documents import short_hash, version_for
from etl.load.reuse import Known
from etl.records import SourceFile


@dataclass(frozen=True, slots=True)
class Changes:
    """``changed`` is read; ``kept`` and ``removed`` are document ids of the earlier build."""

    changed: tuple[SourceFile, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


def document_ids(files: Iterable[SourceFile], known: Mapping[str, Known]) -> dict[str, str]:
    """An id from source and name, so that a moved folder keeps its ids; from the path where two clash."""
    ids: dict[str, str] = {}
    taken = {k.document_id: k.path for k in known.values() if _on_disk(k.path).exists()}
    for file in files:
        identity = short_hash(f"{file.source_name}\n{file.name}")
        if taken.get(identity, file.path) != file.path:
            identity = short_hash(file.path)
        taken[identity] = file.path
        ids[file.path] = identity
    return ids


def find_changes(found: Found, known: Mapping[str, Known], ids: Mapping[str, str]) -> Changes:
    """Hash the known files and compare them with the earlier build."""
    changed = [f for f in found.files if not _is_unchanged(f, known)]
    present = {f.path for f in found.files}
    new_ids = {ids[f.path] for f in changed}
    absent = [k for k in known.values() if k.path not in present]
    gone = [k for k in absent if k.document_id in new_ids or _is_gone(k, found.roots)]
    replaced = [known[f.path] for f in changed if f.path in known]
    freed = {k.sha256 for k in (*gone, *replaced)}
    waiting = {k.path for k in known.values() if k.status == "rejected" and k.sha256 in freed}
    changed += [f for f in found.files if f.path in waiting and f not in changed]
    dropped = {k.document_id for k in gone} | {known[f.path].document_id for f in changed if f.path in known}
    kept = tuple(k.document_id for k in known.values() if k.document_id not in dropped)
    return Changes(tuple(changed), kept, tuple(k.document_id for k in gone if k.document_id not in new_ids))


def _is_gone(known: Known, roots: tuple[str, ...]) -> bool:
    """Whether a document that was not found has vanished from its own root, or, deleted, from below one."""
    if known.root in roots:
        return True
    path = _on_disk(known.path)
    return any(path.is_relative_to(root) for root in roots) and not path.exists()


def _on_disk(path: str) -> Path:
    """The file itself, or the zip that holds it."""
    return Path(path) if Path(path).exists() else Path(path.split("!")[0])


def _is_unchanged(file: SourceFile, known: Mapping[str, Known]) -> bool:
    before = known.get(file.path)
    if before is None or before.extractor_version != version_for(file):
        return False
    try:
        return before.sha256 == hashlib.sha256(read_bytes(file)).hexdigest()
    except RejectedError:
        return before.sha256 == ""
