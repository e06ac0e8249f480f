"""The inputs of a case: where each was read from, and the copy in the library, whose place is told from the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import apsw

from hccdesk.domain.case_library import InputFiles, KeptInput
from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import HccdeskError, StoreError
from hccdesk.domain.progress import Progress
from hccdesk.store.case_file_arrays import Entries, ReadEntries
from hccdesk.store.case_file_values import as_plain, from_plain
from hccdesk.store.input_copies import NoRoomError, copy_input, drop_others, remove_copies
from hccdesk.store.library_cases import refused, row_of
from hccdesk.store.sealed import sealed, unsealed

Copies = Mapping[str, Mapping[Path, Path]]
"""Other places of inputs, by role."""


def copy_all(
    found: Iterable[InputFiles], folder: Path | None, progress: Progress
) -> tuple[tuple[KeptInput, ...], StoreError | None]:
    """The inputs as they are to be recorded: copied below `folder`; referenced where that is None, or has no room.

    What went wrong with one of them, which is then left out, comes beside them. Raises `Cancelled`.
    """
    kept, refusal = [], None
    for one in found:
        copy = None
        try:
            copy = copy_input(one, folder / one.role, progress) if folder is not None else None
        except NoRoomError:
            pass
        except HccdeskError as fault:
            refusal = StoreError(fault.said, where=one.role, what_to_do=fault.advice)  # a path may name the patient
            continue
        sizes = [size for path in _files(copy, len(one.files)) if (size := _size(path)) is not None]
        if copy is None:
            sizes = [size for path in one.files if (size := _size(path)) is not None]
        told = (one.role, one.root.absolute(), copy, one.sha256, len(one.files), sum(sizes), one.uids)
        kept.append(KeptInput(*told, datetime.now(UTC)))
    return tuple(kept), refusal


def drop_former(kept: Iterable[KeptInput], folder: Path) -> None:
    """Delete the copies that the record tells nothing of any more."""
    for one in kept:
        if one.kept is not None:
            drop_others(folder / one.role, one.kept)
        else:
            remove_copies(folder / one.role)


def put(connection: apsw.Connection, folder: Path, case_id: str, inputs: Iterable[KeptInput]) -> None:
    """Record inputs within a transaction, in the place of earlier ones of the same role."""
    row_of(connection, case_id)
    for one in inputs:
        kept = _from_library(folder, one.kept)
        told = {**as_plain(replace(one, kept=None), Entries()), "kept": kept}
        body, sha256 = sealed({"case_id": case_id, "input": told})
        connection.execute(
            """INSERT INTO inputs (case_id, role, kept, body, sha256) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (case_id, role) DO UPDATE SET kept = excluded.kept, body = excluded.body,
               sha256 = excluded.sha256""",
            (case_id, one.role, kept, body, sha256),
        )


def of_case(connection: apsw.Connection, folder: Path, case_id: str) -> tuple[KeptInput, ...]:
    """The inputs of a case. Raises `StoreError` where what was recorded of one is damaged."""
    query = "SELECT body, sha256 FROM inputs WHERE case_id = ? ORDER BY id"
    return tuple(_input(folder, case_id, body, sha256) for body, sha256 in connection.execute(query, (case_id,)))


def with_copies(snapshot: CaseSnapshot, inputs: Iterable[KeptInput]) -> CaseSnapshot:
    """The case with its inputs where they are now: the copy where there is one and all of it, else the original."""
    places: dict[str, dict[Path, Path]] = {}
    for one in inputs:
        if one.kept is not None and is_whole(one):
            places.setdefault(one.role, {})[one.original] = one.kept
    return _moved(snapshot, places)


def with_originals(snapshot: CaseSnapshot, connection: apsw.Connection, folder: Path) -> CaseSnapshot:
    """The case with its inputs where they were first read from, though they were read from copies in the library."""
    named = (path for path in _paths(snapshot) if path is not None)
    kept = {path: _from_library(folder, path) for path in named if _is_within(folder, path)}
    places: dict[str, dict[Path, Path]] = {}
    for path, relative in kept.items():
        query = "SELECT case_id, body, sha256 FROM inputs WHERE kept = ?"
        for case_id, body, sha256 in connection.execute(query, (relative,)):
            one = _input(folder, case_id, body, sha256)
            places.setdefault(one.role, {})[path] = one.original
    return _moved(snapshot, places)


def is_whole(one: KeptInput) -> bool:
    """Whether the copy is there with as many files and bytes as were copied; the content is verified on reading."""
    sizes = [_size(path) for path in _files(one.kept, one.n_files)]
    return None not in sizes and (len(sizes), sum(filter(None, sizes))) == (one.n_files, one.size_bytes)


def _files(copy: Path | None, n_files: int) -> list[Path]:
    """The files of a copy: a file alone, or all in the folder that it is, or in which its first file is."""
    if copy is None:
        return []
    if copy.is_file() and n_files == 1:
        return [copy]
    with suppress(OSError):
        return [path for path in (copy if copy.is_dir() else copy.parent).rglob("*") if path.is_file()]
    return []


def _size(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_size
    return None


def _input(folder: Path, case_id: str, body: str, sha256: str) -> KeptInput:
    with refused(case_id):
        told = unsealed(body, sha256)["input"]
        relative = told["kept"]
        found: KeptInput = from_plain(KeptInput, {**told, "kept": None}, ReadEntries({}))
        if relative is None:
            return found
        if PurePosixPath(relative).is_absolute() or ".." in PurePosixPath(relative).parts:
            raise ValueError("a copy outside the library")
        return replace(found, kept=folder / relative)


def _moved(snapshot: CaseSnapshot, places: Copies) -> CaseSnapshot:
    def place(role: str, path: Path | None) -> Path | None:
        return path if path is None else places.get(role, {}).get(path, path)

    ct, slide = snapshot.ct, snapshot.slide
    if ct is not None:
        ct = replace(ct, root=place("ct", ct.root) or ct.root, mask=place("ct_roi", ct.mask))
    if slide is not None:
        slide = replace(slide, path=place("slide", slide.path) or slide.path, outline=place("slide_roi", slide.outline))
    return replace(snapshot, ct=ct, slide=slide)


def _paths(snapshot: CaseSnapshot) -> tuple[Path | None, ...]:
    ct = (snapshot.ct.root, snapshot.ct.mask) if snapshot.ct else ()
    slide = (snapshot.slide.path, snapshot.slide.outline) if snapshot.slide else ()
    return (*ct, *slide)


def _from_library(folder: Path, path: Path | None) -> str | None:
    return None if path is None else path.absolute().relative_to(folder.absolute()).as_posix()


def _is_within(folder: Path, path: Path) -> bool:
    return folder.absolute() in path.absolute().parents
