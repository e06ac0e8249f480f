"""Cases that an earlier release kept as files in the folder of the library: brought over, verified, put aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.store.case_file import read_case, read_entry
from hccdesk.store.library_faults import told
from hccdesk.store.library_places import Places, make_folder, sync

SUFFIX, TAKEN_AWAY = ".hcccase", ".removed"
FOLDER = "brought-over"
_CASE_ID = re.compile(r"[0-9a-f]{32}")

Keep = Callable[[str, CaseSnapshot, CaseEntry], None]
"""Keeps a case of an id, and raises `StoreError` where it cannot be read back as it was."""


def bring_over(places: Places, keep: Keep) -> int:
    """Keep each file's case, the one saved first in front; gives how many. What cannot be read stays where it is."""
    found = []
    for path in case_files(places.folder):
        with suppress(StoreError):
            found.append((read_entry(path), path))
    brought = 0
    for entry, path in sorted(found, key=lambda pair: _moment(pair[0].saved_at)):
        with suppress(StoreError):
            keep(path.stem, read_case(path), entry)
            _put_aside(places, path)
            brought += 1
    _tidy(places)
    return brought


def faults(folder: Path) -> tuple[HccdeskError, ...]:
    """Why files that are still there could not be brought over."""
    return tuple(fault for path in case_files(folder) if (fault := _fault(path)) is not None)


def case_files(folder: Path) -> list[Path]:
    """The files of cases in a folder."""
    with suppress(OSError):
        return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if _CASE_ID.fullmatch(path.stem)]
    return []


def _fault(path: Path) -> HccdeskError | None:
    try:
        read_case(path)
    except StoreError as fault:
        return fault
    return None


def _moment(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _put_aside(places: Places, path: Path) -> None:
    with told(places.folder):
        folder = places.aside / FOLDER
        make_folder(folder)
        path.replace(folder / path.name)
        sync(folder)


def _tidy(places: Places) -> None:
    """What was taken from the list of the earlier release stays out of it; half files are nobody's."""
    for path in places.folder.glob(f"*{SUFFIX}{TAKEN_AWAY}"):
        with suppress(StoreError):
            _put_aside(places, path)
    with suppress(OSError):
        for path in places.folder.glob(f".*{SUFFIX}.*.part"):
            path.unlink(missing_ok=True)
