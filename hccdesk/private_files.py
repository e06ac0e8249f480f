"""Folders and files for this account alone, whatever its umask, and folders that are not.

On Windows they are as private as the user's profile, in which they lie: access lists there are left as they are.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from hccdesk.domain.sentence import Sentence

OWNER_ONLY_FOLDER, OWNER_ONLY_FILE = 0o700, 0o600
_OTHERS = 0o077
_ROOT = 0


def private_folder(folder: Path) -> Path:
    """One of the program's own folders (settings, logs, data), made where it is missing and closed to others."""
    folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & _OTHERS:
        with suppress(OSError):  # somebody else's, e.g. one that an administrator made
            folder.chmod(OWNER_ONLY_FOLDER)
    return folder


def write_private(path: Path, content: bytes) -> None:
    """A new file that nobody else could read at any moment; raises `FileExistsError` where there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY_FILE)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def openness(folder: Path, *, is_shared_disk: bool = False) -> Sentence | None:
    """What is to be told of a folder with patients' data that others may change; None where nobody may.

    On a shared disk the owner says nothing: accounts of other computers are mapped to whatever the share likes.
    """
    if os.name != "posix":
        return None
    facts = folder.stat()
    if facts.st_mode & stat.S_IWOTH:
        return Sentence.of(
            "Everybody on this computer may change the folder of the library: take that right away (chmod o-w)."
        )
    if not is_shared_disk and facts.st_uid not in (os.geteuid(), _ROOT):
        return Sentence.of(
            "The folder of the library belongs to another account of this computer, which may read and change it."
        )
    return None
