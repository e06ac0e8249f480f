"""Copies of the objects that wait for a PACS: whole or not at all, and none that nobody waits for."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from time import time

from hccdesk.domain.delivery import ChartObject
from hccdesk.domain.errors import StoreError
from hccdesk.private_files import write_private
from hccdesk.store.library_places import sync

LARGEST_OBJECT = 1 << 30
_BEING_MADE_S = 3600
"""Another window's copy may be on the disk before its entry is."""


def keep_copy(folder: Path, thing: ChartObject) -> str:
    """The name of a copy that is on the disk. Raises `OSError`, and `StoreError` for one that is not as it was made."""
    name, content = f"{uuid.uuid4().hex}.dcm", _read(thing)
    try:
        write_private(folder / name, content)
        sync(folder / name)
        sync(folder)
    except OSError:
        (folder / name).unlink(missing_ok=True)
        raise
    return name


def sweep(folder: Path, waiting: Collection[str]) -> None:
    """Delete copies that no entry waits for, and what was read back, left as this program was killed meanwhile."""
    for path in folder.iterdir():
        if path.name in waiting or time() - path.stat().st_mtime <= _BEING_MADE_S:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _read(thing: ChartObject) -> bytes:
    with thing.path.open("rb") as file:
        content = file.read(LARGEST_OBJECT + 1)
    if len(content) > LARGEST_OBJECT or hashlib.sha256(content).hexdigest() != thing.sha256:
        raise StoreError(
            "an object for the chart is not as it was made, so it was not queued.",
            where=thing.path.name,
            what_to_do="Make the objects again.",
        )
    return content
