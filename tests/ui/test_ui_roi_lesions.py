"""The lesions beside the CT: their sizes, names, margins, what refines them, and their files."""

from __future__ import annotations

import threading
from dataclasses import replace
from math import pi
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from roi_hands import LEFT, NO_BUTTON, SHIFT, Screen, brush_of

from hccdesk.domain.roi import RoiMeasurements
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.roi_tools.toolbox import RoiTool
from hccdesk.ui.verbs import WorkflowVerbs


@pytest.fixture
def screen(window, session, qtbot, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    made = Screen(window, qtbot)
    idle()
    return made


def test_that_the_list_shows_the_size_and_it_follows_each_edit(screen, session, idle, verbs):
    verbs.measure = lambda roi, geometry: RoiMeasurements(float(roi.mask.sum()), 12.34, 45.67, 1)
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 20.0)
    screen.draw((64, 60))
    idle()
    first = session.model.rois.lesions[0].roi.mask.sum()
    assert f"{first:.1f} ml · axial Ø 12.3 · 3-D Ø 45.7 mm" in screen.says()
    screen.draw((64, 90))
    idle()
    assert f"{session.model.rois.lesions[0].roi.mask.sum():.1f} ml · axial Ø 12.3 · 3-D Ø 45.7 mm" in screen.says()


def test_that_while_a_lesion_is_redrawn_its_volume_follows(screen, session, idle):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 20.0)
    screen.draw((64, 60))
    idle()
    screen.mouse(QEvent.Type.MouseButtonPress, screen.at(64, 90))
    volume_ml = screen.rois.editor.preview.volume_ml
    assert f"{volume_ml:.1f} ml · drawing …" in screen.says()
    screen.mouse(QEvent.Type.MouseButtonRelease, screen.at(64, 90), buttons=NO_BUTTON)


def test_that_new_lesions_are_named_coloured_chosen_by_q_renamed_locked_and_removed(screen, session, idle, qtbot):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 12.0)
    screen.draw((64, 40))
    screen.button("New lesion").click()
    assert "Draw it on a view." in screen.says()
    screen.draw((64, 90))
    idle()
    assert [(one.name, one.colour) for one in session.model.rois.lesions] == [("T1", 0), ("T2", 1)]
    assert screen.rois.editor.active.name == "T2"
    screen.key(Qt.Key.Key_Q)
    assert screen.rois.editor.active.name == "T1"
    screen.key(Qt.Key.Key_Q, SHIFT)
    assert screen.rois.editor.active.name == "T2"

    name = screen.rois.lesions._rows[0]._name
    qtbot.mouseDClick(name, LEFT)
    name.selectAll()
    qtbot.keyClicks(name, "main mass")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert [one.name for one in session.model.rois.lesions] == ["main mass", "T2"]

    screen.tool_button("Lock main mass").click()
    screen.rois.list.choose("main mass")
    before = session.model.rois
    screen.draw((64, 60))
    assert session.model.rois is before
    assert "is locked" in screen.pane()._notice
    screen.tool_button("Remove main mass").click()
    assert len(session.model.rois.lesions) == 2
    screen.tool_button("Remove T2").click()
    assert [one.name for one in session.model.rois.lesions] == ["main mass"]
    screen.key(Qt.Key.Key_Z)
    assert [(one.name, one.colour) for one in session.model.rois.lesions] == [("main mass", 0), ("T2", 1)]


def test_that_a_taken_name_is_refused_in_words(screen, session, idle):
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 40))
    screen.button("New lesion").click()
    screen.draw((64, 90))
    screen.rois.list.rename("T2", "T1")
    assert [one.name for one in session.model.rois.lesions] == ["T1", "T2"]
    assert "already" in screen.pane()._notice


def test_that_first_middle_and_last_go_there(screen, session, idle):
    screen.key(Qt.Key.Key_B)
    toolbox = screen.rois.toolbox
    toolbox.set_options(replace(toolbox.options, brush_mm=40.0, sphere=True))
    screen.draw((64, 60))
    idle()
    middle = screen.view._presenter.sight.at[0]
    slices = session.model.rois.lesions[0].roi.slice_indices
    assert slices == tuple(range(middle - 4, middle + 5))
    for text, expected in (("first", slices[0]), ("last", slices[-1]), ("middle", middle)):
        screen.button(text).click()
        assert screen.view._presenter.sight.at[0] == expected


def test_that_the_lesion_is_refined_in_the_background_each_act_one_step(screen, session, idle):
    brush_of(screen, 30.0)
    screen.key(Qt.Key.Key_B)
    for step in (0, 4):
        screen.view._presenter.go_to_slice(Plane.AXIAL, 18 + step)
        screen.draw((64, 60))
    brush_of(screen, 6.0)
    screen.draw((20, 60))
    screen.key(Qt.Key.Key_R, SHIFT)
    screen.rois.toolbox.set_options(replace(screen.rois.toolbox.options, smooth_mm=8.0))
    lesion = session.model.rois.lesions[0]
    for text, holds in (
        ("Largest", lambda mask: not mask[:, :30].any()),
        ("Smooth", lambda mask: mask.any()),
    ):
        steps = session.model.undo_stack.count()
        screen.button(text).click()
        idle()
        after = session.model.rois.lesions[0]
        assert holds(after.roi.mask), text
        assert after.roi is not lesion.roi
        assert session.model.undo_stack.count() <= steps + 1
        session.model.undo_stack.setIndex(3)
    screen.button("Fill slices").click()
    idle()
    assert set(range(18, 23)) <= set(session.model.rois.lesions[0].roi.slice_indices)
    assert session.model.undo_stack.index() == 4


def test_that_an_act_given_up_changes_nothing(screen, session, idle, verbs):
    gate = threading.Event()

    def slow(mask, hu, geometry, act):
        gate.wait(5)
        return ~mask

    verbs.edit_region = slow
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 60))
    screen.rois.use(RoiTool.REFINE)
    screen.button("Smooth").click()
    assert not screen.button("Smooth").isEnabled()
    assert screen.button("Smooth").toolTip() == "Working on the lesion …"
    screen.rois.jobs.cancel()
    gate.set()
    idle()
    assert session.model.undo_stack.count() == 1
    assert screen.button("Smooth").isEnabled()


def test_that_the_margin_is_the_models_and_the_size_the_tumour_s_own(screen, session, idle):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 40.0)
    screen.draw((64, 60))
    roi = session.model.rois.lesions[0].roi
    screen.rois.use(RoiTool.REFINE)
    screen.rois.options._refine.margin.setValue(6.0)
    idle()
    lesion = session.model.rois.lesions[0]
    assert lesion.margin_mm == 6.0
    assert lesion.roi is roi
    (ring,) = screen.rois.margins._rings
    assert ring[2].sum() > 1.5 * roi.mask.sum()
    assert "the models are given 6 mm of surrounding tissue" in " ".join(screen.says())
    session.model.undo_stack.undo()
    assert session.model.rois.lesions[0].margin_mm == 0.0


def test_that_options_and_the_active_lesion_outlive_the_widgets(window, screen, session, idle, qtbot):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 33.0)
    screen.draw((64, 40))
    screen.button("New lesion").click()
    screen.draw((64, 90))
    screen.rois.toolbox.activate("T1")
    window.switch_theme()
    again = Screen(window, qtbot)
    idle()
    assert again.rois.toolbox.options.brush_mm == 33.0
    assert again.rois.editor.active.name == "T1"
    again.key(Qt.Key.Key_B)
    again.draw((64, 64))
    assert session.model.undo_stack.count() == 3


@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd"])
def test_that_what_is_exported_can_be_read_back(screen, session, idle, tmp_path, suffix):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 40.0)
    screen.draw((64, 60))
    mask = session.model.rois.lesions[0].roi.mask
    screen.rois.files.export(tmp_path / f"lesions{suffix}")
    idle()
    said = screen.rois.lesions._word.text()
    assert said == f"Written to {tmp_path / f'lesions{suffix}'}"
    from hccdesk.ct.segmentation import fit_to_series, read_mask  # noqa: PLC0415

    read = fit_to_series(read_mask(tmp_path / f"lesions{suffix}", None), session.model.viewed_ct.series, tmp_path)
    assert np.array_equal(read.mask, mask)


def test_that_an_export_that_fails_says_so(screen, session, idle, tmp_path):
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 60))
    screen.rois.files.export(tmp_path / "missing" / "lesions.xyz")
    idle()
    assert screen.rois.lesions._word.property("role") == "fault"
    assert screen.rois.lesions._word.text()
    assert session.board.of("export")


def test_that_a_mask_dropped_onto_drawn_lesions_joins_them_and_can_be_undone(screen, session, verbs, idle):
    verbs.holds(masks=False)
    session.loader.take([Path("patient")])
    idle()
    screen.key(Qt.Key.Key_B)
    screen.draw((20, 100))
    drawn = session.model.rois
    verbs.holds()
    verbs.inspection = replace(verbs.inspection, series=(), slides=())
    session.loader.take([Path("mask.nii.gz")])
    idle()
    assert [one.name for one in session.model.rois.lesions] == ["T1", "tumour"]
    assert session.model.rois.lesions[0].roi is drawn.lesions[0].roi
    session.model.undo_stack.undo()
    assert session.model.rois is drawn
    session.model.undo_stack.redo()
    assert len(session.model.rois.lesions) == 2
    assert session.model.inputs.ct.roi is session.model.rois.lesions[1].roi


@pytest.mark.real_data
def test_that_a_real_liver_is_drawn_on_measured_and_written(qtbot, tmp_path, real_data, window, session):
    session.verbs = session.loader._verbs = WorkflowVerbs()
    session.loader.take([real_data / "ct" / "hcc_048_portal_venous"])
    qtbot.waitUntil(lambda: session.model.viewed_ct is not None and not session.compute.running, timeout=60_000)
    window.switch_theme()
    screen = Screen(window, qtbot)
    screen.key(Qt.Key.Key_B)
    toolbox = screen.rois.toolbox
    toolbox.set_options(replace(toolbox.options, brush_mm=30.0, sphere=True))
    screen.draw((256, 180))
    qtbot.waitUntil(lambda: not session.tiles.running, timeout=20_000)
    lesion = session.model.rois.lesions[0]
    size = screen.rois.list._sizes.of(lesion)
    assert size.volume_ml == pytest.approx(4 / 3 * pi * 1.5**3, rel=0.03)
    assert size.largest_3d_diameter_mm == pytest.approx(30.0, abs=2.0)
    screen.rois.files.export(tmp_path / "lesions.dcm")
    qtbot.waitUntil(lambda: not session.compute.running, timeout=60_000)
    assert (tmp_path / "lesions.dcm").exists()
