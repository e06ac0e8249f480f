"""What the three views show, without a widget."""

from __future__ import annotations

import pytest
import ui_builder as build

from hccdesk.ui.case_model import CaseModel, ViewedCt
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.windowing import PRESETS


class Views:
    """Remembers what it was told to show."""

    def __init__(self):
        self.slices, self.bars, self.hu, self.nothing, self.window = {}, {}, {}, 0, None

    def show_nothing(self):
        self.nothing += 1

    def show_slice(self, plane, content):
        self.slices[plane] = content

    def show_slices(self, plane, count, at, lesions):
        self.bars[plane] = (count, at, lesions)

    def show_window(self, window, inverted):
        self.window = (window, inverted)

    def show_hu(self, plane, text):
        self.hu[plane] = text

    def show_crosshair(self, shown):
        self.crosshair = shown


@pytest.fixture
def model():
    made = CaseModel()
    made.set_ct(build.a_ct_input(), ())
    return made


@pytest.fixture
def views():
    return Views()


@pytest.fixture
def presenter(views, model):
    return CtPresenter(views, model)


def test_that_without_a_ct_nothing_is_shown(views):
    presenter = CtPresenter(views, CaseModel())
    presenter.scroll(Plane.AXIAL, 1)
    presenter.point(Plane.AXIAL, 3, 3)
    presenter.hover(Plane.AXIAL, 3, 3)
    assert views.nothing == 1
    assert views.slices == {}


def test_that_it_opens_in_the_middle_of_the_tumour(presenter, views, model):
    assert all(len(content.outlines[0].segments) for content in views.slices.values())
    middle = {plane: bar[1] for plane, bar in views.bars.items()}
    slices = {plane: bar[2][0][1] for plane, bar in views.bars.items()}
    for plane in Plane:
        assert slices[plane][0] < middle[plane] < slices[plane][-1]


def test_that_scrolling_stops_at_the_last_slice(presenter, views):
    presenter.scroll(Plane.AXIAL, 10_000)
    assert views.bars[Plane.AXIAL][1] == 39
    presenter.scroll(Plane.AXIAL, -10_000)
    assert views.bars[Plane.AXIAL][1] == 0
    assert views.slices[Plane.AXIAL].place.startswith("1/40")


def test_that_pointing_in_one_view_moves_the_others(presenter, views):
    presenter.point(Plane.AXIAL, 30, 100)
    assert views.bars[Plane.CORONAL][1] == 30
    assert views.bars[Plane.SAGITTAL][1] == 100
    presenter.point(Plane.CORONAL, 0, 100)  # the top row of a coronal view is the head
    assert views.bars[Plane.AXIAL][1] == 39


def test_that_the_value_under_the_cursor_is_the_volume_s(presenter, views, model):
    presenter.go_to_slice(Plane.AXIAL, 24)
    presenter.hover(Plane.AXIAL, 64, 40)
    expected = int(model.viewed_ct.volume.hu[24, 64, 40])
    value, where = views.hu[Plane.AXIAL].splitlines()
    assert value == f"{expected} HU".replace("-", "−")
    assert where == "R 68  P 19  z −200.0 mm"  # 40 · 2.8 − 180, 64 · 2.8 − 160, 24 · 5 − 320
    presenter.leave(Plane.AXIAL)
    assert views.hu[Plane.AXIAL] == ""


def test_that_dragging_right_widens_and_up_raises_the_level(presenter, views):
    before = views.window[0]
    presenter.drag_window(10, -10)
    after = views.window[0]
    assert after.width_hu > before.width_hu
    assert after.level_hu > before.level_hu


def test_that_3_is_the_liver_window():
    preset = next(preset for preset in PRESETS if preset.key == "3")
    assert (preset.window.width_hu, preset.window.level_hu) == (150, 90)  # as in OHIF; see the controls sheet


def test_that_removing_a_lesion_can_be_undone_and_is_seen_each_time(presenter, views, model):
    model.edit_rois(model.rois.without_lesion("tumour"), "Remove tumour")
    assert views.slices[Plane.AXIAL].outlines == ()
    model.undo_stack.undo()
    assert len(views.slices[Plane.AXIAL].outlines) == 1


def test_that_hiding_outlines_keeps_the_regions(presenter, views, model):
    presenter.toggle_outlines()
    assert views.slices[Plane.AXIAL].outlines == ()
    assert len(model.rois.lesions) == 1


def test_that_a_series_no_model_may_see_is_shown_all_the_same(views):
    model = CaseModel()
    presenter = CtPresenter(views, model)
    model.show_ct(ViewedCt(build.a_series(), build.a_volume()))
    presenter.scroll(Plane.AXIAL, 1)
    assert views.slices[Plane.AXIAL].hu.shape == (128, 128)
    assert model.inputs.ct is None
