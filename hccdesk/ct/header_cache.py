"""Headers of files that have not changed since this process read them, so that opening a series reads them once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from hccdesk.ct.image_header import ImageHeader

SETTLED_S = 3.0
"""File systems keep times to 2 s at worst: a file written later than this might change again unseen."""
MOST_KEPT = 4096
_MOST_PLANES = 64

_Mark = tuple[int, int, int, int, int]
_kept: dict[Path, tuple[_Mark, ImageHeader]] = {}


def header_of(path: Path, read: Callable[[Path], ImageHeader]) -> ImageHeader:
    """The header that `read` gives, or gave for this very file: same device, inode, size and times of change.

    Nothing is kept of files changed in the last 3 s, of large multi-frame files, and of what `read` refuses.
    """
    mark, settled = _mark(path)
    found = _kept.get(path)
    if found is not None and found[0] == mark:
        return found[1]
    header = read(path)
    if settled and len(header.planes) <= _MOST_PLANES:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[path] = mark, header
    return header


def _mark(path: Path) -> tuple[_Mark, bool]:
    found = path.stat()
    last_change_s = max(found.st_mtime, found.st_ctime)
    mark = found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return mark, abs(time.time() - last_change_s) > SETTLED_S
