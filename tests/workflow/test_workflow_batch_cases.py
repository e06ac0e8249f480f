"""Kept cases scored in one go: as they would be on the desk, with the regions as they were left."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import Cancelled, StoreError
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.workflow import batch_run
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.batch_case import batch_case
from hccdesk.workflow.batch_cases import open_case_batch
from hccdesk.workflow.batch_line import BatchOptions, CaseState
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.edited_case import edited_case
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_case import open_case
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.workbench import open_workbench

REGIMEN = Regimen.TACE_HAIC_PD1_TKI
QUICK = BatchOptions(pdf=False)


@pytest.fixture(scope="module")
def bench():
    with open_workbench(DeviceChoice.CPU) as workbench:
        yield workbench


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return make_phantom_cohort(tmp_path_factory.mktemp("cohort"), 1, 31).parent


@pytest.fixture
def patient(cohort, tmp_path):
    shutil.copytree(cohort, tmp_path / "cohort")
    return open_cohort(tmp_path / "cohort" / "cohort.csv").patients[0]


@pytest.fixture
def opened(patient, bench):
    request = CaseRequest(
        REGIMEN, ct=patient.ct, ct_roi=patient.ct_roi, slide=patient.slide, slide_roi=patient.slide_roi
    )
    return open_case(request, bench)


def kept(patient, opened, rois=None) -> CaseSnapshot:
    assert opened.ct
    assert opened.slide
    drawn = RoiSet((Lesion("T1", opened.ct.roi),), opened.slide.roi)
    return CaseSnapshot(
        regimen=REGIMEN,
        clinical=patient.record,
        patient=PatientIdentity(patient.patient_id, "张三"),
        ct=CtSource(patient.ct, opened.ct.series.series_instance_uid, patient.ct_roi, None),
        slide=SlideSource(patient.slide, patient.slide_roi),
        rois=rois or drawn,
        facts=tuple(fact for fact in opened.inputs if fact.role != "clinical"),
    )


def copied(snapshot: CaseSnapshot) -> CaseSnapshot:
    """As it comes back from the disk: equal, but other objects."""
    lesions = tuple(
        replace(one, roi=CtRoi(one.roi.mask.copy(), one.roi.label, one.roi.reordered)) for one in snapshot.rois.lesions
    )
    return replace(snapshot, rois=replace(snapshot.rois, lesions=lesions))


def smaller(opened) -> RoiSet:
    """The lower half of the tumour, as a reader may have drawn it."""
    mask = opened.ct.roi.mask.copy()
    slices = np.flatnonzero(mask.any(axis=(1, 2)))
    mask[slices[len(slices) // 2] :] = False
    return RoiSet((Lesion("T1", CtRoi(mask, "T1")),), opened.slide.roi)


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_that_a_case_as_it_was_kept_counts_as_read_from_its_files(patient, opened, bench):
    snapshot = copied(kept(patient, opened))
    case = batch_case(1, "0123456789abcdef", snapshot, bench).open(NoProgress())
    roles = {fact.role: fact.name for fact in case.inputs}
    assert roles["ct_roi"] == patient.ct_roi.name
    assert case.ct.measurements == opened.ct.measurements
    assert {f.role: f.sha256 for f in case.inputs if f.role != "clinical"} == {
        f.role: f.sha256 for f in opened.inputs if f.role != "clinical"
    }


def test_that_regions_as_they_were_edited_are_what_the_models_get(patient, opened, bench):
    rois = smaller(opened)
    case = batch_case(1, "0123456789abcdef", copied(kept(patient, opened, rois)), bench).open(NoProgress())
    assert case.ct.roi.mask.sum() == rois.lesions[0].roi.mask.sum() < opened.ct.roi.mask.sum()
    assert case.ct.measurements.volume_ml < opened.ct.measurements.volume_ml
    assert {fact.role: fact.name for fact in case.inputs}["ct_roi"] == "edited on the screen"


def test_that_a_region_whose_file_is_gone_is_still_the_cases_own(patient, opened, bench):
    snapshot = copied(kept(patient, opened))
    patient.ct_roi.unlink()
    patient.slide_roi.write_bytes(b"{")
    case = batch_case(1, "0123456789abcdef", snapshot, bench).open(NoProgress())
    assert np.array_equal(case.ct.roi.mask, opened.ct.roi.mask)
    assert case.slide.roi is not None


@pytest.mark.bad("BAD-060")
def test_that_images_that_changed_since_the_case_was_kept_are_refused(patient, opened, bench, tmp_path):
    snapshot = kept(patient, opened)
    file = min(patient.ct.iterdir())
    file.write_bytes(b"\x01" + file.read_bytes()[1:])  # in the preamble, which says nothing
    with open_case_batch(tmp_path / "out", bench, QUICK) as batch:
        line = batch.score("0123456789abcdef", snapshot, NoProgress())
    assert line.state is CaseState.FAULTED
    assert "changed since the case was saved" in line.faults[0].what.text
    assert line.faults[0].where == "ct"


@pytest.mark.slow
def test_that_scores_are_those_of_the_desk_and_are_kept_for_the_next_run(patient, opened, bench, tmp_path):
    rois = smaller(opened)
    snapshot = copied(kept(patient, opened, rois))
    with open_case_batch(tmp_path / "out", bench, BatchOptions("zh")) as batch:
        line = batch.score("0123456789abcdef", snapshot, NoProgress())
    assert line.state is CaseState.COMPUTED
    facts = [fact for fact in opened.inputs if fact.role != "clinical"]
    desk = edited_case(REGIMEN, patient.record, opened.ct, opened.slide, rois, facts)
    result = analyse_case(desk, bench)
    document = json.loads((tmp_path / "out" / "case-0123456789ab" / "result.json").read_text(encoding="utf-8"))
    given = document["ct_response"]["probability_of_objective_response"]
    assert given == result.ct_response.probability_of_objective_response
    assert document["slide_response"]["post_treatment_risk_prediction_score"] == (
        result.slide_response.post_treatment_risk_prediction_score
    )
    assert read(tmp_path / "out" / "scores.csv")[0]["patient_id"] == patient.patient_id
    assert (tmp_path / "out" / "case-0123456789ab" / "report.pdf").is_file()
    with open_case_batch(tmp_path / "out", bench, BatchOptions("zh")) as again:
        assert again.score("0123456789abcdef", snapshot, NoProgress()).state is CaseState.KEPT
        drawn = copied(kept(patient, opened))
        assert again.score("0123456789abcdef", drawn, NoProgress()).state is CaseState.COMPUTED


def test_that_bad_cases_and_cases_left_out_have_their_line_too(bench, tmp_path):
    sound = CaseSnapshot(clinical=ClinicalRecord(age_years=60.0))
    lost = replace(sound, ct=CtSource(tmp_path / "gone", "1.2"))
    with open_case_batch(tmp_path / "out", bench, QUICK) as batch:
        states = [
            batch.score("a" * 32, sound, NoProgress()).state,
            batch.score("b" * 32, lost, NoProgress()).state,
            batch.refused("c" * 32, "P-3", StoreError("this case is no longer there.")).state,
            batch.left_out("d" * 32, "P-4").state,
        ]
    assert states == [CaseState.COMPUTED, CaseState.FAULTED, CaseState.FAULTED, CaseState.NOT_RUN]
    lines = read(tmp_path / "out" / "scores.csv")
    assert [line["case"] for line in lines] == ["1", "2", "3", "4"]
    assert [line["case"] for line in read(tmp_path / "out" / "faults.csv")] == ["2", "3"]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["cases"]["fault"] == 2


def test_that_a_batch_that_was_closed_takes_nothing_more(bench, tmp_path, monkeypatch):
    batch = open_case_batch(tmp_path / "out", bench, QUICK)
    analyse = batch_run.analyse_case

    def closed_meanwhile(case, workbench, progress):
        batch.close(finished=False)
        return analyse(case, workbench, progress)

    monkeypatch.setattr(batch_run, "analyse_case", closed_meanwhile)
    with pytest.raises(Cancelled):
        batch.score("a" * 32, CaseSnapshot(clinical=ClinicalRecord(age_years=60.0)), NoProgress())
    assert not (tmp_path / "out" / "scores.csv").exists()


def test_that_two_batches_never_share_a_folder(bench, tmp_path):
    with (
        open_case_batch(tmp_path / "out", bench, QUICK),
        pytest.raises(StoreError, match="another run"),
    ):
        open_case_batch(tmp_path / "out", bench, QUICK)
