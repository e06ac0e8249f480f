"""Bring in a case that was exported elsewhere: checked in the sandbox first, and never over a case that is here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from hccdesk.domain.audit import BOARD_ACTS, AuditAction, AuditEvent
from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.case_library import CaseLibrary, InputFiles
from hccdesk.domain.case_snapshot import CaseEntry, CaseSnapshot
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.result import CaseResult
from hccdesk.store.input_copies import remove_copies
from hccdesk.store.portable_case import SUFFIX
from hccdesk.store.portable_reading import read_portable, unpack_inputs
from hccdesk.workflow.workbench import Workbench

__all__ = ["SUFFIX", "ImportedCase", "import_case", "keep_imported"]

_PLAIN_NAME = re.compile(r"[\w][\w .()-]{0,80}")


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """What was read of the file; its images lie in the library already, under its new name."""

    case_id: str
    entry: CaseEntry
    snapshot: CaseSnapshot
    result: CaseResult | None
    inputs: tuple[InputFiles, ...]
    folder: Path
    board: BoardRecord


def import_case(
    path: Path, place: tuple[Path, str], known: Sequence[CaseEntry], workbench: Workbench, progress: Progress
) -> ImportedCase:
    """Read an exported case, and unpack its images to its `place`: the folder of a library, and a new name in it.

    Raises `StoreError` for a file that is unsafe, damaged, of a newer program, or a case that is among those `known`;
    then nothing of it is left.
    """
    workbench.sandbox.call(check_exported, path)
    case = read_portable(path)
    if any(_is_same(case.entry, other) for other in known):
        raise StoreError(
            "this case is here already, as it was saved.",
            where=path.name,
            what_to_do="Open it from the list of cases.",
        )
    library, case_id = place
    folder = library / "inputs" / case_id
    try:
        inputs = unpack_inputs(path, case, folder, progress)
    except BaseException:
        with suppress(StoreError):
            remove_copies(folder)
        raise
    snapshot = _at_home(case.snapshot, inputs, folder)
    return ImportedCase(case_id, case.entry, snapshot, case.result, inputs, folder, case.board)


def keep_imported(library: CaseLibrary, case: ImportedCase) -> CaseEntry:
    """Put an imported case on record, with its result, its board's record, and its images as copies.

    Raises `StoreError`; where not even the case could be kept, its images go too.
    """
    acts = (AuditEvent(AuditAction.CASE_IMPORTED, case.case_id),)
    try:
        entry = library.save(case.case_id, case.snapshot, case.entry.saved_at, acts)
    except StoreError:
        with suppress(StoreError):
            remove_copies(case.folder)
        raise
    if case.inputs:
        library.keep_inputs(case.case_id, case.inputs, NoProgress(), True)
    if case.result is not None:
        kept = library.keep_result(case.case_id, case.result)
        snapshot = replace(case.snapshot, result_number=kept.number)
        entry = library.save(case.case_id, snapshot, case.entry.saved_at)
    for line in case.board.entries:
        act = AuditEvent(BOARD_ACTS[type(line)], case.case_id, detail="imported")
        library.keep_opinion(case.case_id, line, (act,))
    return entry


def check_exported(path: Path) -> None:
    """Read all of it but the images, and forget it: pictures of somebody else's are decoded. Called in the sandbox."""
    read_portable(path)


def _is_same(one: CaseEntry, other: CaseEntry) -> bool:
    """Whether it is the very state of the very case: what was worked on since is another."""
    marks = ("saved_at", "patient_id", "name", "regimen", "series_instance_uid")
    return all(getattr(one, mark) == getattr(other, mark) for mark in marks)


def _at_home(snapshot: CaseSnapshot, inputs: Sequence[InputFiles], folder: Path) -> CaseSnapshot:
    """The case with its inputs where they are here. A place that somebody else names is never looked at."""
    roots = {one.role: one.root for one in inputs}

    def place(role: str, path: Path) -> Path:
        name = path.name if _PLAIN_NAME.fullmatch(path.name) else role
        return roots.get(role, folder / "not imported" / name)

    ct, slide = snapshot.ct, snapshot.slide
    if ct is not None:
        ct = replace(ct, root=place("ct", ct.root), mask=place("ct_roi", ct.mask) if ct.mask else None)
    if slide is not None:
        outline = place("slide_roi", slide.outline) if slide.outline else None
        slide = replace(slide, path=place("slide", slide.path), outline=outline)
    return replace(snapshot, ct=ct, slide=slide, result_number=None)
