"""Bytes of one file, and their text. Refuses what is no text, is empty or is far too large, and says so."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from importlib.util import find_spec
from pathlib import Path

from etl.errors import RejectedError
from etl.records import SourceFile

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
MAX_RECORDS_BYTES = 1024 * 1024 * 1024
MAX_OFFICE_BYTES = 50 * 1024 * 1024
_MAX_ZIP_RATIO = 200

_IMAGES = frozenset(
    [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".bmp", ".tiff", ".mp4", ".mov", ".webm", ".mp3"]
)
OFFICE_SUFFIXES = frozenset([".pdf", ".docx", ".doc", ".odt", ".pptx", ".xlsx", ".xls", ".rtf", ".pages", ".key"])
LIBRARIES = {".docx": "mammoth", ".pdf": "pypdf"}
"""Office documents that are read, and the library of the extra ``documents`` that reads each."""
RECORD_SUFFIXES = frozenset([".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet"])
HTML_SUFFIXES = frozenset([".html", ".htm", ".xhtml"])


def suffix_of(file: SourceFile) -> str:
    """The ending that says the format: ``.md`` of ``page.html.md.erb``."""
    name = file.name.rpartition("/")[2].lower()
    suffixes = [f".{ending}" for ending in name.lstrip(".").split(".")[1:]] if not name.endswith(".") else []
    if suffixes and suffixes[-1] in (".erb", ".j2", ".tmpl") and len(suffixes) > 1:
        suffixes.pop()
    return suffixes[-1] if suffixes and " " not in suffixes[-1] else ""


def read_bytes(file: SourceFile) -> bytes:
    """The file's bytes. Raises RejectedError where it cannot be read or is too large."""
    suffix = suffix_of(file)
    if suffix in _IMAGES:
        raise RejectedError("An image or a recording", "Refrain reads text; nothing to do if it belongs to a document")
    if (library := LIBRARIES.get(suffix)) and find_spec(library) is None:
        raise RejectedError(f"{suffix} files need a library that is not installed", "pip install 'refrain[documents]'")
    if suffix in OFFICE_SUFFIXES and not library:
        raise RejectedError(f"{suffix} files are not read yet", "Export the document as Markdown, HTML or plain text")
    limit = (
        MAX_RECORDS_BYTES
        if suffix in RECORD_SUFFIXES
        else MAX_OFFICE_BYTES
        if suffix in OFFICE_SUFFIXES
        else MAX_DOCUMENT_BYTES
    )
    try:
        if file.zip_path and file.member:
            return _member(file.zip_path, file.member, limit)
        path = Path(file.path)
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RejectedError("Not a regular file", "Name a file, a folder, a glob or a zip")
        if about.st_size > limit:
            raise _too_large(about.st_size, limit)
        return path.read_bytes()
    except (OSError, RuntimeError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RejectedError(
            f"The file cannot be read: {reason}", "Check that it exists and that you may read it"
        ) from error


def _member(archive: str, member: str, limit: int) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        info = opened.getinfo(member)
        if info.file_size > limit or info.file_size > _MAX_ZIP_RATIO * max(info.compress_size, 1024):
            raise _too_large(info.file_size, limit)
        return opened.read(info)


def _too_large(size: int, limit: int) -> RejectedError:
    return RejectedError(
        f"The file holds {size / 1e6:,.0f} MB; at most {limit / 1e6:,.0f} MB are read",
        "A postmortem is a few pages: split the file, or export records as JSON lines or CSV",
    )


def decode(data: bytes) -> str:
    """The text of the bytes (UTF-8, UTF-16 with a mark, else Windows-1252). Raises RejectedError on binary or empty."""
    if not data.strip():
        raise RejectedError("The file is empty", "Write the postmortem, or remove the file")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _plain_characters(data.decode("utf-16", errors="replace"))
    if b"\x00" in data[:65536]:
        raise RejectedError("A binary file, not text", "Export it as Markdown, HTML, CSV or JSON")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return _plain_characters(text)


# Hyphens and spaces that look like plain ones, replaced one character for one, so that places in the text stay.
_HYPHEN = re.compile("[\u2010-\u2012\ufe63\uff0d]")
_SPACE = re.compile("[\u00a0\u2007\u2009\u202f]")


def _plain_characters(text: str) -> str:
    """One kind of line end, hyphen and space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _SPACE.sub(" ", _HYPHEN.sub("-", text))
