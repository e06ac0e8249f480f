"""What is shipped beside the code, each file by its sha256."""

from __future__ import annotations

import hashlib
from pathlib import Path

LIST_NAME = "selftest/files.json"
"""The list itself, within the assets; it does not name itself."""
_TEXTS = frozenset({".css", ".json", ".md", ".qss", ".svg", ".ts", ".txt"})
_NOT_SHIPPED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def shipped_files(assets: Path) -> dict[str, str]:
    """The sha256 of every file under `assets` by its path there, with `/`.

    A text counts with the line ends that a checkout on another system may have changed back to plain ones.
    """
    paths = sorted(path for path in assets.rglob("*") if path.is_file() and path.name not in _NOT_SHIPPED)
    names = {path.relative_to(assets).as_posix(): path for path in paths}
    return {name: _sha256(path) for name, path in names.items() if name != LIST_NAME and not _is_left_over(path)}


def _is_left_over(path: Path) -> bool:
    return path.name.startswith(".") or path.suffix in (".part", ".tmp")


def _sha256(path: Path) -> str:
    content = path.read_bytes()
    return hashlib.sha256(content.replace(b"\r\n", b"\n") if path.suffix in _TEXTS else content).hexdigest()
