"""Words over the CT can be read over bone as well as over air, and leave the patient free where there is room."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer import slice_marks
from hccdesk.ui.ct_viewer.halo_text import paint_halo_text
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_marks import LETTERS, LINE_PX, QUIET, paint_corners
from hccdesk.ui.ct_viewer.slice_painting import _scale_bar
from hccdesk.ui.ct_viewer.windowing import HuWindow
from hccdesk.ui.measure_tools.measure_layer import _paint


def white(wide: int, high: int) -> tuple[QImage, QPainter]:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image, QPainter(image)


def luminance(image: QImage) -> np.ndarray:
    """Relative luminance as WCAG 2.1 defines it, (row, column)."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = flat.height(), flat.width()
    rgb = np.frombuffer(flat.constBits(), np.uint8).reshape(rows, flat.bytesPerLine())[:, : 3 * columns]
    part = rgb.reshape(rows, columns, 3) / 255.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(ink: str, ground: float) -> float:
    of_ink = float(luminance(_one(ink))[0, 0])
    high, low = max(of_ink, ground), min(of_ink, ground)
    return (high + 0.05) / (low + 0.05)


def _one(colour: str) -> QImage:
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.mark.parametrize("ink", [LETTERS, QUIET])
@pytest.mark.parametrize("how", [Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight])
@pytest.mark.control("RISK-45-a")
def test_that_words_have_contrast_over_white(qapp, ink, how):
    image, painter = white(200, 30)
    paint_halo_text(painter, QRectF(10, 6, 180, 16), how, "0.8 × 5 × 0.8 mm", QColor(ink))
    painter.end()
    seen = luminance(image)
    covered = seen < 0.9
    columns = np.flatnonzero(covered[12])
    ground = float(np.median(seen[8:10, columns[3] : columns[-3]]))  # above the letters, beneath them only the plate
    assert contrast(ink, ground) >= 4.5
    assert columns[-1] - columns[0] + 1 == len(columns), "no hole in the plate"


def test_that_the_lines_of_a_corner_do_not_darken_each_other(qapp):
    image, painter = white(200, 60)
    for number in range(3):
        paint_halo_text(
            painter, QRectF(10, 4 + LINE_PX * number, 150, LINE_PX), Qt.AlignmentFlag.AlignLeft, "II", QColor(QUIET)
        )
    painter.end()
    grey = luminance(image)[8 : 4 + 3 * LINE_PX - 4, 9]
    assert grey.max() - grey.min() < 0.02


def test_that_a_measured_length_can_be_read_over_white(qapp):
    image, painter = white(300, 80)
    ends = [QPoint(20, 40).toPointF(), QPoint(60, 40).toPointF()]
    _paint(painter, ends, "M1  34.1 mm", QColor("#4C9AFF"), None)
    painter.end()
    beside = luminance(image)[32:34, 75:130]
    assert contrast("#4C9AFF", float(np.median(beside))) >= 4.5


def test_that_the_scale_bar_brings_its_own_ground(qapp):
    image, painter = white(240, 40)
    painter.drawImage(0, 0, _scale_bar(1.0, 1.0))
    painter.end()
    assert contrast(LETTERS, float(luminance(image)[20, 80])) >= 4.5


def test_that_a_flat_view_keeps_its_words_off_the_patient(qtbot, session):
    """At 1280×800 the coronal view leaves 50 px above and below the patient."""
    session.model.set_ct(build.a_ct_input(), ())
    screen = CtScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1176, 720)
    screen.show()
    content = screen._panes[Plane.CORONAL].content
    image = QImage(328, 286, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_corners(painter, QSizeF(328, 286), content, ("256 %", "W 400 L 40"), 0.0)
    painter.end()
    covered = np.flatnonzero((luminance(image) < 0.9).any(axis=1))
    assert covered.size
    assert not ((covered >= 50) & (covered < 286 - 50)).any()


def test_that_every_word_of_the_corners_is_still_said(qtbot, session, monkeypatch):
    session.model.set_ct(build.a_ct_input(), ())
    screen = CtScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1176, 720)
    screen.show()
    said: list[str] = []
    monkeypatch.setattr(slice_marks, "paint_halo_text", lambda painter, place, how, text, *_, **__: said.append(text))
    screen._presenter.use_window(HuWindow(400, 40))
    screen._panes[Plane.CORONAL].grab()
    together = " ".join(said)
    for word in ("Coronal", "2.8 × 5 × 2.8 mm", "%", "W 400 L 40", "59/128"):
        assert word in together
