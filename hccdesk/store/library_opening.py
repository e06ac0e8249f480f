"""Opening a library: made, checked, restored, migrated, as it needs; each step leaves a whole library."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import apsw

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.private_files import openness
from hccdesk.store.backups import backups, is_due, write_copy
from hccdesk.store.database import Access, connect
from hccdesk.store.disk_kind import is_local
from hccdesk.store.library_check import is_whole
from hccdesk.store.library_faults import LibraryDamagedError, damaged, told, unreachable
from hccdesk.store.library_key import LibraryKey, key_of, new_key, wrong_passphrase
from hccdesk.store.library_lock import LibraryLock
from hccdesk.store.library_marker import Marker, read_marker, write_marker
from hccdesk.store.library_places import Places, companions, make_folder, put_in_place
from hccdesk.store.library_restoring import (
    Restored,
    make_empty,
    refuse_without_restoring,
    remove_leftovers,
    restore,
    take_back_companions,
)
from hccdesk.store.library_schema import layout_of, migrate, newest_layout, refuse_newer

_CANNOT_BE_WRITTEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(slots=True)
class Opening:
    """A library that is being opened: what was found, and what is to be told and recorded."""

    places: Places
    read_only: Sentence | None = None
    lock: LibraryLock | None = None
    is_alone: bool = False
    key: LibraryKey | None = None
    former_key: LibraryKey | None = None
    access: Access | None = None
    restored: Restored | None = None
    own_copy: Path | None = None
    backup_is_due: bool = False
    notices: list[Sentence] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)

    def end(self) -> None:
        """Let go of everything."""
        if self.lock is not None:
            self.lock.release()
        if self.own_copy is not None:
            shutil.rmtree(self.own_copy, ignore_errors=True)


def find_library(folder: Path, passphrase: str | None) -> Opening:
    """The library in `folder`, made where there is none, whole and of this version's layout; `access` opens it.

    Raises `PassphraseNeededError`, and `StoreError` for one that is newer, in use, out of reach, or damaged where
    it cannot be restored.
    """
    opening = Opening(Places(folder))
    try:
        opening.read_only = _why_read_only(folder)
        _tell_of_openness(opening)
        _take_lock(opening)
        _make_or_bring_back(opening, passphrase)
        _find_key(opening, passphrase)
        opening.access = _access(opening)
        _restore_where_damaged(opening)
        _migrate(opening)
    except BaseException:
        opening.end()
        raise
    return opening


def _why_read_only(folder: Path) -> Sentence | None:
    with told(folder):
        try:
            make_folder(folder)
        except FileExistsError:
            raise unreachable(folder) from None
        except OSError:
            if not folder.is_dir():
                raise
    if not os.access(folder, os.R_OK | os.X_OK):
        raise StoreError(
            "this account may not look into the folder of the library.",
            where=folder,
            what_to_do="Ask whoever looks after the folder for the right to, or choose another library.",
        )
    if not _can_write_in(folder):
        return Sentence.of("The folder of the library is read-only: nothing is saved there.")
    database = Places(folder).database
    if _is_there(database) and not os.access(database, os.W_OK):
        return Sentence.of("The file of the library is read-only: nothing is saved there.")
    return None


def _tell_of_openness(opening: Opening) -> None:
    folder = opening.places.folder
    if (notice := openness(folder, is_shared_disk=not is_local(folder))) is not None:
        opening.notices.append(notice)


def _can_write_in(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".writable-"):
            return True
    except OSError as error:  # a full disk can be written to again once there is room
        return error.errno not in _CANNOT_BE_WRITTEN


def _take_lock(opening: Opening) -> None:
    if opening.read_only is not None:
        return
    opening.lock = LibraryLock(opening.places.lock)
    opening.is_alone = opening.lock.take_alone()
    if not opening.is_alone:
        opening.lock.share()
        return
    take_back_companions(opening.places)


def _make_or_bring_back(opening: Opening, passphrase: str | None) -> None:
    """Where the file of the library is not there: a new one, or the backup of one that was."""
    places = opening.places
    if _is_there(places.database):
        return
    if opening.read_only is not None:
        raise StoreError(
            "there is no library in this folder, and none can be made: it is read-only.",
            where=places.folder,
            what_to_do="Choose another folder for the library.",
        )
    if not opening.is_alone:
        raise unreachable(places.folder)
    marker, kept = read_marker(places.marker), backups(places.backups)
    if marker is None and not kept:
        _make(opening)
    elif kept:
        opening.restored = restore(places, key_of(kept[::-1], passphrase, marker))
    else:
        key = new_key(passphrase) if passphrase and marker and marker.is_encrypted else None
        opening.restored = restore(places, key)


def _is_there(database: Path) -> bool:
    """Raises `StoreError` where that cannot be told, e.g. of a share that does not answer."""
    with told(database.parent):
        try:
            database.stat()
        except FileNotFoundError:
            return False
    return True


def _make(opening: Opening) -> None:
    places = opening.places
    with told(places.folder):
        remove_leftovers(places.new_database)
        make_empty(places.new_database, None)
        put_in_place(places.new_database, places.database)
    write_marker(places.marker, Marker(layout=newest_layout()))
    opening.events.append(AuditEvent(AuditAction.LIBRARY_MADE))


def _find_key(opening: Opening, passphrase: str | None) -> None:
    places = opening.places
    with told(places.folder):
        paths = (places.database, *backups(places.backups)[::-1])
        opening.key = key_of(paths, passphrase, read_marker(places.marker))


def _access(opening: Opening) -> Access:
    path, key = opening.places.database, opening.key.key if opening.key else None
    if opening.read_only is None:
        return Access(path, key, wal=is_local(opening.places.folder))
    reading = Access(path, key, writable=False)
    try:
        with closing(connect(reading)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError):
        return _access_without_memory(opening, reading)
    except apsw.Error:
        return reading
    return reading


def _access_without_memory(opening: Opening, reading: Access) -> Access:
    """A WAL needs shared memory beside it, which cannot be made here: it is looked through where it can be."""
    log = companions(reading.path)[0]
    if not log.exists() or not log.stat().st_size:
        return Access(reading.path, reading.key, writable=False, immutable=True)
    opening.own_copy = Path(tempfile.mkdtemp(prefix="hccdesk-library-"))
    with told(opening.places.folder):
        for path in (reading.path, log):
            shutil.copyfile(path, opening.own_copy / path.name)
    return Access(opening.own_copy / reading.path.name, reading.key, writable=False)


def _restore_where_damaged(opening: Opening) -> None:
    try:
        _examine(opening)
    except LibraryDamagedError:
        marker = read_marker(opening.places.marker)
        if opening.key is not None and not (marker and marker.checks):
            raise wrong_passphrase() from None  # nothing says that it is the right one: nothing is put aside for it
        if not opening.is_alone:
            raise refuse_without_restoring(opening.places) from None
        opening.restored = restore(opening.places, opening.key)
        _examine(opening)


def _examine(opening: Opening) -> None:
    """Raises `StoreError` for a newer layout, and `LibraryDamagedError`; writes nothing."""
    assert opening.access is not None
    path, key = opening.access.path, opening.access.key
    undisturbed = opening.is_alone and not any(one.exists() for one in companions(path))
    reading = Access(path, key, writable=False, immutable=opening.access.immutable or undisturbed)
    with told(opening.places.folder):
        try:
            _look_through(opening, reading)
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            if opening.read_only is not None:
                raise
            _look_through(opening, Access(path, key, wal=opening.access.wal))  # a journal is to be rolled back first


def _look_through(opening: Opening, access: Access) -> None:
    """Thoroughly once a day. An earlier layout has fewer seals, and is looked through once it is brought up to date."""
    with closing(connect(access)) as connection:
        refuse_newer(connection, opening.places.database)
        layout = layout_of(connection)
        if layout == newest_layout():
            whole = is_whole(connection, thoroughly=is_new_day(opening))
        else:
            whole = layout > 0 and connection.pragma("integrity_check") == "ok"
        if not whole:
            raise damaged(opening.places.folder)


def is_new_day(opening: Opening) -> bool:
    """Whether no backup was made today."""
    return opening.read_only is None and is_due(opening.places.backups, datetime.now(UTC).date())


def _migrate(opening: Opening) -> None:
    assert opening.access is not None
    places = opening.places
    with told(places.folder), closing(connect(opening.access)) as connection:
        before = layout_of(connection)
        if before == newest_layout():
            return
        if opening.read_only is not None:
            raise StoreError(
                "this library was written by an earlier version of hccdesk and cannot be brought up to date, because "
                "it is read-only.",
                where=places.folder,
                what_to_do="Copy the folder to where it can be written to, and open that.",
            )
        if not opening.is_alone:
            raise StoreError(
                "this library is open in an earlier version of hccdesk, so it cannot be brought up to date.",
                where=places.folder,
                what_to_do="Close it there first.",
            )
        make_folder(places.backups)
        copied = places.backups / f"before-layout-{newest_layout()}.sqlite"
        write_copy(connection, opening.key, copied)
        migrate(connection)
    opening.events.append(AuditEvent(AuditAction.LIBRARY_MIGRATED, detail=f"{before} {newest_layout()}"))
    opening.notices.append(
        Sentence.of(
            "The library was brought to the layout of this version; a copy of it as it was is kept as {name}.",
            name=f"{places.backups.name}/{copied.name}",
        )
    )
