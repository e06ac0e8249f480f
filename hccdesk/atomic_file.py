"""The one way in which a file is written: whole or not at all."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8)
"""A virus scanner or a viewer holds a file for a moment; on Windows it cannot take its name meanwhile."""
ABANDONED_AFTER_S = 60.0
_LOOKED_FOR = set[Path]()
"""Files beside which this process has looked for what others left: once, for listing a large folder takes its time."""


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A binary stream whose content takes the place of `path` when the block ends well, and vanishes otherwise.

    The content is on the disk before it takes the name: a power cut leaves the old file or the new one. What a
    process that was killed left half written of the same file goes.
    """
    _remove_abandoned(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _take_name(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with written_whole(path) as stream:
        stream.write(content)


def _take_name(part: Path, path: Path) -> None:
    for pause_s in PAUSES_S:
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    part.replace(path)


def _remove_abandoned(path: Path) -> None:
    if path in _LOOKED_FOR:
        return
    _LOOKED_FOR.add(path)
    named = re.compile(rf"\.{re.escape(path.name)}\.(\d+)\.part")
    with suppress(OSError):
        for part in path.parent.iterdir():
            left = named.fullmatch(part.name)
            if left and _is_abandoned(part, int(left[1])):
                part.unlink(missing_ok=True)


def _is_abandoned(part: Path, process: int) -> bool:
    """Whether nobody has written to it for a minute, as another computer may, and its process is gone."""
    if process == os.getpid() or time.time() - part.stat().st_mtime < ABANDONED_AFTER_S:
        return False
    if os.name == "nt":  # there a file that is being written cannot be deleted
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
