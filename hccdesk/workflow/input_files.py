"""Which files the inputs of an open case consist of, and the UIDs they have, for a library that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hccdesk.ct.header_reader import read_header
from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.progress import Progress
from hccdesk.workflow.input_hash import input_fact
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.dicom_pyramid import is_dicom_slide, read_level_file
from hccdesk.wsi.open_slide import files_of

STAGE = "Input files"


def input_files(known: Sequence[InputFiles], workbench: Workbench, progress: Progress) -> tuple[InputFiles, ...]:
    """Each input with all its files, its sha256 and its UIDs, of which whoever read it knows a part.

    `files` of a CT are those of its series, in their order; those of any other follow from its root. Headers are
    opened in the sandbox. Raises `InputError` where one is gone.
    """
    found = []
    for done, one in enumerate(known):
        progress.step(done, len(known), STAGE)
        found.append(_found(one, workbench))
    return tuple(found)


def _found(known: InputFiles, workbench: Workbench) -> InputFiles:
    files, uids = known.files or _inside(known.root), known.uids
    if known.role == "slide":
        files = workbench.sandbox.call(files_of, known.root)
        uids = workbench.sandbox.call(slide_uids, known.root)
    elif known.role == "ct" and files:
        uids = tuple(dict.fromkeys((*uids, *workbench.sandbox.call(frame_of_reference, files[0]))))
    sha256 = known.sha256 or input_fact(known.role, known.root, files).sha256
    return replace(known, files=files, sha256=sha256, uids=uids)


def slide_uids(path: Path) -> tuple[str, ...]:
    """Series, study and frame of reference of a DICOM slide; none of any other. Called in the sandbox."""
    if not is_dicom_slide(path):
        return ()
    headers = read_level_file(path).headers
    names = ("SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID")
    return tuple(str(headers.get(name)) for name in names if headers.get(name))


def frame_of_reference(path: Path) -> tuple[str, ...]:
    """The frame of reference of a CT file, where it has one. Called in the sandbox."""
    uid = read_header(path).frame_of_reference_uid
    return (uid,) if uid else ()


def _inside(root: Path) -> tuple[Path, ...]:
    """As `input_hash.input_fact` takes them."""
    return (root,) if root.is_file() else tuple(sorted(path for path in root.rglob("*") if path.is_file()))
