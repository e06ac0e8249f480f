"""`library.json`: what can be said of a library without its passphrase; nothing in it is a secret.

Without it an encrypted library could not be told from a damaged one, and a wrong passphrase would restore a backup.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.store.library_faults import told
from hccdesk.store.library_places import give_rights, sync

FORMAT = "hccdesk library"
_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class Marker:
    """Whether the library is encrypted, and by which keys, known by their checks: two while the passphrase changes.

    `salvage` names files in `aside/` whose cases are still to be saved, in their order, "" for one that was gone;
    `is_rekeying`: backups may have the former key.
    """

    is_encrypted: bool = False
    checks: tuple[str, ...] = ()
    layout: int = 0
    salvage: tuple[str, ...] = ()
    is_rekeying: bool = False


def read_marker(path: Path) -> Marker | None:
    """What the file says; None where there is none, or it is not one of ours."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        said = json.loads(path.read_bytes())
        if said.pop("format") != FORMAT:
            return None
        known = {name: value for name, value in said.items() if name in Marker.__dataclass_fields__}
        lists = {name: tuple(map(str, known.get(name) or ())) for name in ("checks", "salvage")}
        return Marker(**{**known, **lists})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_marker(path: Path, marker: Marker) -> None:
    """Write it, whole or not at all. Raises `StoreError`."""
    said = json.dumps({"format": FORMAT, **asdict(marker)}, indent=1)
    with told(path.parent):
        write_whole(path, (said + "\n").encode("ascii"))
        give_rights(path)
        sync(path.parent)  # what is done next relies on it, also after a power cut
