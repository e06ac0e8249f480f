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
from hccdesk.store.backups import Backup, is_whole_backup, known_backups
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
    known = known_backups(places.backups, key)
    best = next((one for one in known if is_whole_backup(one, key)), None)
    with told(places.folder):
        part = places.new_database
        remove_leftovers(part)
        if best is not None:
            shutil.copyfile(best.path, part)
            give_rights(part)
        else:
            make_empty(part, key)
        marker = read_marker(places.marker) or Marker(is_encrypted=key is not None)
        if known and (best is None or known[0].savings > best.savings):
            marker = _with_copy(places, marker, known[0])
        _put_aside(places, marker)
        put_in_place(part, places.database)
    return Restored(best)


def is_restoring(places: Places, restored: Restored | None) -> bool:
    """Whether a restoration, now or before a crash, is still to be recorded, and the damaged file to be read."""
    names = _pending(places)
    return bool(names) and (restored is not None or NOTHING_LEFT in names or bool(_there(places)))


def bring_back(places: Places, key: LibraryKey | None, connection: apsw.Connection) -> Salvaged | None:
    """Bring over what the damaged files still tell, within a transaction; None where there is no such file."""
    saved = [salvage(source, key.key if key else None, connection) for source in _there(places)]
    if not saved:
        return None
    return Salvaged(
        max(one.cases for one in saved),
        sum(one.states for one in saved),
        sum(one.lost for one in saved),
        all(one.is_all for one in saved),
    )


def end_restoring(places: Places) -> None:
    """It is recorded, and what could be read is there."""
    marker = read_marker(places.marker)
    if marker is not None and marker.salvage:
        write_marker(places.marker, replace(marker, salvage=()))


def take_back_companions(places: Places) -> None:
    """A crash while a damaged file was put aside left the file without its log: what is in that counts, too.

    To be done before the file is opened, by who has the library alone.
    """
    for name in _pending(places):
        if not name or (places.aside / name).exists() or not places.database.exists():
            continue
        with told(places.folder):
            for aside, path in zip(companions(places.aside / name), companions(places.database), strict=True):
                if aside.exists() and not path.exists():
                    aside.replace(path)
            sync(places.folder)


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


def _with_copy(places: Places, marker: Marker, backup: Backup) -> Marker:
    """A damaged backup that knows more than the whole one is read like the damaged file, before that."""
    make_folder(places.aside)
    to = places.aside / f"library-{_now()}.backup.sqlite"
    shutil.copyfile(backup.path, to)
    give_rights(to)
    sync(to)
    return replace(marker, salvage=(*marker.salvage, to.name))


def _put_aside(places: Places, marker: Marker) -> None:
    """The damaged file and what lies beside it; the marker tells of it first, and forgets nothing of earlier ones.

    The file itself goes last: as long as it is there, `take_back_companions` can give it back its log.
    """
    is_there = places.database.exists()
    names = _of_use(places, marker.salvage)
    if is_there or not names:
        names = (*names, f"library-{_now()}.damaged.sqlite" if is_there else NOTHING_LEFT)
    write_marker(places.marker, replace(marker, salvage=names))
    make_folder(places.aside)
    to = places.aside / (names[-1] if is_there else f"library-{_now()}.gone.sqlite")
    for path, aside in zip(companions(places.database), companions(to), strict=True):
        if path.name.endswith("-shm"):
            path.unlink(missing_ok=True)
        elif path.exists():  # also of a file that is gone: beside another, SQLite would play it back into that
            path.replace(aside)
    if is_there:
        places.database.replace(to)
    sync(places.aside)


def _now() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"


def _pending(places: Places) -> tuple[str, ...]:
    marker = read_marker(places.marker)
    return marker.salvage if marker else ()


def _there(places: Places) -> list[Path]:
    return [places.aside / name for name in _pending(places) if name and (places.aside / name).exists()]


def _of_use(places: Places, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are aside, and that a file was gone; one that a crash kept from being put there has a new name."""
    return tuple(name for name in names if name == NOTHING_LEFT or (places.aside / name).exists())


def refuse_without_restoring(places: Places) -> StoreError:
    """Damaged, and nothing may be written here."""
    return StoreError(
        "the file of the library is damaged, and it cannot be restored from a backup: the folder is read-only, or "
        "another window has the library open.",
        where=places.folder,
        what_to_do="Close the other windows, or copy the whole folder to where it can be written to and open that.",
    )
