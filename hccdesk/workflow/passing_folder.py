"""A folder for patients' data that only pass through this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hccdesk.sandbox.folders import make_folders


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Private, in memory where that can be, gone at the end of the block; what a kill leaves, the next start clears."""
    folders = make_folders()
    try:
        yield folders.paths[0]
    finally:
        folders.remove()
