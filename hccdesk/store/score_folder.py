"""A folder of many cases' outputs, in which each case's stand whole or not at all, whenever the program ends."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.folder_lock import FolderLock
from hccdesk.store.result_file import FILE_NAME

SEAL_NAME = "made_from.json"
"""What a case's outputs were made from, and the sha256 of each of them."""
OUTDATED = "outdated"
_PART, _OLD = ".part-", ".old-"
_TRIES, _WAIT_S = 5, 0.4


class ScoreFolder:
    """Held by one process; what an ended one left half made is taken away when it is entered."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._lock = FolderLock(folder)

    def __enter__(self) -> Self:
        """Raises `StoreError` where another run is at work there."""
        self._lock.__enter__()
        for left in self.path.iterdir():
            if left.name.startswith((_PART, _OLD)):
                shutil.rmtree(left, ignore_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.let_go()

    def kept(self, name: str, made_from: str) -> dict[str, Any] | None:
        """The result of a case, where it is here, whole, and of these very inputs; else None."""
        place = self.path / name
        try:
            seal = json.loads((place / SEAL_NAME).read_bytes())
            if seal["made_from"] != made_from or not _is_whole(place, seal["files"]):
                return None
            document = json.loads((place / FILE_NAME).read_bytes())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return document if isinstance(document, dict) else None

    def put(self, name: str, made_from: str, write: Callable[[Path], object]) -> dict[str, Any]:
        """What `write` writes into a folder, under `name`, in the place of an earlier one; gives the result in it.

        Raises `StoreError` where the disk does not take it; nothing half is left then.
        """
        part = self.path / f"{_PART}{name}"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir()
            write(part)
            seal = {"made_from": made_from, "files": _digests(part)}
            write_whole(part / SEAL_NAME, (json.dumps(seal, indent=2, sort_keys=True) + "\n").encode())
            document: dict[str, Any] = json.loads((part / FILE_NAME).read_bytes())
            self._take_place(part, self.path / name, self.path / f"{_OLD}{name}")
        except OSError as error:
            raise _unwritten(self.path, error) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return document

    def set_aside(self, name: str) -> None:
        """Outputs of inputs that can no longer be used, out of the way of those that count."""
        place, aside = self.path / name, self.path / OUTDATED
        if place.is_dir():
            try:
                aside.mkdir(exist_ok=True)
                self._take_place(place, aside / name, self.path / f"{_OLD}{name}")
            except OSError as error:
                raise _unwritten(self.path, error) from error

    def write(self, name: str, write: Callable[[Path], None]) -> None:
        """A file beside the cases; raises `StoreError` where the disk does not take it."""
        try:
            write(self.path / name)
        except OSError as error:
            raise _unwritten(self.path / name, error) from error

    def write_document(self, name: str, document: Mapping[str, Any]) -> None:
        """A JSON file beside the cases."""
        content = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
        self.write(name, lambda path: write_whole(path, content))

    def _take_place(self, part: Path, place: Path, old: Path) -> None:
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            _patiently(place, old)
        _patiently(part, place)
        _sync(self.path)
        shutil.rmtree(old, ignore_errors=True)


def _patiently(source: Path, target: Path) -> None:
    """Rename; a virus scanner that still looks at a new file lets go of it soon."""
    for left in range(_TRIES, -1, -1):
        try:
            source.rename(target)
        except PermissionError:
            if left == 0:
                raise
            time.sleep(_WAIT_S)
        else:
            return


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _is_whole(folder: Path, digests: Mapping[str, str]) -> bool:
    return FILE_NAME in digests and all(_sha256(folder / name) == digest for name, digest in digests.items())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """That the new name is on the disk, not only in memory; Windows has no such call for folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritten(where: Path, error: OSError) -> StoreError:
    return StoreError(
        Sentence.of("the results cannot be written ({why}).", why=error.strerror or Sentence.of("disk error")),
        where=where,
        what_to_do="Choose a folder that can be written to and has space.",
    )
