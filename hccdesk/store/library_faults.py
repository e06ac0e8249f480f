"""What SQLite and the disk refuse, said in sentences; never their own words, which may hold a key or a path."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
LOCKED = (apsw.BusyError, apsw.LockedError)
DAMAGED = (apsw.CorruptError, apsw.NotADBError)
UNREACHABLE = (apsw.IOError, apsw.CantOpenError)


class LibraryDamagedError(StoreError):
    """The file of the library is not whole."""


class LibraryUnreachableError(StoreError):
    """The disk of the library is gone, for now."""


@contextmanager
def told(folder: Path, connection: apsw.Connection | None = None) -> Iterator[None]:
    """Raises what went wrong within as `StoreError`."""
    try:
        yield
    except apsw.Error as error:
        raise _of_sqlite(folder, error, _number(error, connection, folder)) from None
    except OSError as error:
        raise of_disk(folder, error) from error


def keep_number(error: BaseException, connection: apsw.Connection) -> None:
    """Remember the system's number of the fault, before a rollback has another."""
    if isinstance(error, apsw.Error):
        error.system_errno = connection.system_errno  # type: ignore[attr-defined]


def _number(error: apsw.Error, connection: apsw.Connection | None, folder: Path) -> int:
    found = getattr(error, "system_errno", None)
    number = int(found if found is not None else connection.system_errno if connection else 0)
    if isinstance(error, apsw.CantOpenError) and number in (0, errno.ENOENT):
        return _why_no_new_file(folder)  # SQLite tried once more otherwise, and remembers that fault only
    return number


def _why_no_new_file(folder: Path) -> int:
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(b"0")
    except OSError as error:
        return error.errno or 0
    return 0


def _of_sqlite(folder: Path, error: apsw.Error, number: int) -> StoreError:  # noqa: PLR0911 - a table of kinds
    if isinstance(error, LOCKED):
        return StoreError(
            "the library is being used by another program, so nothing was changed.",
            where=folder,
            what_to_do="Close what has it open, and try again.",
        )
    if isinstance(error, apsw.FullError) or (isinstance(error, UNREACHABLE) and number in _FULL):
        return full(folder)
    if isinstance(error, DAMAGED):
        return damaged(folder)
    if isinstance(error, (apsw.ReadOnlyError, apsw.PermissionsError)) or number == errno.EROFS:
        return read_only(folder)
    if isinstance(error, UNREACHABLE):
        return unreachable(folder)
    if isinstance(error, apsw.ConstraintError):
        return StoreError(
            "the library refused this, because it would change what was recorded for good.",
            where=folder,
            what_to_do="Report this as a fault of the program.",
        )
    return StoreError(
        Sentence.of("the library could not do this ({reason}).", reason=type(error).__name__),
        where=folder,
        what_to_do="Report this as a fault of the program.",
    )


def of_disk(folder: Path, error: OSError) -> StoreError:
    """What the disk refused."""
    if error.errno in _FULL:
        return full(folder)
    if error.errno in _FORBIDDEN:
        return read_only(folder)
    return unreachable(folder)


def full(folder: Path) -> StoreError:
    """No room; with the megabytes that are left."""
    return StoreError(
        Sentence.of(
            "the disk of the library is full ({free} MB are free), so nothing was changed there.",
            free=free_bytes(folder) // 1_000_000,
        ),
        where=folder,
        what_to_do="Make space; what is on the screen is still there, and is saved with the next change.",
    )


def damaged(folder: Path) -> LibraryDamagedError:
    """A page that is none, found while working."""
    return LibraryDamagedError(
        "the file of the library is damaged.",
        where=folder,
        what_to_do="Save a copy of the case elsewhere, then start hccdesk again: "
        "the library is then restored from its backup, with all that can still be read.",
    )


def read_only(folder: Path) -> StoreError:
    """It cannot be written to."""
    return StoreError(
        "the library is read-only, so nothing was changed.",
        where=folder,
        what_to_do="Save a copy of the case elsewhere.",
    )


def unreachable(folder: Path) -> LibraryUnreachableError:
    """The disk, the share or the file is gone."""
    return LibraryUnreachableError(
        "the library cannot be reached: its disk or network share does not answer, or its file is gone.",
        where=folder,
        what_to_do="Connect it again and go on; until then nothing is saved there.",
    )


def free_bytes(folder: Path) -> int:
    """What is free on the disk of `folder`; 0 where nobody knows."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return 0
