"""Patients of a training as keyed digests: a site can tell that it knows one, and nobody else can."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import StoreError
from hccdesk.domain.manifest import CohortKind
from hccdesk.resources import site_folder
from hccdesk.store.plain_file import NotPlain, read_plain

PHANTOM_KEY, PUBLIC_KEY = b"phantom", b"public"
"""Synthetic and published patients have nothing to hide; their digests are the same everywhere, so that cohorts can be
compared and a bundle can be made again, the same byte for byte."""
KEY_FILE, KEY_BYTES = "cohort.key", 32
_LARGEST_KEY_FILE = 4096


@dataclass(frozen=True, slots=True)
class PatientDigests:
    """HMAC-SHA256 (RFC 2104) of patient ids under `key`."""

    key: bytes

    @classmethod
    def of_table(cls, table: CohortTable, site: Path | None = None) -> PatientDigests:
        """For the patients of `table`: a site's under its own key, made at first use; others under a known one.

        `site` is the site folder. Raises `StoreError` where the key can be neither read nor kept.
        """
        known = {CohortKind.PHANTOM: PHANTOM_KEY, CohortKind.PUBLIC: PUBLIC_KEY}
        return cls(known[table.kind] if table.kind in known else _site_key(site or site_folder()))

    def of(self, patient_id: str) -> str:
        """64 hexadecimal digits."""
        return hmac.new(self.key, patient_id.encode(), hashlib.sha256).hexdigest()


def _site_key(site: Path) -> bytes:
    path = site / "keys" / KEY_FILE
    try:
        if not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _create(path)
        content, _ = read_plain(path, _LARGEST_KEY_FILE)
        key = bytes.fromhex(content.decode("ascii"))
    except (OSError, NotPlain, ValueError) as error:
        raise _refused(path) from error
    if len(key) != KEY_BYTES:
        raise _refused(path)
    return key


def _create(path: Path) -> None:
    """A new key that only this account may read; one that another process makes meanwhile stays."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        _link_unless_there(part, path)
    finally:
        part.unlink(missing_ok=True)


def _link_unless_there(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            part.replace(path)


def _refused(path: Path) -> StoreError:
    return StoreError(
        "the key under which this site knows its patients cannot be used.",
        where=path,
        what_to_do="Restore the file from a backup. Without it no bundle made here can tell whom it was trained on.",
    )
