"""Opening a case: faults are collected, identities compared, and nothing is read of a series that is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from hccdesk.ct.segmentation import read_mask
from hccdesk.ct.series_finder import FoundCt, find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, CtVolume, SkippedFile, Suitability, Verdict
from hccdesk.domain.errors import InputError, InputFaults, PatientMismatchError
from hccdesk.domain.geometry import geometry_from
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.workbench import Workbench

GEOMETRY = geometry_from(
    (3, 4, 4), (5.0, 1.0, 1.0), (0.0, 0.0, 0.0), np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], float)
)


def a_series(folder: Path, uid: str = "1.2", suitability=Suitability.INFER, **more) -> CtSeries:
    reasons = () if suitability is Suitability.INFER else (Sentence.of("one slice is not a volume"),)
    values = {
        "series_instance_uid": uid,
        "study_instance_uid": "1",
        "description": "portal",
        "modality": "CT",
        "phase": ContrastPhase.UNKNOWN,
        "files": (folder / "1.dcm",),
        "slice_count": 3,
        "geometry": GEOMETRY,
        "verdict": Verdict(suitability, reasons),
        "acquisition": CtAcquisition(),
        "patient": PatientIdentity("7"),
    }
    return CtSeries(**(values | more))


class FakeSandbox:
    """Answers for the decoders, and remembers which were asked."""

    def __init__(self, series: tuple[CtSeries, ...]) -> None:
        self.series = series
        self.asked: list[object] = []

    def call(self, function, *args, progress=None, limits=None, **kwargs):
        self.asked.append(function)
        if function is find_series:
            return FoundCt(self.series, (SkippedFile(Path("x"), Sentence.of("not a DICOM file")),))
        if function is read_volume:
            return CtVolume(args[0].series_instance_uid, args[0].phase, np.zeros(GEOMETRY.shape, np.int16), GEOMETRY)
        raise AssertionError(function)


@pytest.fixture
def opened(tmp_path):
    (tmp_path / "1.dcm").write_bytes(b"pixels")

    def run(*series: CtSeries, **request):
        sandbox = FakeSandbox(series)
        workbench = Workbench(sandbox, DeviceChoice.CPU, tmp_path, lambda: datetime(2026, 1, 1, tzinfo=UTC))
        asked = CaseRequest(Regimen.TACE_HAIC_PD1_TKI, **({"ct": tmp_path} | request))
        try:
            return open_case(asked, workbench), sandbox
        except InputError as error:
            return error, sandbox

    return run


def test_that_the_one_usable_series_is_taken_among_others(opened, tmp_path):
    case, _ = opened(a_series(tmp_path, "1.1", Suitability.VIEW), a_series(tmp_path, "1.2"))
    assert case.ct.series.series_instance_uid == "1.2"
    assert case.inputs[0].role == "ct"


@pytest.mark.control("RISK-08-a")
def test_that_several_usable_series_are_listed_and_one_must_be_chosen(opened, tmp_path):
    error, _ = opened(a_series(tmp_path, "1.1"), a_series(tmp_path, "1.2"))
    assert "1.1" in str(error)
    assert "1.2" in str(error)
    case, _ = opened(a_series(tmp_path, "1.1"), a_series(tmp_path, "1.2"), series="1.1")
    assert case.ct.series.series_instance_uid == "1.1"


def test_that_a_series_that_is_not_there_is_said(opened, tmp_path):
    error, _ = opened(a_series(tmp_path), series="9.9")
    assert "there is no series 9.9" in str(error)


def test_that_a_geometry_fault_is_told_before_the_region_is_read(opened, tmp_path):
    roi = tmp_path / "roi.nii.gz"
    roi.write_bytes(b"whatever")
    error, sandbox = opened(a_series(tmp_path, suitability=Suitability.VIEW), ct_roi=roi)
    assert "one slice is not a volume" in str(error)
    assert read_mask not in sandbox.asked
    assert read_volume not in sandbox.asked


@pytest.mark.bad("BAD-001")
def test_that_an_empty_folder_says_how_many_files_were_skipped(opened):
    error, _ = opened()
    assert "no CT series was found (1 files skipped" in str(error)


def test_that_faults_of_several_inputs_are_told_together(opened, tmp_path):
    row = tmp_path / "row.json"
    row.write_text('{"ecog": 7}', encoding="utf-8")
    error, _ = opened(a_series(tmp_path, suitability=Suitability.VIEW), clinical=row)
    assert isinstance(error, InputFaults)
    assert len(error.faults) == 2


@pytest.mark.parametrize("reason", [None, "", "   "])
@pytest.mark.control("RISK-01-b")
def test_that_an_empty_reason_does_not_pass_the_wrong_patient_stop(opened, tmp_path, reason):
    row = tmp_path / "row.json"
    row.write_text('{"patient_id": "8"}', encoding="utf-8")
    error, _ = opened(a_series(tmp_path), clinical=row, accept_patient_mismatch=reason)
    assert isinstance(error, PatientMismatchError)


def test_that_a_reason_is_kept_as_an_override(opened, tmp_path):
    row = tmp_path / "row.json"
    row.write_text('{"patient_id": "8"}', encoding="utf-8")
    case, _ = opened(a_series(tmp_path), clinical=row, accept_patient_mismatch="renumbered")
    assert [override.reason for override in case.overrides] == ["renumbered"]


def test_that_a_region_without_its_image_is_refused(opened, tmp_path):
    error, _ = opened(ct=None, ct_roi=tmp_path / "roi.nii.gz")
    assert "Add --ct." in str(error)


def test_that_series_set_aside_are_named(opened, tmp_path):
    case, _ = opened(a_series(tmp_path, "1.1", Suitability.VIEW, description="arterial"), a_series(tmp_path, "1.2"))
    (problem,) = [p for p in case.problems if p.where == "series 1.1"]
    assert "arterial" in problem.what.text
    assert "one slice is not a volume" in problem.what.text


def test_that_a_series_chosen_by_name_sets_nothing_aside(opened, tmp_path):
    case, _ = opened(a_series(tmp_path, "1.1", Suitability.VIEW), a_series(tmp_path, "1.2"), series="1.2")
    assert not [p for p in case.problems if p.where.startswith("series")]
