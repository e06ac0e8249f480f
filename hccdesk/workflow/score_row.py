"""One row of a cohort table as a case of a batch."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from hccdesk.domain.case import Case
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.cohort_row import CohortRow
from hccdesk.domain.errors import InputFaults
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.batch_digest import batch_digest
from hccdesk.workflow.batch_line import BatchItem
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.workbench import Workbench


def score_row(row: CohortRow, table: Path, regimen: Regimen, workbench: Workbench) -> BatchItem:
    """The row by its number: opening it raises what is wrong with it; its folder does not name the patient."""
    name = f"row-{row.number:06d}"
    if row.patient is None:
        refuse = partial(_refuse, row)
        return BatchItem(row.number, name, row.patient_id, refuse, refuse)
    files = _files(row.patient)
    digest = partial(_digest, row, files, regimen, workbench)
    return BatchItem(row.number, name, row.patient_id, digest, partial(_open, row, table, regimen, workbench), files)


def _files(patient: CohortPatient) -> dict[str, Path]:
    named = {"ct": patient.ct, "ct_roi": patient.ct_roi, "slide": patient.slide, "slide_roi": patient.slide_roi}
    return {role: path for role, path in named.items() if path}


def _refuse(row: CohortRow, progress: Progress) -> NoReturn:
    raise InputFaults(row.faults)


def _digest(row: CohortRow, files: dict[str, Path], regimen: Regimen, workbench: Workbench, progress: Progress) -> str:
    return batch_digest(files, [row.sha256, regimen.value], workbench, progress)


def _open(row: CohortRow, table: Path, regimen: Regimen, workbench: Workbench, progress: Progress) -> Case:
    assert row.patient is not None
    case = cohort_case(row.patient, regimen, workbench, progress)
    fact = InputFact("clinical", table.name, row.sha256, Sentence.of("row {row} of the table", row=row.number))
    return replace(case, inputs=(*case.inputs, fact))
