"""What identifies an input file for the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.sentence import Sentence


def input_fact(role: str, path: Path, files: Sequence[Path] = (), detail: Sentence | str = "") -> InputFact:
    """The input's name and sha256; of several `files`, the sha256 of their hashes in the order given.

    An input of several files is named by all that its reader uses (`CtSeries.files`, `wsi.open_slide.files_of`):
    `path` alone stands for itself, or for every file of a folder. Raises `InputError` where a file cannot be read,
    and where there is none to hash.
    """
    parts = list(files) or _files_of(path)
    if not parts:
        raise InputError("there is no regular file to read.", where=path)
    digests = [file_sha256(part) for part in parts]
    return InputFact(role, path.name, digests[0] if len(digests) == 1 else _sha256("\n".join(digests).encode()), detail)


def file_sha256(path: Path) -> str:
    """Hexadecimal sha256 of a regular file, read in pieces; raises `InputError` where it cannot be read."""
    if not path.is_file():  # a named pipe would never end
        raise InputError("this is not a regular file.", where=path)
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError("the file cannot be read.", where=path, what_to_do="Check the path and the drive.") from error


def _files_of(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
