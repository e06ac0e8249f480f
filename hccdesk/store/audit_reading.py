"""An audit trail read where it lies: nothing is migrated, backed up, restored, locked or written.

A file that nobody has open is read as immutable, so that not even SQLite's files beside it are made; one that changed
meanwhile, or that somebody has open, is read with SQLite's locks, among theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import apsw

from hccdesk.domain.errors import StoreError
from hccdesk.store.database import Access, connect
from hccdesk.store.library_faults import DAMAGED, told
from hccdesk.store.library_key import key_of, wrong_passphrase
from hccdesk.store.library_marker import read_marker
from hccdesk.store.library_places import Places, companions
from hccdesk.store.library_schema import refuse_newer

Found = TypeVar("Found")


def read_trail(folder: Path, passphrase: str | None, look: Callable[[apsw.Connection], Found]) -> Found:
    """What `look` finds in the trail of the library in `folder`.

    Raises `PassphraseNeededError`, and `StoreError` where there is no library, a newer one, or one that is damaged.
    """
    path = Places(folder).database
    if not path.is_file():
        raise StoreError(
            "there is no library here.",
            where=folder,
            what_to_do="Name its folder with --library; hccdesk makes one when it is first started.",
        )
    before = _state(path)
    if not any(one.exists() for one in companions(path)):
        with told(folder):
            found = _look(path, passphrase, look, immutable=True)
        if _state(path) == before:
            return found
    with told(folder):
        return _look(path, passphrase, look, immutable=False)


def _look(path: Path, passphrase: str | None, look: Callable[[apsw.Connection], Found], *, immutable: bool) -> Found:
    marker = read_marker(Places(path.parent).marker)
    key = key_of((path,), passphrase, marker)
    access = Access(path, key.key if key else None, writable=False, immutable=immutable)
    try:
        connection = connect(access)
        try:
            refuse_newer(connection, path)
            _refuse_older(connection, path)
            connection.execute("BEGIN")  # one state of the trail for all that is looked up, whoever adds to it
            return look(connection)
        finally:
            connection.close(True)
    except DAMAGED as error:
        if key is not None and not (marker and marker.checks):  # nothing else says that it is the right one
            raise wrong_passphrase() from error
        raise StoreError(
            "this is no library of hccdesk's, or it is damaged: it was left as it is.",
            where=path,
            what_to_do="Start hccdesk: it restores a damaged library from its backup, with all that can still be read.",
        ) from error


def _refuse_older(connection: apsw.Connection, path: Path) -> None:
    if not connection.table_exists(None, "audit"):
        raise StoreError(
            "this library has no audit trail yet: an earlier version of hccdesk wrote it.",
            where=path,
            what_to_do="Start hccdesk once: it brings the library up to date.",
        )


def _state(path: Path) -> tuple[object, ...]:
    facts = path.stat()
    return facts.st_mtime_ns, facts.st_size, facts.st_ino, any(one.exists() for one in companions(path))
