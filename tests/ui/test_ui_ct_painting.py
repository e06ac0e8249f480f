"""Only what the slice leaves free is painted black, and yet nothing of what was there before is seen."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.grey_image import GreyImage
from hccdesk.ui.ct_viewer.pane_sight import PaneSight
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_maker import SliceMaker
from hccdesk.ui.ct_viewer.slice_painting import PaintedSlice, paint_slice
from hccdesk.ui.ct_viewer.windowing import LIVER, grey_table

SIGHTS = [
    PaneSight(),
    PaneSight(zoom=0.37),
    PaneSight(zoom=7.3, pan_mm=(31.7, -12.3)),
    PaneSight(zoom=1.0, pan_mm=(111.1, 77.7)),
    PaneSight(zoom=1.0, pan_mm=(-140.4, -99.9)),
    PaneSight(zoom=1.0, pan_mm=(5000.0, 0.0)),
]


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("plane", Plane)
def test_that_nothing_painted_before_shines_through(qapp, sight, plane):
    maker = SliceMaker(ViewedCt(build.a_series(), build.a_volume()))
    content = maker.content(plane, maker.middle)
    shown = PaintedSlice(content, GreyImage(grey_table(LIVER, inverted=True)).of(content.hu), [], "")
    canvas = QImage(401, 333, QImage.Format.Format_RGB32)
    canvas.fill(QColor(255, 0, 0))
    painter = QPainter(canvas)
    paint_slice(painter, QSizeF(401, 333), shown, sight)
    painter.end()
    pixels = np.frombuffer(canvas.constBits(), np.uint8).reshape(333, canvas.bytesPerLine() // 4, 4)[:, :401]
    np.testing.assert_array_equal(pixels[..., 2], pixels[..., 0])


def test_that_a_table_of_greys_is_made_once_for_a_window():
    assert grey_table(LIVER, inverted=False) is grey_table(LIVER, inverted=False)
    with pytest.raises(ValueError, match="read-only"):
        grey_table(LIVER, inverted=False)[0] = 1


def test_that_places_in_the_patient_are_those_of_the_geometry():
    tilted = build.a_geometry(directions=((0.0, 0.28, -0.96), (0.0, 0.96, 0.28), (1.0, 0.0, 0.0)))
    grid = SliceMaker(ViewedCt(build.a_series(geometry=tilted), build.a_volume(tilted))).grid
    for place in ((0.0, 0.0, 0.0), (3.5, 17.25, 99.0)):
        np.testing.assert_allclose(grid.place_mm(place), tilted.position_mm(np.array(place)), atol=1e-9)
