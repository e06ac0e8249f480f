"""A cohort's patients as cases: the readers and refusals of the board, the record of the table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hccdesk.domain.errors import InputError, InputFaults, PatientMismatchError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.regimen import Regimen
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.check_cohort import check_images
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.workbench import Workbench, open_workbench

REGIMEN = Regimen.TACE_HAIC_PD1_TKI


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_phantom_cohort(tmp_path_factory.mktemp("cohort"), 2, 11)


@pytest.fixture
def table(made: Path, tmp_path: Path) -> Path:
    """A cohort of two phantoms that a test may spoil."""
    shutil.copytree(made.parent, tmp_path / "cohort")
    return tmp_path / "cohort" / made.name


@pytest.fixture(scope="module")
def workbench() -> Iterator[Workbench]:
    with open_workbench() as opened:
        yield opened


def replaced(table: Path, old: str, new: str) -> None:
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new), encoding="utf-8")


def test_that_a_phantom_cohort_opens(made):
    cohort = open_cohort(made)
    assert cohort.kind is CohortKind.PHANTOM
    assert len(cohort.patients) == 2
    assert all(patient.ct and patient.ct_roi and patient.slide and patient.slide_roi for patient in cohort.patients)
    assert all(0 < patient.true_response_probability < 1 for patient in cohort.patients)


def test_that_a_patient_is_read_as_the_board_reads_one(made, workbench):
    patient = open_cohort(made).patients[0]
    case = cohort_case(patient, REGIMEN, workbench)
    alone = open_case(
        CaseRequest(REGIMEN, ct=patient.ct, ct_roi=patient.ct_roi, slide=patient.slide, slide_roi=patient.slide_roi),
        workbench,
    )
    assert case.clinical == patient.record
    assert (case.ct.volume.hu == alone.ct.volume.hu).all()
    assert (case.ct.roi.mask == alone.ct.roi.mask).all()
    assert case.ct.measurements == alone.ct.measurements
    assert case.slide.facts == alone.slide.facts
    assert case.inputs == alone.inputs
    assert case.regimen is REGIMEN


@pytest.mark.parametrize(("ct", "slide"), [(True, False), (False, True), (False, False)])
def test_that_an_image_that_is_not_asked_for_is_not_read(made, workbench, ct, slide):
    case = cohort_case(open_cohort(made).patients[0], REGIMEN, workbench, NoProgress(), ct=ct, slide=slide)
    assert (case.ct is not None, case.slide is not None) == (ct, slide)
    assert {fact.role for fact in case.inputs} == {
        *(("ct", "ct_roi") if ct else ()),
        *(("slide", "slide_roi") if slide else ()),
    }


def test_that_an_image_of_another_patient_stops_the_patient(table, workbench):
    first, second = open_cohort(table).patients
    for mine, other in ((first.ct, second.ct), (first.ct_roi, second.ct_roi)):
        aside = mine.rename(mine.with_name("aside"))
        other.rename(mine)
        aside.rename(other)
    swapped = open_cohort(table).patients[0]
    with pytest.raises(PatientMismatchError) as stopped:
        cohort_case(swapped, REGIMEN, workbench, slide=False)
    assert "--accept" not in str(stopped.value)
    assert cohort_case(swapped, REGIMEN, workbench, ct=False).slide is not None


def test_that_every_fault_of_a_patients_images_is_told_at_once(table, workbench):
    patient = open_cohort(table).patients[0]
    patient.slide.write_bytes(b"torn")
    for file in patient.ct.iterdir():
        file.write_bytes(b"torn")
    with pytest.raises(InputFaults) as refused:
        cohort_case(patient, REGIMEN, workbench)
    assert len(refused.value.faults) == 2


def test_that_a_check_of_the_images_names_the_patient_by_place_and_not_by_identifier(table, workbench):
    cohort = open_cohort(table)
    check_images(cohort, workbench, NoProgress())
    second = cohort.patients[1]
    second.slide.write_bytes(b"torn")
    with pytest.raises(InputFaults) as refused:
        check_images(cohort, workbench, NoProgress())
    (fault,) = refused.value.faults
    assert fault.what.startswith("Patient 2 of the table: ")
    assert second.patient_id not in str(fault)


def test_that_a_table_with_faults_is_refused(table):
    replaced(table, "pfs_months", "pfs")
    with pytest.raises(InputError, match="name the unit"):
        open_cohort(table)
