"""Reads a case that was carried here as one file: nothing of it is believed before it was checked."""

from __future__ import annotations

import json
import os
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn
from zipfile import BadZipFile, ZipFile

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.store.case_file import (
    ENTRY,
    FORMAT,
    SNAPSHOT,
    VERSION,
    NewerFileError,
    saved_by_newer,
    unreadable,
)
from hccdesk.store.case_file_arrays import ReadEntries, check_sizes
from hccdesk.store.case_file_values import UnknownFieldError, from_plain
from hccdesk.store.copied_piece import PIECE_BYTES, sha256_on_disk
from hccdesk.store.input_copies import DIGITS, Megabytes, check_room, compare, part_of, put_in_place
from hccdesk.store.portable_case import BOARD, INPUTS, RESULT, PortableInput
from hccdesk.store.portable_zip import IMAGES, check_zip, read_entry, refused

STAGE = "Unpacking the images (MB)"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAMAGE = (
    BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, TypeError, IndexError, AttributeError,
    NotImplementedError, RuntimeError, OverflowError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PortableCase:
    """What the file holds; the images are unpacked by `unpack_inputs`."""

    entry: CaseEntry
    snapshot: CaseSnapshot
    result: CaseResult | None
    inputs: tuple[PortableInput, ...]
    board: BoardRecord


def read_portable(path: Path) -> PortableCase:
    """What the file holds. Raises `StoreError` for one that is none, damaged, unsafe or of a newer program."""
    with _opened(path) as zipped:
        names = set(zipped.namelist())
        entries = ReadEntries({name: read_entry(zipped, name) for name in names if _is_binary(name)})
        return PortableCase(
            _value(zipped, ENTRY, CaseEntry, ReadEntries({})),
            _value(zipped, SNAPSHOT, CaseSnapshot, entries),
            _value(zipped, RESULT, CaseResult, entries) if RESULT in names else None,
            _value(zipped, INPUTS, tuple[PortableInput, ...], entries) if INPUTS in names else (),
            _value(zipped, BOARD, BoardRecord, entries) if BOARD in names else BoardRecord(),
        )


def unpack_inputs(path: Path, case: PortableCase, folder: Path, progress: Progress) -> tuple[InputFiles, ...]:
    """The images, unpacked where copies of inputs lie (`inputs/<case id>`), each verified by its sha256.

    Raises `StoreError`; what was unpacked before is then left for `input_copies.remove_copies`.
    """
    with _opened(path) as zipped:
        sizes = {info.filename: info.file_size for info in zipped.infolist()}
        total = sum(sizes[_name(one, file)] for one in case.inputs for file in one.files)
        check_room(folder, total)
        told = Megabytes(progress, total, STAGE)
        return tuple(_unpacked(zipped, one, folder / one.role, told) for one in case.inputs)


def _unpacked(zipped: ZipFile, one: PortableInput, folder: Path, told: Megabytes) -> InputFiles:
    whole = folder / one.sha256[:DIGITS]
    found = InputFiles(one.role, whole / one.root, tuple(whole / name for name in one.files), one.sha256, one.uids)
    with part_of(whole) as part:
        digests = []
        for name in one.files:
            place = part / PurePosixPath(name)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = _unpack(zipped, _name(one, name), place, told)
            if sha256_on_disk(place, told.stop_where_asked) != written:
                raise refused(Sentence.of("the disk gave back something else than was written"))
            digests.append(written)
        try:
            compare(found, digests)
        except InputError as other:
            raise refused(Sentence.of("an image in it is damaged")) from other
        put_in_place(part, whole)
    return found


def _unpack(zipped: ZipFile, name: str, place: Path, told: Megabytes) -> str:
    digest = sha256()
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with zipped.open(name) as packed, os.fdopen(handle, "wb") as stream:
        while piece := packed.read(PIECE_BYTES):
            digest.update(piece)
            stream.write(piece)
            told.add(len(piece))
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as zipped:
            check_zip(zipped, path.stat().st_size)
            yield zipped
    except (NewerFileError, UnknownFieldError) as error:
        raise saved_by_newer(path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except _DAMAGE as error:
        raise refused(Sentence.of("it is no exported case, or it is damaged")) from error


def _value(zipped: ZipFile, name: str, kind: Any, entries: ReadEntries) -> Any:
    told = json.loads(read_entry(zipped, name), parse_constant=_no_number)
    if told["format"] != FORMAT:
        raise ValueError("another kind of file")
    if told["version"] > VERSION:
        raise NewerFileError
    check_sizes(told["value"])
    value = from_plain(kind, told["value"], entries)
    if name == INPUTS:
        _check_inputs(zipped, value)
    return value


def _check_inputs(zipped: ZipFile, inputs: Sequence[PortableInput]) -> None:
    """That the images are those that the file tells of, no more and no fewer."""
    told = [_name(one, file) for one in inputs for file in one.files]
    there = {name for name in zipped.namelist() if name.startswith(IMAGES)}
    plain = all(_SHA256.fullmatch(one.sha256) and one.files and one.root in ("", *one.files) for one in inputs)
    if (
        not plain
        or len(set(told)) != len(told)
        or set(told) != there
        or len({one.role for one in inputs}) != len(inputs)
    ):
        raise ValueError("other images than it tells of")


def _name(one: PortableInput, file: str) -> str:
    return f"{IMAGES}{one.role}/{file}"


def _is_binary(name: str) -> bool:
    return not name.endswith(".json") and not name.startswith(IMAGES)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
