"""A library whose file is damaged or gone: its best backup takes its place, with all that can still be read."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import apsw

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.backups import Backup, whole_backups
from hccdesk.store.database import Access, connect
from hccdesk.store.library_faults import told
from hccdesk.store.library_key import LibraryKey
from hccdesk.store.library_marker import Marker, read_marker, write_marker
from hccdesk.store.library_places import Places, companions, give_rights, make_folder, put_in_place, sync
from hccdesk.store.library_schema import migrate
from hccdesk.store.salvage import Salvaged, salvage

NOTHING_LEFT = ""
"""What the marker says where a library was restored whose file was gone."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup that took the library's place; None where there was none, and a new library was begun."""

    backup: Backup | None


def restore(places: Places, key: LibraryKey | None) -> Restored:
    """Put the damaged file aside and the best backup in its place; a crash in between is made good by the next start.

    Only for who has the library alone.
    """
    best = next(whole_backups(places.backups, key), None)
    with told(places.folder):
        part = places.new_database
        remove_leftovers(part)
        if best is not None:
            shutil.copyfile(best.path, part)
            give_rights(part)
        else:
            make_empty(part, key)
        marker = read_marker(places.marker) or Marker(is_encrypted=key is not None)
        _put_aside(places, marker)
        put_in_place(part, places.database)
    return Restored(best)


def is_restoring(places: Places, restored: Restored | None) -> bool:
    """Whether a restoration, now or before a crash, is still to be recorded, and the damaged file to be read."""
    marker = read_marker(places.marker)
    if marker is None or marker.salvage is None:
        return False
    return restored is not None or marker.salvage == NOTHING_LEFT or (places.aside / marker.salvage).exists()


def bring_back(places: Places, key: LibraryKey | None, connection: apsw.Connection) -> Salvaged | None:
    """Bring over what the damaged file still tells, within a transaction; None where there is no such file."""
    marker = read_marker(places.marker)
    source = places.aside / marker.salvage if marker and marker.salvage else None
    if source is None or not source.exists():
        return None
    return salvage(source, key.key if key else None, connection)


def end_restoring(places: Places) -> None:
    """It is recorded, and what could be read is there."""
    marker = read_marker(places.marker)
    if marker is not None and marker.salvage is not None:
        write_marker(places.marker, replace(marker, salvage=None))


def make_empty(part: Path, key: LibraryKey | None) -> None:
    """A library without cases."""
    with closing(connect(Access(part, key.key + key.salt if key else None), create=True)) as connection:
        migrate(connection)
    give_rights(part)


def remove_leftovers(part: Path) -> None:
    """What a crash left half made."""
    for leftover in (part, *companions(part)):
        leftover.unlink(missing_ok=True)


def what_happened(restored: Restored | None, saved: Salvaged | None) -> tuple[Sentence, ...]:
    """For the reader."""
    if restored is None and saved is None:
        return ()
    said = []
    if restored is not None and restored.backup is not None:
        when = f"{restored.backup.made_at.astimezone():%Y-%m-%d %H:%M}"
        said.append(Sentence.of("The library was damaged and was restored from its backup of {when}.", when=when))
    elif restored is not None:
        said.append(Sentence.of("The library was damaged and there was no backup of it, so a new one was begun."))
    if saved is None:
        said.append(Sentence.of("Its file was gone: what was kept since the backup is lost."))
        return tuple(said)
    said.append(
        Sentence.of(
            "{states} newer states of {cases} cases were brought over from the damaged file, which lies in the "
            "library's folder “aside”.",
            states=saved.states,
            cases=saved.cases,
        )
    )
    if saved.lost:
        said.append(Sentence.of("{n} states could not be read any more and are lost.", n=saved.lost))
    elif not saved.is_all:
        said.append(Sentence.of("Parts of the file could not be read at all: what they held since the backup is lost."))
    return tuple(said)


def _put_aside(places: Places, marker: Marker) -> None:
    """The damaged file and what lies beside it; the marker tells of it first."""
    name = f"library-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.damaged.sqlite" if places.database.exists() else NOTHING_LEFT
    write_marker(places.marker, replace(marker, salvage=name))
    if name == NOTHING_LEFT:
        return
    make_folder(places.aside)
    to = places.aside / name
    for path, aside in zip(companions(places.database), companions(to), strict=True):
        if path.name.endswith("-shm"):
            path.unlink(missing_ok=True)
        elif path.exists():
            path.replace(aside)
    places.database.replace(to)
    sync(places.aside)


def refuse_without_restoring(places: Places) -> StoreError:
    """Damaged, and nothing may be written here."""
    return StoreError(
        "the file of the library is damaged, and it cannot be restored from a backup: the folder is read-only, or "
        "another window has the library open.",
        where=places.folder,
        what_to_do="Close the other windows, or copy the whole folder to where it can be written to and open that.",
    )
