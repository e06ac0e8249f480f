"""The files a row names: relative to the table, inside its folder, and there."""

from __future__ import annotations

import re
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

PATH_COLUMNS = ("ct", "ct_roi", "slide", "slide_roi")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:|~")


def file_of(column: str, written: str, folder: Path) -> Path:
    """The file or folder that a cell names, `\\` taken as `/`.

    Raises `InputError`, naming the column only since paths often hold an identifier: for an absolute path, one
    that leaves the table's folder (through a link too), and where nothing is there.
    """
    path = folder / written.replace("\\", "/")
    if _ABSOLUTE.match(written) or ".." in path.relative_to(folder).parts or not _is_inside(path, folder):
        raise InputError(
            Sentence.of("{column}: the path leaves the table's folder.", column=column),
            what_to_do="Keep the images in folders beside the table, and write relative paths.",
        )
    if not path.exists():
        raise InputError(
            Sentence.of("{column}: there is no such file or folder.", column=column),
            what_to_do="Check the spelling, large and small letters too.",
        )
    return path


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL character
        return False
