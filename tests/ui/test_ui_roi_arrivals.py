"""What a job on a lesion brings back goes to the CT, the lesion and the moment it was asked for, or nowhere."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from roi_hands import NO_BUTTON, Screen, brush_of

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.roi_tools.toolbox import RoiTool

SHAPE = build.a_geometry().shape


@pytest.fixture
def gate(verbs):
    """Held as long as growing is to take."""
    made = threading.Event()

    def slow(mask, hu, geometry, act):
        made.wait(5)
        return grown()

    verbs.edit_region = slow
    return made


@pytest.fixture
def screen(window, session, qtbot, idle):
    session.model.set_clinical(build.a_record())
    session.model.set_ct(build.a_ct_input(roi=False), ())
    made = Screen(window, qtbot)
    idle()
    return made


def grown():
    mask = np.zeros(SHAPE, bool)
    mask[3:6, 20:40, 20:40] = True
    return mask


def a_mask(at):
    mask = np.zeros(SHAPE, bool)
    mask[at, 3:9, 3:9] = True
    return mask


def another_ct(uid="7.7", shape=SHAPE):
    geometry = build.a_geometry(shape)
    ct = build.a_ct_input(roi=False, uid=uid)
    volume = replace(ct.volume, hu=np.zeros(shape, np.int16), geometry=geometry, series_instance_uid=uid)
    return replace(ct, series=replace(ct.series, geometry=geometry), volume=volume)


def grow(screen):
    screen.key(Qt.Key.Key_G)
    screen.draw((64, 60))
    assert screen.rois.jobs.running


@pytest.mark.control("RISK-02-b")
def test_that_a_region_grown_on_one_patient_does_not_arrive_on_the_next(screen, session, gate, qtbot, idle):
    grow(screen)
    with qtbot.waitSignal(session.shelf.opened):
        session.shelf.new()
    assert not screen.rois.jobs.running
    session.model.set_clinical(build.a_record(patient_id="B"))
    session.model.set_ct(another_ct(), ())
    session.model.edit_rois(RoiSet((Lesion("T1", CtRoi(a_mask(30), "T1")),)), "Draw")
    own = session.model.rois
    gate.set()
    idle()
    assert screen.rois.editor.preview is None
    screen.rois.editor.finish()
    assert session.model.rois is own


@pytest.mark.control("RISK-12-b")
def test_that_a_region_grown_on_one_series_does_not_arrive_on_another(screen, session, gate, idle):
    grow(screen)
    session.model.set_ct(another_ct(shape=(20, 64, 64)), ())
    assert not screen.rois.jobs.running
    gate.set()
    idle()
    assert screen.rois.editor.preview is None
    assert session.model.rois.lesions == ()


@pytest.mark.control("RISK-11-b")
def test_that_a_region_of_another_lattice_is_refused_by_the_case(screen, session):
    stray = RoiSet((Lesion("T1", CtRoi(np.ones((20, 64, 64), bool), "T1")),))
    with pytest.raises(ValueError, match="lattice"):
        session.model.edit_rois(stray, "Draw")
    assert session.model.rois.lesions == ()
    assert session.model.undo_stack.count() == 0


def test_that_a_region_that_grew_does_not_take_the_place_of_a_stroke_under_way(screen, session, gate, idle):
    session.model.edit_rois(RoiSet((Lesion("T1", CtRoi(a_mask(20), "T1")),)), "Draw")
    grow(screen)
    editor = screen.rois.editor
    screen.rois._take(screen.rois._hand_for(RoiTool.BRUSH))  # whatever else may give the reader a brush meanwhile
    screen.view.use_hand(screen.rois.hand)
    brush_of(screen, 12.0)
    screen.mouse(QEvent.Type.MouseButtonPress, screen.at(64, 90))
    stroke = editor.preview
    gate.set()
    idle()
    assert editor.preview is stroke
    screen.mouse(QEvent.Type.MouseButtonRelease, screen.at(64, 90), buttons=NO_BUTTON)
    drawn = session.model.rois.lesions[0].roi.mask
    assert drawn[20, 64, 90]
    assert not drawn[4, 30, 30]


def test_that_a_region_that_grew_for_a_new_lesion_does_not_replace_one_drawn_meanwhile(screen, session, gate, idle):
    grow(screen)
    session.model.edit_rois(RoiSet((Lesion("T1", CtRoi(a_mask(20), "T1")),)), "Draw")
    gate.set()
    idle()
    assert screen.rois.editor.preview is None
    assert session.model.rois.lesions[0].roi.mask[20, 5, 5]


def test_that_putting_the_tool_away_stops_what_grows(screen, gate, idle):
    grow(screen)
    screen.key(Qt.Key.Key_B)
    assert not screen.rois.jobs.running
    gate.set()
    idle()
    assert screen.rois.editor.preview is None


def test_that_a_lesion_that_is_edited_is_still_one_whose_file_was_reordered(screen, session):
    region = CtRoi(a_mask(20), "T1", reordered=True)
    session.model.edit_rois(RoiSet((Lesion("T1", region),)), "Draw")
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 90))
    edited = session.model.rois.lesions[0].roi
    assert edited is not region
    assert edited.reordered
