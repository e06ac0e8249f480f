"""The case on the desk: ROI edits are undone and redone exactly, and a result knows when it fell behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build

from hccdesk.domain.case import SlideInput
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.case_model import CaseModel


@pytest.fixture
def model(qtbot):
    made = CaseModel()
    made.set_ct(build.a_ct_input(), ())
    return made


def second_lesion() -> Lesion:
    return Lesion("T2", build.a_ct_roi(shift_mm=90))


def test_that_an_roi_edit_is_undone_and_redone_to_the_very_values(model):
    before = model.rois
    after = before.with_lesion(second_lesion())
    model.edit_rois(after, "Draw T2")
    assert model.rois is after
    model.undo_stack.undo()
    assert model.rois is before
    model.undo_stack.redo()
    assert model.rois is after


def test_that_many_edits_are_undone_one_by_one(model):
    states = [model.rois]
    for number in range(50):
        states.append(states[-1].renamed(states[-1].lesions[0].name, f"lesion {number}"))
        model.edit_rois(states[-1], f"Rename {number}")
    for state in reversed(states[:-1]):
        model.undo_stack.undo()
        assert model.rois is state
    assert not model.undo_stack.canUndo()


def test_that_each_edit_and_each_undo_is_announced_once(model, qtbot):
    seen = []
    model.rois_changed.connect(lambda: seen.append(len(model.rois.lesions)))
    model.edit_rois(model.rois.with_lesion(second_lesion()), "Draw")
    model.undo_stack.undo()
    assert seen == [2, 1]


def test_that_the_menu_names_the_edit(model):
    model.edit_rois(model.rois.without_lesion("tumour"), "Remove tumour")
    assert model.undo_stack.undoText() == "Remove tumour"


def test_that_edits_of_another_ct_cannot_be_undone_into_this_one(model):
    model.edit_rois(model.rois.without_lesion("tumour"), "Remove")
    model.set_ct(build.a_ct_input(uid="9.9"), ())
    assert not model.undo_stack.canUndo()


def test_that_a_result_falls_behind_when_any_input_changes(model):
    changes = (
        lambda: model.set_clinical(build.a_record(age_years=70.0)),
        lambda: model.set_regimen(
            Regimen.HAIC_TKI_ICI if model.inputs.regimen is Regimen.TACE_HAIC_PD1_TKI else Regimen.TACE_HAIC_PD1_TKI
        ),
        lambda: model.edit_rois(model.rois.with_lesion(second_lesion()), "Draw"),
        lambda: model.set_slide(SlideInput(build.a_slide(), None), ()),
        lambda: model.set_ct(build.a_ct_input(), ()),
        lambda: model.accept_mismatch("same patient, new hospital number"),
    )
    for change in changes:
        model.set_result(build.a_result(), model.inputs)
        assert model.result_is_current
        change()
        assert not model.result_is_current


def test_that_a_result_of_earlier_inputs_is_never_current(model):
    started_from = model.inputs
    model.set_clinical(build.a_record())
    model.set_result(build.a_result(), started_from)
    assert model.result is not None
    assert not model.result_is_current


def test_that_undoing_an_edit_makes_the_result_current_again_and_a_lookalike_does_not(model):
    # The regions themselves are compared, not their voxels: a false "outdated" costs a rerun, a false "current" more.
    model.set_ct(build.a_ct_input(), ())
    model.set_result(build.a_result(), model.inputs)
    model.edit_rois(model.rois.with_lesion(second_lesion()), "Draw")
    assert not model.result_is_current
    model.undo_stack.undo()
    assert model.result_is_current
    lesion = model.rois.lesions[0]
    model.edit_rois(
        model.rois.with_lesion(replace(lesion, roi=replace(lesion.roi, mask=lesion.roi.mask.copy()))), "Draw"
    )
    assert not model.result_is_current


def test_that_names_colours_locks_and_measurements_leave_a_result_as_it_is(model):
    model.set_ct(build.a_ct_input(), ())
    model.set_result(build.a_result(), model.inputs)
    lesion = model.rois.lesions[0]
    length = Measurement("D1", MeasurementKind.DISTANCE, ((0, 0, 0), (3, 4, 0)), "1.2", "axial")
    assert length.lengths_mm == (5.0,)
    model.edit_rois(model.rois.with_lesion(replace(lesion, colour=2, locked=True)), "Lock")
    model.edit_rois(model.rois.with_measurements((length,)), "Measure")
    assert model.result_is_current
    model.edit_rois(model.rois.with_lesion(replace(lesion, margin_mm=5.0)), "Margin")
    assert not model.result_is_current


def test_that_another_patient_starts_with_nothing_of_the_one_before(model):
    model.set_clinical(build.a_record())
    model.set_slide(SlideInput(build.a_slide(), build.a_slide_roi()), ())
    model.set_result(build.a_result(), model.inputs)
    model.clear()
    inputs = model.inputs
    assert (inputs.ct, inputs.slide, model.viewed_ct, model.result) == (None, None, None, None)
    assert inputs.clinical == type(inputs.clinical)()
    assert inputs.rois == RoiSet()
    assert inputs.facts == ()


def test_that_all_lesions_together_are_what_the_models_see():
    one, other = Lesion("a", build.a_ct_roi()), second_lesion()
    both = RoiSet((one, other)).tumour
    assert both is not None
    assert both.mask.sum() == one.roi.mask.sum() + other.roi.mask.sum()
    assert RoiSet().tumour is None


def test_that_two_lesions_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        RoiSet((Lesion("a", build.a_ct_roi()), Lesion("a", build.a_ct_roi(shift_mm=90))))


def test_that_a_label_that_is_only_a_number_becomes_a_name(qtbot):
    model = CaseModel()
    ct = build.a_ct_input()
    model.set_ct(replace(ct, roi=replace(ct.roi, label="1")), ())
    assert [lesion.name for lesion in model.rois.lesions] == ["T1"]
