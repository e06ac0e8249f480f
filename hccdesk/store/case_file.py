"""One kept case as one file: a zip of JSON and plain binary entries, written whole, read with limits."""

from __future__ import annotations

import json
import os
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hccdesk.atomic_file import written_whole
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file_arrays import Entries, ReadEntries, check_sizes
from hccdesk.store.case_file_values import UnknownFieldError, as_plain, from_plain

FORMAT = "hccdesk case"
VERSION = 2
"""1 had no undo history, no views, and only pictures, masks and vertices."""
ENTRY, SNAPSHOT = "entry.json", "case.json"
LARGEST_FILE = 1 << 30
LARGEST_ENTRY = 1 << 28
LARGEST_WHOLE = 1 << 30
MOST_ENTRIES = 10_000
_DAMAGE = (
    BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, TypeError, IndexError, AttributeError,
    NotImplementedError, RuntimeError, OverflowError, MemoryError,
)  # fmt: skip


class NewerFileError(Exception):
    """Written by a later version of the program."""


def write_case(path: Path, entry: CaseEntry, snapshot: CaseSnapshot) -> None:
    """Write the case, whole or not at all, readable by this user only, and read it back.

    Raises `StoreError` where the disk refuses, or gives back something else than was written.
    """
    content = _content(entry, snapshot)
    try:
        with written_whole(path) as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)
            stream.write(content)
        back = path.read_bytes()
    except OSError as error:
        raise _not_saved(path, error.strerror or type(error).__name__) from error
    if back != content:
        raise _not_saved(path, Sentence.of("the disk gave back something else than was written"))


def read_entry(path: Path) -> CaseEntry:
    """The line of the list. Raises `StoreError` for a file that is damaged, or of a newer program."""
    entry: CaseEntry = _read(path, ENTRY, CaseEntry)
    return entry


def read_case(path: Path) -> CaseSnapshot:
    """The case. Raises `StoreError` for a file that is gone, damaged, or of a newer program."""
    snapshot: CaseSnapshot = _read(path, SNAPSHOT, CaseSnapshot)
    return snapshot


def _content(entry: CaseEntry, snapshot: CaseSnapshot) -> bytes:
    entries, whole = Entries(), BytesIO()
    texts = {ENTRY: _text(as_plain(entry, entries)), SNAPSHOT: _text(as_plain(snapshot, entries))}
    with ZipFile(whole, "w") as zipped:
        for name, content in (texts | entries.content).items():
            method = ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED
            zipped.writestr(ZipInfo(name), content, method)
    return whole.getvalue()


def _text(value: Any) -> bytes:
    try:
        told = {"format": FORMAT, "version": VERSION, "value": value}
        return json.dumps(told, allow_nan=False).encode("ascii")
    except ValueError as error:
        raise StoreError(
            "the case holds a number that is none, so it was not saved.",
            what_to_do="Report this as a fault of the program.",
        ) from error


def _read(path: Path, name: str, kind: type) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadZipFile
        with ZipFile(path) as zipped:
            told = _plain(zipped, name)
            check_sizes(told)
            return from_plain(kind, told, ReadEntries({} if name == ENTRY else _binary(zipped)))
    except FileNotFoundError as error:
        raise StoreError("this case is no longer there.", where=path.name) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except (NewerFileError, UnknownFieldError) as error:
        raise saved_by_newer(path) from error
    except _DAMAGE as error:
        raise StoreError(
            "the file of this case is damaged.", where=path.name, what_to_do="Bring it back from a backup."
        ) from error


def _plain(zipped: ZipFile, name: str) -> Any:
    _check_sizes(zipped)
    told = json.loads(_entry(zipped, name))
    if told["format"] != FORMAT:
        raise ValueError("another kind of file")
    if told["version"] > VERSION:
        raise NewerFileError
    return told["value"]


def _check_sizes(zipped: ZipFile) -> None:
    sizes = [info.file_size for info in zipped.infolist()]
    if len(sizes) > MOST_ENTRIES or max(sizes, default=0) > LARGEST_ENTRY or sum(sizes) > LARGEST_WHOLE:
        raise ValueError("larger than any case")


def _binary(zipped: ZipFile) -> dict[str, bytes]:
    return {name: _entry(zipped, name) for name in zipped.namelist() if not name.endswith(".json")}


def _entry(zipped: ZipFile, name: str) -> bytes:
    with zipped.open(name) as stream:  # what the directory claims of the size is not believed
        content = stream.read(LARGEST_ENTRY + 1)
    if len(content) > LARGEST_ENTRY:
        raise ValueError("larger than any entry")
    return content


def _not_saved(path: Path, why: Sentence | str) -> StoreError:
    return StoreError(
        Sentence.of("the case could not be saved ({why}).", why=why),
        where=path.parent,
        what_to_do="Make space, or let the folder be written to.",
    )


def saved_by_newer(path: Path) -> StoreError:
    """The case holds what this version has no place for."""
    return StoreError(
        "this case was saved by a newer version of hccdesk.", where=path.name, what_to_do="Update hccdesk."
    )


def unreadable(path: Path, error: OSError) -> StoreError:
    """The disk does not give the file."""
    reason = error.strerror or type(error).__name__
    return StoreError(Sentence.of("this case cannot be read ({reason}).", reason=reason), where=path.name)
