"""What drawing does to the case, without a widget."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import Qt

from hccdesk.domain.ct import Suitability
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.ct_viewer.outline import dashes, outline_segments
from hccdesk.ui.ct_viewer.pane_hand import PanePlace
from hccdesk.ui.ct_viewer.patient_grid import FIXED_AXIS, Plane, patient_grid
from hccdesk.ui.roi_tools import lesion_acts
from hccdesk.ui.roi_tools.brush_hand import BrushHand
from hccdesk.ui.roi_tools.contour_hand import ContourHand
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.toolbox import RoiTool, RoiToolbox

NONE, ALT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
AT = {Plane.AXIAL: 20, Plane.CORONAL: 60, Plane.SAGITTAL: 64}
VOXEL_MM2 = 2.8 * 2.8


def place(plane: Plane = Plane.AXIAL, row: float = 64.5, column: float = 90.5) -> PanePlace:
    return PanePlace(plane, row, column, 2.0)


@pytest.fixture
def model():
    made = CaseModel()
    made.set_ct(build.a_ct_input(roi=False), ())
    return made


@pytest.fixture
def editor(model):
    made = RoiEditor(model, build.InstantVerbs(), RoiToolbox(), AT.__getitem__)
    made.heard = []
    made.said.connect(made.heard.append)
    return made


def draw(hand, places, modifiers=NONE):
    hand.press(places[0], modifiers)
    for there in places[1:]:
        hand.drag(there, modifiers)
    hand.release(places[-1], modifiers)


def brush(editor, tool=RoiTool.BRUSH, brush_mm=40.0, **options):
    editor.toolbox.set_options(replace(editor.toolbox.options, brush_mm=brush_mm, **options))
    return BrushHand(tool, editor)


def test_that_a_dot_of_the_brush_has_its_area_and_begins_t1(editor, model):
    draw(brush(editor), [place()])
    (lesion,) = model.rois.lesions
    assert (lesion.name, lesion.roi.label, lesion.colour) == ("T1", "T1", 0)
    assert lesion.roi.mask.sum() * VOXEL_MM2 == pytest.approx(pi * 20**2, rel=0.04)
    assert lesion.roi.slice_indices == (20,)
    assert lesion.roi.mask[20, 64, 90]


def test_that_a_stroke_is_one_step_to_undo_and_comes_back(editor, model):
    draw(brush(editor), [place(column=60.0 + step) for step in range(30)])
    assert model.undo_stack.count() == 1
    drawn = model.rois
    editor.undo()
    assert model.rois.lesions == ()
    editor.redo()
    assert model.rois is drawn


def test_that_nothing_is_pushed_before_the_button_comes_up(editor, model):
    hand = brush(editor)
    hand.press(place(), NONE)
    hand.drag(place(column=100.5), NONE)
    assert model.rois.lesions == ()
    volume_ml = pi * 20**2 * 5.0 / 1000
    assert editor.preview.volume_ml > volume_ml
    hand.release(place(column=100.5), NONE)
    assert len(model.rois.lesions) == 1


@pytest.mark.parametrize("plane", list(Plane))
def test_that_a_2_d_stroke_stays_within_the_slice_of_its_view(editor, model, plane):
    draw(brush(editor), [place(plane, row=20.5, column=60.5), place(plane, row=20.5, column=64.5)])
    grid = patient_grid(model.viewed_ct.volume.geometry)
    inside = np.argwhere(grid.ordered(model.rois.lesions[0].roi.mask))
    assert np.unique(inside[:, FIXED_AXIS[plane]]).tolist() == [AT[plane]]


def test_that_a_sphere_reaches_over_the_slices_and_has_its_volume(editor, model):
    draw(brush(editor, sphere=True), [place()])
    roi = model.rois.lesions[0].roi
    assert len(roi.slice_indices) == 9  # 5 mm apart, none further than 20 mm from the middle one
    assert roi.mask.sum() * VOXEL_MM2 * 5 == pytest.approx(4 / 3 * pi * 20**3, rel=0.06)


def test_that_the_eraser_and_alt_take_away_and_the_last_voxel_takes_the_lesion(editor, model):
    draw(brush(editor), [place()])
    whole = model.rois.lesions[0].roi.mask.sum()
    draw(brush(editor, brush_mm=30.0), [place()], ALT)
    assert (whole - model.rois.lesions[0].roi.mask.sum()) * VOXEL_MM2 == pytest.approx(pi * 15**2, rel=0.06)
    assert model.undo_stack.undoText() == "Take from T1"
    draw(brush(editor, RoiTool.ERASER, brush_mm=60.0), [place()])
    assert model.rois.lesions == ()
    assert "Nothing is left of T1" in editor.heard[-1]
    editor.undo()
    assert len(model.rois.lesions) == 1


def test_that_a_stroke_that_changes_nothing_is_no_step(editor, model):
    draw(brush(editor, RoiTool.ERASER), [place()])
    assert model.rois.lesions == ()
    draw(brush(editor), [place()])
    draw(brush(editor, brush_mm=10.0), [place()])
    assert model.undo_stack.count() == 1


def test_that_a_stroke_before_never_changes_by_a_later_one(editor, model):
    draw(brush(editor), [place()])
    first = model.rois.lesions[0].roi
    kept = first.mask.copy()
    draw(brush(editor), [place(column=40.5)])
    assert np.array_equal(first.mask, kept)
    assert model.rois.lesions[0].roi is not first
    assert not model.rois.lesions[0].roi.mask.flags.writeable


def test_that_the_range_brush_paints_only_what_lies_in_the_range(editor, model):
    editor.toolbox.set_options(editor.toolbox.options.with_range(100, 160))
    draw(brush(editor, RoiTool.RANGE, brush_mm=80.0), [place(column=38.5)])
    values = model.viewed_ct.volume.hu[model.rois.lesions[0].roi.mask]
    assert values.min() >= 100
    assert values.max() <= 160
    editor.toolbox.set_options(editor.toolbox.options.with_range(3000, 3050))
    draw(brush(editor, RoiTool.RANGE), [place(column=100.5)])
    assert model.undo_stack.count() == 1


def test_that_a_range_is_taken_from_a_place(editor, model):
    editor.pick_range(place(row=78.0, column=36.0))
    options = editor.toolbox.options
    values = model.viewed_ct.volume.hu[20, 77:80, 35:38]
    assert options.lower_hu < values.mean() < options.upper_hu
    assert 20 <= options.upper_hu - options.lower_hu <= 60  # noise of 8 HU
    editor.pick_range(place(row=-500.0))
    assert editor.heard == ["There is no voxel here."]


def test_that_a_polygon_on_a_coronal_view_fills_what_it_encloses(editor, model):
    hand = ContourHand(RoiTool.POLYGON, editor)
    corners = [(10.0, 40.0), (10.0, 60.0), (20.0, 60.0), (20.0, 40.0)]
    for row, column in corners:
        draw(hand, [place(Plane.CORONAL, row, column)])
    assert hand.corners == 4
    assert hand.key(Qt.Key.Key_Return, NONE)
    grid = patient_grid(model.viewed_ct.volume.geometry)
    inside = np.argwhere(grid.ordered(model.rois.lesions[0].roi.mask))
    assert len(inside) == 10 * 20
    assert set(inside[:, 1]) == {60}
    assert set(inside[:, 0]) == set(range(20, 30))  # the head is on top: rows 10 to 20 of 40 are z 20 to 29


def test_that_corners_are_taken_back_and_given_up(editor, model):
    hand = ContourHand(RoiTool.POLYGON, editor)
    for column in (40.0, 60.0, 50.0):
        draw(hand, [place(row=column, column=column)])
    hand.key(Qt.Key.Key_X, NONE)
    hand.key(Qt.Key.Key_Backspace, NONE)
    assert hand.corners == 1
    hand.key(Qt.Key.Key_Escape, NONE)
    assert hand.corners == 0
    assert model.undo_stack.count() == 0


def test_that_a_dragged_polygon_and_a_freehand_line_close_themselves(editor, model):
    around = [place(row=64 + 20 * np.sin(t), column=64 + 20 * np.cos(t)) for t in np.linspace(0, 2 * pi, 60)]
    for tool in (RoiTool.POLYGON, RoiTool.FREEHAND):
        draw(ContourHand(tool, editor), around)
        assert model.rois.lesions[0].roi.mask.sum() == pytest.approx(pi * 20**2, rel=0.03)
        editor.undo()


def test_that_a_polygon_with_alt_cuts_out(editor, model):
    draw(brush(editor), [place()])
    before = model.rois.lesions[0].roi.mask.sum()
    hand = ContourHand(RoiTool.POLYGON, editor)
    for row, column in ((62.0, 88.0), (62.0, 92.0), (66.0, 92.0), (66.0, 88.0)):
        draw(hand, [place(row=row, column=column)], ALT)
    hand.double_click(place())
    assert before - model.rois.lesions[0].roi.mask.sum() == 16


def test_that_an_outline_stays_on_its_slice(editor):
    hand = ContourHand(RoiTool.POLYGON, editor)
    draw(hand, [place()])
    draw(hand, [place(Plane.CORONAL)])
    assert hand.corners == 1
    assert "open on another slice" in editor.heard[0]


def test_that_a_locked_lesion_stays_as_it_is_and_says_why(editor, model):
    draw(brush(editor), [place()])
    model.edit_rois(lesion_acts.changed(model.rois, "T1", locked=True), "Lock")
    draw(brush(editor), [place(column=40.5)])
    draw(ContourHand(RoiTool.FREEHAND, editor), [place(row=10.0 + i, column=10.0) for i in range(9)])
    assert model.undo_stack.count() == 2
    assert editor.heard == ["T1 is locked. Open its lock in the list of lesions to change it."] * 2


def test_that_one_draws_where_one_can_measure_and_is_told_why_elsewhere(editor, model):
    reason = (Sentence.of("the slices are not evenly spaced"),)
    model.show_ct(ViewedCt(build.a_series(Suitability.VIEW, reasons=reason), build.a_volume()))
    draw(brush(editor), [place()])
    assert model.rois.lesions == ()
    assert "cannot be measured" in editor.heard[0]
    assert "not evenly spaced" in editor.heard[0]
    model.show_ct(ViewedCt(build.a_series(Suitability.MEASURE, reasons=reason), build.a_volume()))
    draw(brush(editor), [place()])
    assert [lesion.name for lesion in model.rois.lesions] == ["T1"]
    model.show_ct(None)
    draw(brush(editor), [place()])
    assert "no CT" in editor.heard[-1]


def test_that_an_edit_from_elsewhere_ends_the_stroke_under_way(editor, model):
    draw(brush(editor), [place()])
    hand = brush(editor)
    hand.press(place(column=40.5), NONE)
    model.undo_stack.undo()
    hand.drag(place(column=50.5), NONE)
    hand.release(place(column=50.5), NONE)
    assert model.rois.lesions == ()
    assert editor.preview is None


def test_that_a_new_lesion_takes_the_next_free_name_and_colour_and_the_others_keep_theirs(editor, model):
    for column in (20.5, 60.5, 100.5):
        editor.toolbox.begin_new(lesion_acts.next_lesion(model.rois.lesions))
        draw(brush(editor, brush_mm=10.0), [place(column=column)])
    assert [(one.name, one.colour) for one in model.rois.lesions] == [("T1", 0), ("T2", 1), ("T3", 2)]
    model.edit_rois(lesion_acts.removed(model.rois, "T2"), "Remove")
    assert [(one.name, one.colour) for one in model.rois.lesions] == [("T1", 0), ("T3", 2)]
    assert lesion_acts.next_lesion(model.rois.lesions).name == "T2"
    assert lesion_acts.next_lesion(model.rois.lesions).colour == 1


def test_that_lesions_without_a_colour_of_their_own_keep_the_one_they_were_seen_in(model):
    rois = RoiSet(tuple(Lesion(name, CtRoi(np.ones((1, 1, 1), bool), name)) for name in ("a", "b", "c")))
    assert [one.colour for one in lesion_acts.removed(rois, "a").lesions] == [1, 2]


def test_that_the_brush_grows_and_shrinks_by_wheel_and_brackets_within_its_limits(editor):
    hand = brush(editor, brush_mm=10.0)
    assert hand.wheel(1)
    assert editor.toolbox.options.brush_mm == 11.5
    hand.key(Qt.Key.Key_BracketLeft, NONE)
    assert editor.toolbox.options.brush_mm == 10.0
    hand.wheel(100)
    assert editor.toolbox.options.brush_mm == 100.0
    hand.wheel(-200)
    assert editor.toolbox.options.brush_mm == 1.0


def test_that_z_and_y_undo_and_redo_while_a_tool_is_in_hand_and_ctrl_is_left_to_the_window(editor, model):
    hand = brush(editor)
    draw(hand, [place()])
    assert hand.key(Qt.Key.Key_Z, NONE)
    assert model.rois.lesions == ()
    assert hand.key(Qt.Key.Key_Y, NONE)
    assert len(model.rois.lesions) == 1
    assert not hand.key(Qt.Key.Key_Z, CTRL)


def test_that_escape_gives_up_the_stroke_first_and_the_tool_then(editor, model):
    hand, put_down = brush(editor), []
    hand.put_down.connect(lambda: put_down.append(1))
    hand.press(place(), NONE)
    hand.key(Qt.Key.Key_Escape, NONE)
    hand.release(place(), NONE)
    assert model.undo_stack.count() == 0
    assert put_down == []
    hand.key(Qt.Key.Key_Escape, NONE)
    assert put_down == [1]


def test_that_another_ct_begins_without_what_was_begun_on_the_one_before(editor, model):
    draw(brush(editor), [place()])
    editor.toolbox.begin_new(lesion_acts.next_lesion(model.rois.lesions))
    hand = brush(editor)
    hand.press(place(), NONE)
    model.set_ct(build.a_ct_input(roi=False, uid="5.5"), ())
    hand.release(place(), NONE)
    assert model.rois.lesions == ()
    assert editor.toolbox.new_lesion is None
    draw(brush(editor), [place()])
    assert [lesion.name for lesion in model.rois.lesions] == ["T1"]


def test_that_dashes_lie_on_the_edge_and_leave_gaps():
    mask = np.zeros((40, 40), bool)
    mask[5:35, 8:30] = True
    edge, broken = outline_segments(mask), dashes(outline_segments(mask))
    length = np.abs(edge[:, 2:] - edge[:, :2]).sum()
    drawn = np.abs(broken[:, 2:] - broken[:, :2]).sum()
    assert 0.35 < drawn / length < 0.65
    on_edge = np.isin(broken[:, [0, 2]], (8, 30)).all(axis=1) | np.isin(broken[:, [1, 3]], (5, 35)).all(axis=1)
    assert on_edge.all()


def test_that_undo_without_a_limit_takes_little_room_and_gives_every_state_back(editor, model):
    states, hand = [], brush(editor, brush_mm=12.0)
    for step in range(30):
        draw(hand, [place(column=10.5 + 3 * step)])
        states.append(model.rois.lesions[0].roi.mask.copy())
    whole = [c for c in map(model.undo_stack.command, range(30)) if isinstance(c.step.after, RoiSet)]
    assert len(whole) <= 5
    for expected in reversed(states):
        assert np.array_equal(model.rois.lesions[0].roi.mask, expected)
        editor.undo()
    assert model.rois.lesions == ()
    for expected in states:
        editor.redo()
        assert np.array_equal(model.rois.lesions[0].roi.mask, expected)


def test_that_a_result_is_current_again_however_far_one_goes_back_to_its_regions(editor, model):
    hand = brush(editor, brush_mm=12.0)
    draw(hand, [place()])
    model.set_result(build.a_result(), model.inputs)
    for step in range(12):
        draw(hand, [place(column=20.5 + 3 * step)])
    assert not model.result_is_current
    for _ in range(12):
        editor.undo()
    assert model.result_is_current
