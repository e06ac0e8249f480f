"""The demonstration: a synthetic patient, and the whole job on it."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CaseResult
from hccdesk.workflow.analyse_files import analyse_files
from hccdesk.workflow.make_sample import make_sample
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import Outputs, require_writable

PATIENT_FOLDER = "patient"


def run_demo(workbench: Workbench, out: Path, language: str, progress: Progress) -> tuple[CaseResult, Outputs]:
    """Make the sample patient in `out/patient`, analyse it, and write result and report into `out`."""
    _refuse_foreign(out / PATIENT_FOLDER)
    require_writable(out)
    return analyse_files(make_sample(out / PATIENT_FOLDER, progress), workbench, out, language, progress)


def _refuse_foreign(folder: Path) -> None:
    """A folder called `patient` that is not a demonstration's own may be somebody's patient."""
    row = folder / "clinical.json"
    ours = row.is_file() and b'"PHANTOM-' in row.read_bytes()[:4096]
    empty = folder.is_dir() and not any(folder.iterdir())
    if folder.exists() and not (ours or empty):
        raise InputError(
            "this is not the demonstration's own and is left alone.",
            where=folder,
            what_to_do="Choose another folder with --out.",
        )
