"""Copies of CT and slides in the library: whole and verified, or not there at all.

A copy lies in `inputs/<case id>/<role>/<first digits of its sha256>/`, so that a file that took the place of another
never lies where a record tells of the other. It is written under another name beside it, read back from the disk, and
takes its name last: what a crash leaves is never looked at, and goes with `sweep`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from platform import node

import psutil

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.store.copied_names import copied_names
from hccdesk.store.copied_piece import DiskRefusedError, SourceGoneError, copy_file, sha256_on_disk, sync_folder

STAGE = "Copying into the library (MB)"
"""What the progress of copying is called; it counts megabytes."""
LEFT_FREE_BYTES = 500_000_000
"""What a copy leaves free, so that cases can still be saved."""
_PART = ".part"
_ABANDONED_AFTER_S = 24 * 3600
DIGITS = 16
_MEGABYTE = 1_000_000


class NoRoomError(StoreError):
    """The disk of the library has no room for a copy: the input is to be referenced."""


def copy_input(found: InputFiles, folder: Path, progress: Progress) -> Path:
    """Copy an input into `folder`, e.g. `inputs/<case id>/ct`, unless it is there; gives what `found.root` is there.

    That is a file where the root is one of the files, else the folder that holds them all. Raises `NoRoomError`,
    `InputError` where the source is gone, changed since it was read, or is no regular file, and `StoreError` where
    the library's disk refuses. Then, and where it is cancelled, nothing of it is left.
    """
    names = copied_names(found.role, found.root, found.files)
    whole = folder / found.sha256[:DIGITS]
    if not _is_there(whole, found, names):
        size_bytes = sum(_size(file) for file in found.files)
        check_room(folder, size_bytes)
        with part_of(whole) as part:
            digests = _copy_all(names, part, Megabytes(progress, size_bytes))
            compare(found, digests)
            put_in_place(part, whole)
    return whole / names[found.root] if found.root in names else whole


def drop_others(folder: Path, kept: Path) -> None:
    """Delete the copies in `folder` (one role of a case) that `kept` is not of: the record tells of that one now."""
    for copied in _folders(folder):
        if copied != kept and copied not in kept.parents and not copied.name.endswith(_PART):
            _delete(copied)


def remove_copies(case_folder: Path) -> None:
    """Delete all copies of a case (`inputs/<case id>`). Raises `StoreError` where the disk refuses."""
    if case_folder.exists():
        _delete(case_folder)


def sweep(inputs_folder: Path) -> int:
    """Delete what a crash left half copied, by this computer or long ago; gives how many copies that were."""
    left = [
        part
        for case in _folders(inputs_folder)
        for role in _folders(case)
        for part in _folders(role)
        if part.name.endswith(_PART) and _is_abandoned(part)
    ]
    for part in left:
        _delete(part)
    return len(left)


def _copy_all(names: Mapping[Path, PurePosixPath], part: Path, told: Megabytes) -> list[str]:
    digests = []
    for file, name in names.items():
        place = part / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = copy_file(file, place, told.add)
        if sha256_on_disk(place, told.stop_where_asked) != written:
            raise StoreError(
                "a copy in the library could not be verified: the disk gave back something else than was written.",
                where=part.parent,
                what_to_do="Have the disk checked.",
            )
        digests.append(written)
    return digests


def compare(found: InputFiles, digests: list[str]) -> None:
    """Raises `InputError` where the files have another sha256 than `found`, as `workflow.input_hash` forms it."""
    whole = digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()
    if whole != found.sha256:
        raise InputError(
            "the file is another one than was read before, so it was not copied.",
            where=found.root,
            what_to_do="Read it again.",
        )


def check_room(folder: Path, size_bytes: int) -> None:
    """Raises `NoRoomError` where the disk has not so much to spare."""
    there = next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        raise _refused(folder, error) from error
    if free < size_bytes + LEFT_FREE_BYTES:
        raise _no_room(there, size_bytes, free)


def _no_room(folder: Path, size_bytes: int, free_bytes: int) -> NoRoomError:
    return NoRoomError(
        Sentence.of(
            "the disk of the library has no room for a copy of {size} MB ({free} MB are free).",
            size=-(-size_bytes // _MEGABYTE),
            free=free_bytes // _MEGABYTE,
        ),
        where=folder,
        what_to_do="Make space; until then it is read from where it is.",
    )


@contextmanager
def part_of(whole: Path) -> Iterator[Path]:
    """A folder to write into, gone when the block ends ill."""
    part = whole.with_name(f".{whole.name}.{_this_computer()}.{os.getpid()}{_PART}")
    try:
        _make(part)
        yield part
    except SourceGoneError as gone:
        raise InputError(
            "the file cannot be read any more, so it was not copied.",
            where=gone.path,
            what_to_do="Check the path and the drive.",
        ) from gone
    except DiskRefusedError as refused:
        if refused.is_full:
            raise _no_room(whole.parent, refused.size_bytes, 0) from refused
        raise _refused(whole.parent, refused.error) from refused
    except OSError as error:
        raise _refused(whole.parent, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _make(part: Path) -> None:
    shutil.rmtree(part, ignore_errors=True)
    missing = [one for one in part.parents if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    part.mkdir(mode=0o700)


def put_in_place(part: Path, whole: Path) -> None:
    """Let a verified copy take its name."""
    for folder in (*(one for one in part.rglob("*") if one.is_dir()), part):
        sync_folder(folder)
    if whole.exists():  # a copy that lost files
        shutil.rmtree(whole)
    part.rename(whole)
    for folder in (whole.parent, *whole.parent.parents[:2]):  # of role, case and all inputs: each may be new
        sync_folder(folder)


def _is_there(whole: Path, found: InputFiles, names: Mapping[Path, PurePosixPath]) -> bool:
    """Whether the copy is there with all its files, each as long as its source where that can still be seen."""
    with suppress(OSError):
        sizes = [((whole / names[file]).stat().st_size, file) for file in found.files]
        return bool(sizes) and all(not file.exists() or file.stat().st_size == size for size, file in sizes)
    return False


def _size(file: Path) -> int:
    if not file.is_file():  # a named pipe would never end
        raise InputError("this is not a regular file.", where=file)
    try:
        return file.stat().st_size
    except OSError as error:
        raise InputError("the file cannot be read.", where=file, what_to_do="Check the path and the drive.") from error


def _is_abandoned(part: Path) -> bool:
    _, computer, process, _ = (*part.name.lstrip(".").split("."), "", "", "")[:4]
    if computer == _this_computer():
        return not process.isdigit() or not psutil.pid_exists(int(process)) or int(process) == os.getpid()
    with suppress(OSError):
        return time.time() - part.stat().st_mtime > _ABANDONED_AFTER_S
    return False


def _this_computer() -> str:
    """Which computer writes, without its name."""
    return sha256(node().encode()).hexdigest()[:8]


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    except OSError:
        return []


def _delete(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refused(folder.parent, error) from error


def _refused(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        Sentence.of(
            "the library's copies could not be changed ({reason}).", reason=error.strerror or type(error).__name__
        ),
        where=folder,
        what_to_do="Make space, or let the folder be written to.",
    )


class Megabytes:
    """Bytes copied, told in megabytes."""

    def __init__(self, progress: Progress, total_bytes: int, stage: str = STAGE) -> None:
        self._progress, self._total, self._done, self._stage = progress, max(total_bytes, 1), 0, stage
        self.add(0)

    def add(self, n_bytes: int) -> None:
        """So many more were copied. Raises `Cancelled`."""
        self._done += n_bytes
        self.stop_where_asked()

    def stop_where_asked(self) -> None:
        """Raises `Cancelled` where the job was asked to stop."""
        self._progress.step(self._done // _MEGABYTE, -(-self._total // _MEGABYTE), self._stage)
