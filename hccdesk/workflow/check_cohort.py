"""Check a cohort before anything is made of it: the table, and on demand every image it names."""

from __future__ import annotations

from pathlib import Path

from hccdesk.cohort.cohort_template import write_template
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.workbench import Workbench

_STAGE = "Images of the cohort"
_ANY_REGIMEN = Regimen.TACE_HAIC_PD1_TKI
"""Reading an image does not depend on the treatment."""


def check_images(table: CohortTable, workbench: Workbench, progress: Progress) -> None:
    """Read every CT, outline and slide of the cohort; raises `InputFaults` with what is wrong with each patient.

    A patient is named by their place in the table, since the paths of images often hold an identifier.
    """
    faults: list[InputError] = []
    for number, patient in enumerate(table.patients, start=1):
        progress.step(number - 1, len(table.patients), _STAGE)
        faults += [_of_patient(number, fault, table.path) for fault in _faults(patient, workbench, progress)]
    progress.step(len(table.patients), len(table.patients), _STAGE)
    if faults:
        raise InputFaults(faults)


def write_cohort_template(out: Path) -> tuple[Path, ...]:
    """An empty table at `out` (.xlsx or .csv) and what belongs into its columns; the files written."""
    return write_template(out)


def _faults(patient: CohortPatient, workbench: Workbench, progress: Progress) -> list[InputError]:
    try:
        cohort_case(patient, _ANY_REGIMEN, workbench, progress)
    except InputFaults as several:
        return list(several.faults)
    except InputError as fault:
        return [fault]
    return []


def _of_patient(number: int, fault: InputError, where: Path) -> InputError:
    what = Sentence.of("Patient {number} of the table: {fault}", number=number, fault=fault.said)
    return InputError(what, where=where, what_to_do=fault.advice)
