"""What lies in the folder of a library: how much, on which kind of disk, and the backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

from hccdesk.store.backups import backups
from hccdesk.store.disk_kind import is_local


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup of the library's database."""

    name: str
    made_at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """Sizes of the database, of the copied inputs and of what is free; `is_on_own_disk`: none of a network's."""

    database_bytes: int
    copies_bytes: int
    free_bytes: int
    is_on_own_disk: bool
    backups: tuple[BackupFile, ...]


def library_facts(folder: Path) -> LibraryFacts:
    """The facts as the disk tells them now; what it does not tell counts as nothing."""
    return LibraryFacts(
        sum(_size(path) for path in _files(folder, "library.sqlite*")),
        sum(_size(path) for path in _files(folder / "inputs", "**/*")),
        _free_bytes(folder),
        is_local(folder),
        tuple(_backups(folder / "backups")),
    )


def _backups(folder: Path) -> Iterator[BackupFile]:
    """The newest first."""
    for path in reversed(backups(folder)):
        with suppress(OSError):
            facts = path.stat()
            yield BackupFile(path.name, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size)


def _files(folder: Path, pattern: str) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.glob(pattern) if path.is_file()]
    return []


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _free_bytes(folder: Path) -> int:
    with suppress(OSError):
        return disk_usage(folder).free
    return 0
