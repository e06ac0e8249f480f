"""Another passphrase, or none: a verified copy with the new key takes the library's place; the backups follow."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import apsw

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.backups import access, write_copy
from hccdesk.store.database import Database, connect
from hccdesk.store.library_faults import told
from hccdesk.store.library_key import LibraryKey, is_key_of, new_key
from hccdesk.store.library_marker import Marker, read_marker, write_marker
from hccdesk.store.library_opening import Opening
from hccdesk.store.library_places import Places, companions, put_in_place

_PIECE = bytes(1 << 20)


def refuse_others(opening: Opening | None, current: str | None) -> None:
    """Raises `StoreError` where `current` is not what the library was opened with.

    Who finds a window open must not lock its owner out of the library, nor leave it to be read by anybody. The key in
    memory tells: looking into the file would let go of SQLite's locks on it. It is no `PassphraseNeededError`: that
    says that the library is not open.
    """
    if opening is not None and opening.key is not None and not (current and is_key_of(opening.key, current)):
        raise StoreError(
            "this is not the passphrase of the library.", what_to_do="Give its passphrase; nothing was changed."
        )


def prepare(opening: Opening, database: Database, passphrase: str | None) -> None:
    """Write the verified copy with the new key. Raises `StoreError` where another window has the library open."""
    if passphrase is not None and not passphrase:
        raise StoreError("an empty passphrase protects nothing.", what_to_do="Choose a longer one.")
    if opening.lock is None or not opening.lock.take_alone():
        raise StoreError(
            "another window has the library open, so its passphrase was not changed.",
            where=opening.places.folder,
            what_to_do="Close the other windows, and try again.",
        )
    former, opening.key = opening.key, None
    key = new_key(passphrase) if passphrase else None
    try:
        with database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            write_copy(connection, key, opening.places.new_database)
    except StoreError:
        opening.key = former
        raise
    opening.key, opening.former_key = key, former


def exchange(opening: Opening) -> None:
    """Let the copy take the library's place. From here on a crash leaves one or the other, both whole."""
    places, key = opening.places, opening.key
    checks = tuple(one.check for one in (opening.former_key, key) if one is not None)
    was_encrypted = opening.former_key is not None
    marker = read_marker(places.marker) or Marker()
    try:
        write_marker(places.marker, replace(marker, is_encrypted=True, checks=checks, is_rekeying=True))
        with told(places.folder):
            replace_for_good(places.new_database, places.database, overwrite=not was_encrypted)
            for path in companions(places.database):
                path.unlink(missing_ok=True)
    except StoreError:
        opening.key, opening.former_key = opening.former_key, None
        raise
    assert opening.access is not None
    opening.access = replace(opening.access, key=key.key if key else None)
    opening.events.append(AuditEvent(_act(opening.former_key, key)))


def carry_backups(opening: Opening) -> None:
    """Give every backup the library's key; those whose key nobody has any more are deleted, and that is told."""
    places, n_carried, n_deleted = opening.places, 0, 0
    for path in sorted(places.backups.glob("*.sqlite")):
        if _opens(path, opening.key):
            continue
        if _carried(path, (opening.former_key, None), opening.key):
            n_carried += 1
        else:
            shred(path)
            n_deleted += 1
    n_deleted += _delete_plain_leftovers(places) if opening.key is not None else 0
    if n_carried:
        opening.notices.append(Sentence.of("The same was done to {n} backups.", n=n_carried))
    if n_deleted:
        opening.notices.append(
            Sentence.of("{n} old files that this could not be done to were overwritten and deleted.", n=n_deleted)
        )
    if opening.key is not None and any(places.inputs.glob("*/*/*")):
        opening.notices.append(
            Sentence.of("CT and slides copied into the library are not encrypted: encrypt the disk for those.")
        )


def end(opening: Opening) -> None:
    """The library and all its backups have one key."""
    marker = read_marker(opening.places.marker) or Marker()
    checks = (opening.key.check,) if opening.key else ()
    write_marker(
        opening.places.marker,
        replace(marker, is_encrypted=opening.key is not None, checks=checks, is_rekeying=False),
    )
    opening.former_key = None


def make_good(opening: Opening) -> None:
    """End what a crash interrupted: a file half written, an old one not yet overwritten, backups of the former key."""
    places = opening.places
    with suppress(OSError):
        for folder in (places.folder, places.backups):
            for leftover in folder.glob(".*.part*"):  # of what is encrypted now, a copy that anybody could read
                shred(leftover)
        if former_of(places.database).exists():
            shred(former_of(places.database))
    marker = read_marker(places.marker)
    if marker is not None and marker.is_rekeying:
        carry_backups(opening)
        end(opening)


def replace_for_good(part: Path, path: Path, *, overwrite: bool) -> None:
    """`put_in_place`, and overwrite what `path` was before where that could be read by anybody."""
    former = former_of(path)
    former.unlink(missing_ok=True)
    if overwrite and path.exists():
        with suppress(OSError):  # a file system without hard links
            os.link(path, former)
    put_in_place(part, path)
    if former.exists():
        shred(former)


def former_of(path: Path) -> Path:
    """Where the former content is reached until it is overwritten."""
    return path.with_name(f".{path.name}.former")


def shred(path: Path) -> None:
    """Overwrite and delete. On flash memory the old content may survive elsewhere, which no program can reach."""
    with suppress(OSError), path.open("r+b") as stream:
        left = path.stat().st_size
        while left > 0:
            left -= stream.write(_PIECE[: min(left, len(_PIECE))])
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink(missing_ok=True)


def _act(former: LibraryKey | None, key: LibraryKey | None) -> AuditAction:
    if key is None:
        return AuditAction.LIBRARY_DECRYPTED
    return AuditAction.PASSPHRASE_CHANGED if former is not None else AuditAction.LIBRARY_ENCRYPTED


def _opens(path: Path, key: LibraryKey | None) -> bool:
    try:
        with closing(connect(access(path, key))) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except apsw.Error:
        return False
    return True


def _carried(path: Path, keys: tuple[LibraryKey | None, ...], key: LibraryKey | None) -> bool:
    for former in keys:
        if not _opens(path, former):
            continue
        try:
            carried = path.with_name(f".{path.name}.carried")
            with told(path.parent), closing(connect(access(path, former))) as connection:
                write_copy(connection, key, carried)
            with told(path.parent):
                times = path.stat()
                os.utime(carried, ns=(times.st_atime_ns, times.st_mtime_ns))
                replace_for_good(carried, path, overwrite=former is None)
        except StoreError:
            return False
        return True
    return False


def _delete_plain_leftovers(places: Places) -> int:
    leftovers = [path for path in places.aside.rglob("*") if path.is_file()]
    for path in leftovers:
        shred(path)
    return len(leftovers)
