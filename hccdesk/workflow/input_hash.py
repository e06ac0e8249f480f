"""What identifies an input file for the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.provenance import InputFact


def input_fact(role: str, path: Path, files: Sequence[Path] = (), detail: str = "") -> InputFact:
    """The input's name and sha256; of several `files`, the sha256 of their hashes in the order given."""
    parts = list(files) or _files_of(path)
    digests = [file_sha256(part) for part in parts]
    return InputFact(role, path.name, digests[0] if len(digests) == 1 else _sha256("\n".join(digests).encode()), detail)


def file_sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files_of(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
