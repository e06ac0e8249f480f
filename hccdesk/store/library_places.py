"""What lies where in the folder of a library."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The names within `folder`."""

    folder: Path

    @property
    def database(self) -> Path:
        """The library itself; `-wal` and `-shm` lie beside it while it is open."""
        return self.folder / "library.sqlite"

    @property
    def new_database(self) -> Path:
        """One that is to take its place, not yet whole."""
        return self.folder / ".library.sqlite.part"

    @property
    def marker(self) -> Path:
        """What can be said of the library without a passphrase."""
        return self.folder / "library.json"

    @property
    def lock(self) -> Path:
        """Held by everybody who has the library open."""
        return self.folder / "library.lock"

    @property
    def backups(self) -> Path:
        """The daily copies."""
        return self.folder / "backups"

    @property
    def aside(self) -> Path:
        """What was damaged, and files of earlier releases."""
        return self.folder / "aside"

    @property
    def inputs(self) -> Path:
        """Copies of CT and slides."""
        return self.folder / "inputs"

    @property
    def held(self) -> Path:
        """Who has which case open."""
        return self.folder / "held"


def companions(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def make_folder(path: Path) -> None:
    """Make a folder of the library, for this user alone unless the folder around it is shared."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    if _shared(path.parent):
        path.chmod(0o700 | _shared(path.parent))


def give_rights(path: Path) -> None:
    """Let a file be read and written by this user, and by those who share the folder."""
    path.chmod(0o600 | (_shared(path.parent) & 0o066))


def _shared(folder: Path) -> int:
    """The rights of group and others, of those that may write in the folder; a sticky one (/tmp) is nobody's share."""
    mode = folder.stat().st_mode
    if os.name != "posix" or mode & 0o1000:
        return 0
    return (mode & 0o070 if mode & 0o020 else 0) | (mode & 0o007 if mode & 0o002 else 0)


def sync(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(part: Path, path: Path) -> None:
    """Let a whole file take its name, and see that it is on the disk."""
    sync(part)
    part.replace(path)
    sync(path.parent)
