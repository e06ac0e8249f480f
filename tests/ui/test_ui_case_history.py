"""What was drawn stays with its series or slide, and can still be undone once that is back; pictures and rows too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build

from hccdesk.domain.case import SlideInput
from hccdesk.domain.case_snapshot import SeriesRegions
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.result import Figure
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_model import CaseModel, ViewedCt

LENGTH = Measurement("D1", MeasurementKind.DISTANCE, ((0, 0, 0), (3, 4, 0)), "1.2.3", "axial")


@pytest.fixture
def model(qtbot):
    made = CaseModel()
    made.set_ct(build.a_ct_input(), ())
    return made


def names(model):
    return [lesion.name for lesion in model.rois.lesions]


def draw(model, name):
    model.edit_rois(model.rois.with_lesion(Lesion(name, build.a_ct_roi(shift_mm=90))), f"Draw {name}")


def other_series(model):
    model.set_ct(build.a_ct_input(roi=False, uid="9.9"), ())


def slide(name, roi=None):
    return SlideInput(build.a_slide(path=Path(name)), roi)


def picture(name):
    return Figure(name, np.zeros((2, 2, 3), np.uint8), Sentence.of("slice"))


def test_that_lesions_and_measurements_come_back_with_their_series(model):
    draw(model, "T2")
    model.edit_rois(model.rois.with_measurements((LENGTH,)), "Measure")
    before = model.rois
    other_series(model)
    assert (names(model), model.rois.measurements) == ([], ())
    draw(model, "A1")
    model.set_ct(build.a_ct_input(), ())
    assert model.rois.lesions == before.lesions
    assert model.rois.measurements == (LENGTH,)
    other_series(model)
    assert names(model) == ["A1"]


def test_that_taking_the_ct_out_and_bringing_it_again_loses_nothing(model):
    draw(model, "T2")
    model.show_ct(None)
    assert names(model) == []
    model.set_ct(build.a_ct_input(roi=False), ())
    assert names(model) == ["tumour", "T2"]


def test_that_a_series_only_looked_at_keeps_what_was_measured_on_it(model):
    looked_at = ViewedCt(build.a_series(uid="7.7"), build.a_volume())
    model.show_ct(looked_at)
    model.edit_rois(model.rois.with_measurements((LENGTH,)), "Measure")
    model.set_ct(build.a_ct_input(), ())
    assert model.rois.measurements == ()
    model.show_ct(looked_at)
    assert model.rois.measurements == (LENGTH,)


def test_that_the_steps_of_a_series_wait_for_it_and_go_on_where_they_were(model):
    draw(model, "T2")
    draw(model, "T3")
    model.undo_stack.undo()
    other_series(model)
    assert not model.undo_stack.canUndo()
    assert not model.undo_stack.canRedo()
    draw(model, "A1")
    model.set_ct(build.a_ct_input(), ())
    assert (model.undo_stack.undoText(), model.undo_stack.redoText()) == ("Draw T2", "Draw T3")
    model.undo_stack.redo()
    assert names(model) == ["tumour", "T2", "T3"]
    model.undo_stack.setIndex(0)
    assert names(model) == ["tumour"]
    other_series(model)
    model.undo_stack.undo()
    assert names(model) == []


def test_that_a_region_of_another_lattice_stays_away(model):
    draw(model, "T2")
    other_series(model)
    geometry = build.a_geometry((20, 64, 64), spacing=(10.0, 5.6, 5.6))
    smaller = build.a_volume(geometry)
    model.set_ct(replace(build.a_ct_input(roi=False, geometry=geometry), volume=smaller), ())
    assert names(model) == []
    other_series(model)
    model.set_ct(build.a_ct_input(roi=False), ())
    assert names(model) == ["tumour", "T2"]


def test_that_another_mask_on_a_series_that_comes_back_is_a_step_to_undo(model):
    draw(model, "T2")
    other_series(model)
    new = replace(build.a_ct_input(), roi=build.a_ct_roi(shift_mm=30.0))
    model.set_ct(new, ())
    assert sorted(names(model)) == ["T2", "tumour"]
    assert any(lesion.roi is new.roi for lesion in model.rois.lesions)
    model.undo_stack.undo()
    assert not any(lesion.roi is new.roi for lesion in model.rois.lesions)
    assert names(model) == ["tumour", "T2"]


def test_that_another_slide_leaves_the_steps_on_the_ct(model):
    draw(model, "T2")
    model.set_slide(slide("a.svs", build.a_slide_roi()), ())
    assert model.undo_stack.undoText() == "Draw T2"
    model.undo_stack.undo()
    assert names(model) == ["tumour"]
    assert model.rois.slide is not None


def test_that_an_outline_and_its_steps_come_back_with_the_slide_and_never_go_to_another(model):
    model.set_slide(slide("a.svs"), ())
    outline = build.a_slide_roi()
    model.edit_rois(model.rois.with_slide(outline), "Outline")
    model.set_slide(slide("b.svs"), ())
    assert model.rois.slide is None
    assert not model.undo_stack.canUndo()
    draw(model, "T2")
    model.set_slide(slide("a.svs"), ())
    assert model.rois.slide is outline
    model.undo_stack.undo()
    assert (names(model), model.rois.slide) == (["tumour"], outline)
    model.undo_stack.undo()
    assert model.rois.slide is None


def test_that_an_outline_file_over_a_drawn_outline_can_be_undone(model):
    model.set_slide(slide("a.svs"), ())
    drawn = build.a_slide_roi()
    model.edit_rois(model.rois.with_slide(drawn), "Outline")
    model.set_slide(slide("a.svs", replace(build.a_slide_roi(), polygons=())), ())
    assert model.rois.slide is not drawn
    model.undo_stack.undo()
    assert model.rois.slide is drawn


def test_that_undoing_on_the_ct_leaves_what_was_outlined_later(model):
    model.set_slide(slide("a.svs"), ())
    draw(model, "T2")
    draw(model, "T3")
    model.undo_stack.undo()
    other_series(model)
    outline = build.a_slide_roi()
    model.edit_rois(model.rois.with_slide(outline), "Outline")
    model.set_ct(build.a_ct_input(), ())
    model.undo_stack.redo()
    assert (names(model), model.rois.slide) == (["tumour", "T2", "T3"], outline)


def test_that_another_patient_gets_nothing_of_what_was_put_aside(model):
    draw(model, "T2")
    other_series(model)
    model.clear()
    model.set_ct(build.a_ct_input(roi=False), ())
    assert names(model) == []
    assert not model.undo_stack.canUndo()
    assert model.other_regions == ()


def test_that_regions_of_other_series_are_told_and_can_be_put_back(model, qtbot):
    draw(model, "T2")
    other_series(model)
    (kept,) = model.other_regions
    assert kept.series_instance_uid == "1.2.3"
    again = CaseModel()
    again.keep_regions(SeriesRegions(kept.series_instance_uid, kept.rois))
    again.set_ct(build.a_ct_input(roi=False), ())
    assert names(again) == ["tumour", "T2"]


def test_that_regions_of_every_part_removed_at_once_come_back_with_one_step(model):
    model.set_slide(slide("a.svs", build.a_slide_roi()), ())
    before = model.rois
    model.edit_rois(RoiSet(), "Remove all")
    model.undo_stack.undo()
    assert model.rois is before


def test_that_a_picture_taken_out_of_the_report_comes_back(model):
    model.set_key_images((picture("a"), picture("b")))
    before = model.key_images
    model.edit_key_images(before[:1], "Remove picture 2")
    assert [figure.name for figure in model.key_images] == ["a"]
    assert model.undo_stack.undoText() == "Remove picture 2"
    model.undo_stack.undo()
    assert [figure.name for figure in model.key_images] == ["a", "b"]


def test_that_an_imported_row_is_undone_and_what_was_typed_since_stays(model):
    model.set_clinical(build.a_record(afp_ng_per_ml=5.0, ecog=None))
    model.import_clinical(build.a_record(afp_ng_per_ml=900.0, ecog=2), "Import")
    model.set_clinical(replace(model.inputs.clinical, albumin_g_per_l=33.0))
    seen = []
    model.clinical_replaced.connect(lambda: seen.append(model.inputs.clinical.afp_ng_per_ml))
    model.undo_stack.undo()
    row = model.inputs.clinical
    assert (row.afp_ng_per_ml, row.ecog, row.albumin_g_per_l) == (5.0, None, 33.0)
    model.undo_stack.redo()
    assert (model.inputs.clinical.afp_ng_per_ml, model.inputs.clinical.albumin_g_per_l) == (900.0, 33.0)
    assert seen == [5.0, 900.0]


def test_that_what_is_undone_and_done_again_is_told_and_what_is_done_first_is_not(model):
    told = []
    model.history.acted.connect(lambda step, undone: told.append((step.what, step.screen, undone)))
    draw(model, "T2")
    assert told == []
    model.undo_stack.undo()
    model.undo_stack.redo()
    other_series(model)
    model.set_ct(build.a_ct_input(), ())
    assert told == [("Draw T2", "ct", True), ("Draw T2", "ct", False)]


def test_that_kept_regions_win_over_the_file_that_some_of_them_came_from(model):
    edited = build.a_ct_roi(shift_mm=30.0)
    again = CaseModel()
    again.keep_regions(SeriesRegions("1.2.3", RoiSet((Lesion("tumour", edited),))))
    again.set_ct(build.a_ct_input(), ())
    assert again.rois.lesions[0].roi is edited
    assert not again.undo_stack.canUndo()


def test_that_pictures_of_another_phase_of_the_study_stay_and_those_of_another_study_go(model):
    model.set_key_images((picture("a"),))
    other_series(model)
    assert [figure.name for figure in model.key_images] == ["a"]
    model.set_ct(build.a_ct_input(roi=False, uid="5.5", study_instance_uid="another"), ())
    assert model.key_images == ()
