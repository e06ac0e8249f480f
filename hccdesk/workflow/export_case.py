"""A case as one file to be carried elsewhere, from the library or as it stands on the desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.case_library import CaseLibrary, InputFiles, KeptInput
from hccdesk.domain.errors import StoreError
from hccdesk.domain.progress import Progress
from hccdesk.store.portable_case import CaseToExport, write_portable
from hccdesk.workflow.input_files import input_files
from hccdesk.workflow.workbench import Workbench

__all__ = ["CaseToExport", "export_case", "kept_case"]


def export_case(case: CaseToExport, path: Path, workbench: Workbench, progress: Progress) -> Path:
    """Write the case to `path`, whole and read back, or not at all; its inputs are looked up in full first.

    Raises `StoreError` and `InputError`.
    """
    found = input_files(case.inputs, workbench, progress) if case.inputs else ()
    write_portable(path, replace(case, inputs=found), progress)
    return path


def kept_case(library: CaseLibrary, case_id: str, *, with_images: bool) -> CaseToExport:
    """A case of the library with its last result; of its inputs those that the library has copies of."""
    entry = next((entry for entry in library.list().entries if entry.case_id == case_id), None)
    if entry is None:
        raise StoreError("this case is no longer there.")
    results = library.results(case_id)
    last = library.load_result(case_id, results[-1].number) if results else None
    copies = [one for one in library.inputs(case_id) if one.kept] if with_images else []
    board = BoardRecord(library.opinions(case_id)).carried(results[-1].number if results else None)
    return CaseToExport(entry, library.load(case_id), last, tuple(_copied(one) for one in copies), board)


def _copied(one: KeptInput) -> InputFiles:
    """The files of a copy are numbered in their order; those of a slide are looked up."""
    kept = one.kept or one.original
    files = () if one.role == "slide" or kept.is_file() else tuple(sorted(kept.iterdir()))
    return InputFiles(one.role, kept, files, one.sha256, one.uids)
