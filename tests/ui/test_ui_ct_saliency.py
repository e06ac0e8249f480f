"""The CT model's explanation over the slices: in place, in the right colours, only where and while it holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from hccdesk.domain.regimen import Regimen
from hccdesk.ui import theme
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.ct_viewer.patient_grid import Plane, patient_grid
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.saliency_map import painted, saliency_on
from hccdesk.ui.ct_viewer.saliency_marks import paint_saliency_scale
from hccdesk.ui.ct_viewer.saliency_presenter import SaliencyPresenter
from hccdesk.ui.overlays import Overlays


class Views:
    """Remembers the axial slice."""

    def __init__(self):
        self.axial = None

    def show_slice(self, plane, content):
        if plane is Plane.AXIAL:
            self.axial = content

    def __getattr__(self, name):
        return lambda *_: None


def a_finding(**changes):
    saliency = np.zeros((3, 4, 4), np.float32)
    saliency[1, 0, 3], saliency[1, 3, 0] = 2.0, -2.0
    found = replace(
        build.a_result().ct_response, slice_indices=(9, 10, 11), saliency=saliency,
        crop_boxes=((-8, 20, 24, 52),) * 3,
    )  # fmt: skip
    return replace(found, **changes)


@pytest.fixture
def model():
    made = CaseModel()
    made.set_ct(build.a_ct_input(), ())
    made.set_result(build.a_result(ct_response=a_finding()), made.inputs)
    return made


def test_that_blue_is_for_response_orange_against_and_zero_is_clear():
    colours = painted(np.array([[-1.0, 0.0, 1.0]], np.float32), 1.0)
    red, _, blue, alpha = (colours[0, :, channel].astype(int) for channel in range(4))
    assert red[0] > blue[0]
    assert blue[-1] > red[-1]
    assert alpha[0] == alpha[-1] == 255
    assert alpha[len(alpha) // 2] < 90


def test_that_a_map_of_zeros_paints_nothing():
    assert painted(np.zeros((2, 2), np.float32), 0.0)[..., 3].max() == 0


@pytest.mark.parametrize("flip", [(False, False), (True, False), (False, True), (True, True)])
def test_that_the_map_lies_on_the_same_voxels_however_the_file_is_stored(flip):
    rows, columns = flip
    directions = ((0.0, 0.0, 1.0), (0.0, -1.0 if rows else 1.0, 0.0), (-1.0 if columns else 1.0, 0.0, 0.0))
    grid = patient_grid(build.a_geometry((40, 128, 96), directions))
    found = saliency_on(a_finding(), grid, grid.index_of((10, 0, 0)), 0.5)
    row0, column0, row1, column1 = found.box
    assert (row0, row1) == ((128 - 24, 128 + 8) if rows else (-8, 24))
    assert (column0, column1) == ((96 - 52, 96 - 20) if columns else (20, 52))
    # The cell that speaks for response is (row 0, column 3) of the file.
    blue = found.rgba[-1 if rows else 0, 0 if columns else -1]
    assert blue[2] > blue[0]
    assert blue[3] == 255


def test_that_a_slice_the_model_did_not_see_says_so():
    grid = patient_grid(build.a_geometry())
    assert saliency_on(a_finding(), grid, (20, 0, 0), 0.5).rgba is None
    assert saliency_on(a_finding(saliency=np.zeros((0, 4, 4), np.float32)), grid, (10, 0, 0), 0.5) is None


def test_that_it_is_shown_only_while_it_is_asked_for_and_the_result_is_current(model):
    views, overlays = Views(), Overlays()
    own = CtPresenter(views, model)
    presenter = SaliencyPresenter(own, model, overlays, None)
    own.go_to_lattice_slice(10)
    assert views.axial.saliency is None
    overlays.show_saliency(True)
    assert views.axial.saliency.rgba is not None
    overlays.set_opacity(0.8)
    assert views.axial.saliency.opacity == 0.8
    model.set_regimen(Regimen.HAIC_TKI_ICI)
    assert views.axial.saliency is None
    assert "changed" in presenter.why_not
    model.set_regimen(Regimen.TACE_HAIC_PD1_TKI)
    assert views.axial.saliency is not None
    model.clear()
    assert "no result" in presenter.why_not


def test_that_results_jump_to_the_slice_they_mean(model):
    views = Views()
    own = CtPresenter(views, model)
    own.go_to_lattice_slice(17)
    assert own.grid.lattice_index(own.sight.at)[0] == 17
    own.go_to_lattice_slice(999)
    assert own.grid.lattice_index(own.sight.at)[0] == 39


@pytest.mark.parametrize("marked", [True, False])
def test_that_the_scale_of_a_demonstration_model_carries_the_amber_mark(qtbot, marked):
    grid = patient_grid(build.a_geometry())
    shown = saliency_on(a_finding(), grid, (10, 0, 0), 0.5, demonstration=marked)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_saliency_scale(painter, QSizeF(400, 300), shown)
    painter.end()
    amber = theme.Theme(theme.DARK)["demonstration"].rgb()
    assert any(image.pixel(x, y) == amber for x in range(200) for y in range(160, 195)) is marked


@pytest.mark.control("RISK-14-a")
def test_that_a_finding_of_a_demonstration_model_is_told_from_others(model):
    views, overlays = Views(), Overlays()
    own = CtPresenter(views, model)
    for answer in (True, False):
        presenter = SaliencyPresenter(own, model, overlays, None, lambda name, answer=answer: answer)
        own.go_to_lattice_slice(10)
        overlays.show_saliency(True)
        presenter.refresh()
        assert views.axial.saliency.demonstration is answer
        overlays.show_saliency(False)
        overlays.changed.disconnect(presenter.refresh)
