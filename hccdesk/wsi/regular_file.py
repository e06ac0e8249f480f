"""What may be opened: a named pipe or a device would never end."""

from __future__ import annotations

from pathlib import Path


def is_regular_file(path: Path) -> bool:
    """Whether `path` is a file of bytes, or a link to one; False also where the system will not say."""
    try:
        return path.is_file()
    except OSError:  # a folder without the right to enter it, a share that dropped
        return False
