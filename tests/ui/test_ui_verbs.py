"""What goes into an analysis from the screen: the regions as edited, the row as typed, the record honest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build

from hccdesk.domain.case import SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import Cancelled, InputError, PatientMismatchError
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.case_model import CaseInputs, CaseModel
from hccdesk.ui.verbs import WorkflowVerbs

FACTS = (InputFact("ct", "ct", "aa"), InputFact("ct_roi", "mask.nii.gz", "bb"))


@pytest.fixture
def verbs(monkeypatch):
    made = WorkflowVerbs()
    monkeypatch.setattr(made, "measure", lambda roi, geometry: RoiMeasurements(float(roi.mask.sum()), 1.0, 1.0, 1))
    return made


@pytest.fixture
def inputs():
    model = CaseModel()
    model.set_ct(build.a_ct_input(), FACTS)
    model.set_clinical(build.a_record())
    return model.inputs


def test_that_an_untouched_region_keeps_its_file_s_record_and_size(verbs, inputs):
    case = verbs._case(inputs)
    assert case.ct is inputs.ct
    assert case.inputs[:2] == FACTS


def test_that_an_edited_region_is_measured_anew_and_recorded_as_edited(verbs, inputs):
    other = Lesion("T2", build.a_ct_roi(shift_mm=90))
    case = verbs._case(replace(inputs, rois=inputs.rois.with_lesion(other)))
    both = inputs.ct.roi.mask.sum() + other.roi.mask.sum()
    assert case.ct.roi.mask.sum() == both
    assert case.ct.measurements.volume_ml == both
    record = next(fact for fact in case.inputs if fact.role == "ct_roi")
    assert (record.name, str(record.detail)) == ("edited on the screen", "made from mask.nii.gz")
    assert record.sha256 != "bb"


def test_that_a_margin_of_nothing_changes_nothing(verbs, inputs):
    lesion = replace(inputs.rois.lesions[0], margin_mm=0.0, colour=2, shown=False)
    case = verbs._case(replace(inputs, rois=RoiSet((lesion,))))
    assert case.ct is inputs.ct
    assert case.inputs == verbs._case(inputs).inputs


def test_that_models_are_given_the_margin_and_sizes_are_without(verbs, inputs):
    lesion = replace(inputs.rois.lesions[0], margin_mm=5.0)
    case = verbs._case(replace(inputs, rois=RoiSet((lesion,))))
    assert case.ct.roi.mask.sum() > 1.3 * inputs.ct.roi.mask.sum()
    assert case.ct.roi.mask[inputs.ct.roi.mask].all()
    assert case.ct.measurements is inputs.ct.measurements, "the size of the tumour is known and has not changed"
    record = next(fact for fact in case.inputs if fact.role == "ct_roi")
    assert str(record.detail) == "made from mask.nii.gz, with a margin of 5 mm"


def test_that_each_lesion_has_its_own_margin(verbs, inputs):
    first, second = inputs.rois.lesions[0], Lesion("T2", build.a_ct_roi(shift_mm=90), margin_mm=8.0)
    case = verbs._case(replace(inputs, rois=RoiSet((first, second))))
    wider = case.ct.roi.mask & ~first.roi.mask & ~second.roi.mask
    columns = build.a_geometry().index_at(np.array([-35.0, 0.0, -205.0]))[2]
    assert wider.any()
    assert np.flatnonzero(wider.any(axis=(0, 1))).min() > columns - 10, "nothing grew on the first one's far side"
    assert case.ct.measurements.volume_ml == (first.roi.mask | second.roi.mask).sum()


def test_that_an_outline_that_was_edited_is_recorded_as_edited(verbs, inputs):
    slide = SlideInput(build.a_slide(), build.a_slide_roi())
    facts = (InputFact("slide", "s", "cc"), InputFact("slide_roi", "outline.geojson", "dd"))
    as_read = replace(inputs, slide=slide, facts=facts, rois=replace(inputs.rois, slide=slide.roi))
    assert facts[1] in verbs._case(as_read).inputs
    case = verbs._case(replace(as_read, rois=replace(inputs.rois, slide=build.a_slide_roi())))
    record = next(fact for fact in case.inputs if fact.role == "slide_roi")
    assert (record.name, str(record.detail)) == ("edited on the screen", "made from outline.geojson")


def test_that_a_removed_region_leaves_no_record_and_no_size(verbs, inputs):
    case = verbs._case(replace(inputs, rois=RoiSet()))
    assert case.ct.roi is None
    assert case.ct.measurements is None
    assert [fact.role for fact in case.inputs] == ["ct", "clinical"]


def test_that_renaming_a_lesion_is_no_edit_of_its_voxels(verbs, inputs):
    case = verbs._case(replace(inputs, rois=inputs.rois.renamed("tumour", "segment VIII")))
    assert case.inputs[:2] == FACTS


def test_that_two_regions_that_differ_have_different_records(verbs, inputs):
    def sha256(shift_mm: float) -> str:
        rois = RoiSet((Lesion("T", build.a_ct_roi(shift_mm=shift_mm)),))
        return next(f.sha256 for f in verbs._case(replace(inputs, rois=rois)).inputs if f.role == "ct_roi")

    assert sha256(3.0) != sha256(90.0)


def test_that_different_patients_stop_it_and_a_reason_is_recorded(verbs, inputs):
    wrong = replace(inputs, clinical=build.a_record(patient_id="999"))
    with pytest.raises(PatientMismatchError):
        verbs._case(wrong)
    case = verbs._case(replace(wrong, mismatch_reason="renumbered on transfer"))
    assert [override.reason for override in case.overrides] == ["renumbered on transfer"]


@pytest.mark.bad("BAD-034")
def test_that_a_slide_of_another_patient_stops_it_too(verbs, inputs):
    slide = SlideInput(build.a_slide(patient=replace(build.a_slide().patient, patient_id="777")), None)
    with pytest.raises(PatientMismatchError):
        verbs._case(replace(inputs, slide=slide))


def test_that_nothing_at_all_cannot_be_analysed(verbs):
    with pytest.raises(InputError, match="nothing to analyse"):
        verbs._case(CaseInputs())


def test_that_an_empty_row_is_no_input(verbs, inputs):
    case = verbs._case(replace(inputs, clinical=ClinicalRecord()))
    assert [fact.role for fact in case.inputs] == ["ct", "ct_roi"]


def test_that_a_job_that_comes_after_closing_is_cancelled():
    verbs = WorkflowVerbs()
    verbs.close()
    with pytest.raises(Cancelled):
        verbs.models()
