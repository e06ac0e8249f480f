"""Whether a library that may be in use is whole; nothing of it is changed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.audit import AuditVerdict
from hccdesk.store.audit_head import AuditHeads
from hccdesk.store.audit_verdict import verify
from hccdesk.store.database import Access, connect
from hccdesk.store.library_check import is_whole
from hccdesk.store.library_faults import told
from hccdesk.store.library_marker import read_marker
from hccdesk.store.library_places import Places


@dataclass(frozen=True, slots=True)
class LibraryInspection:
    """Whether every page and everything kept is as it was written, how many cases there are, and of the acts."""

    is_whole: bool
    n_cases: int
    acts: AuditVerdict


def has_library(folder: Path) -> bool:
    """Whether there is a library in the folder."""
    return Places(folder).database.is_file()


def inspect_library(folder: Path, site_folder: Path) -> LibraryInspection | None:
    """The library in `folder`, which another window may have open; None where it is encrypted.

    The file is opened by SQLite alone: closing it by other means would let go of the locks of a library that this
    process has open. Raises `StoreError`.
    """
    places = Places(folder)
    marker = read_marker(places.marker)
    if marker is not None and marker.is_encrypted:
        return None
    with told(folder), closing(connect(Access(places.database, writable=False))) as connection:
        whole = is_whole(connection, thoroughly=True)
        n_cases = int(connection.execute("SELECT count(*) FROM cases").get or 0)
        heads = AuditHeads(site_folder, folder)
        return LibraryInspection(whole, n_cases, verify(connection, heads.found(connection)))
