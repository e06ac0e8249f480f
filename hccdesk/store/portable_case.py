"""A case to be carried elsewhere as one file: a case file with the last result in it and, on choice, the images."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from hccdesk.atomic_file import written_whole
from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file import ENTRY, FORMAT, SNAPSHOT, VERSION
from hccdesk.store.case_file_arrays import Entries
from hccdesk.store.case_file_values import as_plain
from hccdesk.store.copied_names import copied_names
from hccdesk.store.copied_piece import PIECE_BYTES
from hccdesk.store.input_copies import Megabytes, compare
from hccdesk.store.portable_zip import IMAGES

SUFFIX = ".hcccase"
RESULT, INPUTS, BOARD = "result.json", "inputs.json", "board.json"
STAGE = "Writing the case (MB)"


@dataclass(frozen=True, slots=True)
class PortableInput:
    """An input in the file: the names of its files in their order, and which of them, or "" for all, is its root."""

    role: str
    root: str
    sha256: str
    uids: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseToExport:
    """A case, its last result, the inputs whose files go with it, and the board's record as it is carried."""

    entry: CaseEntry
    snapshot: CaseSnapshot
    result: CaseResult | None = None
    inputs: tuple[InputFiles, ...] = ()
    board: BoardRecord = field(default_factory=BoardRecord)


def write_portable(path: Path, case: CaseToExport, progress: Progress) -> None:
    """Write the file, whole or not at all, readable by this user only, and read it back.

    Raises `StoreError` where the disk refuses, `InputError` where an image is gone or was replaced.
    """
    written: dict[str, str] = {}
    try:
        total = sum(file.stat().st_size for one in case.inputs for file in one.files if file.is_file())
        told = Megabytes(progress, total, STAGE)
        with written_whole(path) as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)
            with ZipFile(stream, "w") as zipped:
                for name, content in _case_content(case):
                    zipped.writestr(ZipInfo(name), content, ZIP_STORED if name.endswith(".png") else ZIP_DEFLATED)
                    written[name] = sha256(content).hexdigest()
                for one in case.inputs:
                    written |= _write_input(zipped, one, told)
            stream.flush()
            os.fsync(stream.fileno())
            _check_back(Path(stream.name), written, told)
    except OSError as error:
        raise _not_written(path, error.strerror or type(error).__name__) from error


def _case_content(case: CaseToExport) -> Iterator[tuple[str, bytes]]:
    entries = Entries()
    values: dict[str, Any] = {ENTRY: case.entry, SNAPSHOT: case.snapshot}
    if case.result is not None:
        values[RESULT] = case.result
    if case.inputs:
        values[INPUTS] = tuple(_portable(one) for one in case.inputs)
    if case.board.entries:
        values[BOARD] = case.board
    for name, value in values.items():
        told = {"format": FORMAT, "version": VERSION, "value": as_plain(value, entries)}
        yield name, json.dumps(told, allow_nan=False).encode("ascii")
    yield from entries.content.items()


def _portable(one: InputFiles) -> PortableInput:
    names = copied_names(one.role, one.root, one.files)
    root = str(names[one.root]) if one.root in names else ""
    return PortableInput(one.role, root, one.sha256, one.uids, tuple(str(names[file]) for file in one.files))


def _write_input(zipped: ZipFile, one: InputFiles, told: Megabytes) -> dict[str, str]:
    names, written = copied_names(one.role, one.root, one.files), dict[str, str]()
    for file in one.files:
        entry, digest = ZipInfo(f"{IMAGES}{one.role}/{names[file]}"), sha256()
        with _read(file) as source, zipped.open(entry, "w", force_zip64=True) as packed:
            while piece := source.read(PIECE_BYTES):
                digest.update(piece)
                packed.write(piece)
                told.add(len(piece))
        written[entry.filename] = digest.hexdigest()
    compare(one, list(written.values()))
    return written


@contextmanager
def _read(file: Path) -> Iterator[Any]:
    if not file.is_file():
        raise InputError("this is not a regular file.", where=file)
    try:
        stream = file.open("rb")
    except OSError as error:
        raise InputError("the file cannot be read.", where=file, what_to_do="Check the path and the drive.") from error
    with stream:
        yield stream


def _check_back(part: Path, written: Mapping[str, str], told: Megabytes) -> None:
    with ZipFile(part) as zipped:
        for name, digest in written.items():
            back = sha256()
            with zipped.open(name) as packed:
                while piece := packed.read(PIECE_BYTES):
                    back.update(piece)
                    told.stop_where_asked()
            if back.hexdigest() != digest:
                raise _not_written(part.parent, Sentence.of("the disk gave back something else than was written"))


def _not_written(path: Path, why: Sentence | str) -> StoreError:
    return StoreError(
        Sentence.of("the case could not be exported ({why}).", why=why),
        where=path.parent,
        what_to_do="Choose a folder that can be written to and has space.",
    )
