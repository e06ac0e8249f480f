"""Going to a slice that a result names: every view goes through the lesion, whatever it was looking at."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build
from test_ui_ct_presenter import Views

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.presenter import CtPresenter


def a_presenter(model) -> CtPresenter:
    made = CtPresenter(Views(), model)
    made.point(Plane.AXIAL, 3, 5)
    return made


def lattice_place(presenter):
    return presenter.grid.lattice_index(presenter.sight.at)


@pytest.mark.parametrize("number", [20, 23, 25])
def test_that_the_crosshair_goes_to_the_middle_of_the_lesion_on_that_slice(number):
    model = CaseModel()
    model.set_ct(build.a_ct_input(), ())
    presenter = a_presenter(model)
    presenter.go_to_lattice_slice(number)
    held = np.argwhere(model.rois.lesions[0].roi.mask[number])
    slice_, row, column = lattice_place(presenter)
    assert slice_ == number
    assert (row, column) == pytest.approx(held.mean(axis=0), abs=1.0)
    assert model.rois.lesions[0].roi.mask[slice_, row, column]


def test_that_it_is_the_largest_of_several_and_within_it_even_if_it_is_bent():
    mask = np.zeros(build.a_geometry().shape, np.bool_)
    mask[10, 20:60, 20:30] = mask[10, 50:60, 20:80] = True  # an L whose middle is outside
    small = np.zeros_like(mask)
    small[10:12, 100:104, 100:104] = True
    model = CaseModel()
    model.show_ct(ViewedCt(build.a_series(), build.a_volume()))
    model.edit_rois(RoiSet((Lesion("T1", CtRoi(small, "T1")), Lesion("T2", CtRoi(mask, "T2")))), "Draw")
    presenter = a_presenter(model)
    presenter.go_to_lattice_slice(10)
    assert mask[lattice_place(presenter)]
    presenter.go_to_lattice_slice(11)
    assert small[lattice_place(presenter)]


def test_that_a_series_stored_from_the_head_goes_to_the_same_lesion():
    geometry = build.a_geometry(directions=((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    mask = np.zeros(geometry.shape, np.bool_)
    mask[8, 40:50, 60:70] = True
    model = CaseModel()
    model.show_ct(ViewedCt(build.a_series(), build.a_volume(geometry)))
    model.edit_rois(RoiSet((Lesion("T1", CtRoi(mask, "T1")),)), "Draw")
    presenter = a_presenter(model)
    presenter.go_to_lattice_slice(8)
    assert mask[lattice_place(presenter)]
    assert presenter.sight.at[0] == 31


def test_that_a_slice_without_a_lesion_keeps_the_place_on_it():
    model = CaseModel()
    model.set_ct(build.a_ct_input(), ())
    presenter = a_presenter(model)
    presenter.go_to_lattice_slice(39)
    assert lattice_place(presenter) == (39, 3, 5)


def test_that_a_thumbnail_s_jump_shows_the_lesion_in_all_three_views(qtbot, session):
    session.model.set_ct(build.a_ct_input(), ())
    screen = CtScreen(session)
    qtbot.addWidget(screen)
    screen._presenter.point(Plane.AXIAL, 3, 5)
    qtbot.wait(50)  # the other planes follow in the next frame
    seen = lambda: [len(screen._panes[plane].content.outlines[0].segments) > 0 for plane in Plane]  # noqa: E731
    assert seen() == [True, False, False]
    session.slice_asked.emit(22)
    qtbot.waitUntil(lambda: all(seen()), timeout=2000)
