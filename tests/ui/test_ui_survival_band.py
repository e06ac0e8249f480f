"""What lies behind a survival curve on the screen: the band at its limits, and the training cohort's own curve."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from hccdesk.domain.survival import SurvivalCurve
from hccdesk.ui import theme
from hccdesk.ui.results.curve_frame import CurveFrame
from hccdesk.ui.results.survival_band import paint_band, paint_cohort, paint_key

FRAME = CurveFrame(24.0, 400, 260)
CURVE = SurvivalCurve((6.0, 12.0), (0.75, 0.5), 24.0, (0.6, 0.3), (0.9, 0.7))


@pytest.fixture
def canvas(qapp):
    image = QImage(400, 260, QImage.Format.Format_ARGB32)
    image.fill(0)
    return image


def painted(image: QImage, months: float, probability: float) -> bool:
    place = FRAME.point(months, probability).toPoint()
    return image.pixelColor(place).alpha() > 0


def pixels(image: QImage) -> np.ndarray:
    return np.frombuffer(image.constBits(), np.uint8).reshape(260, 400, 4)[..., 3]


def paint(image: QImage, act) -> QImage:
    painter = QPainter(image)
    painter.setFont(theme.text_font(11))
    act(painter)
    painter.end()
    return image


def test_that_the_band_lies_between_the_limits(canvas):
    image = paint(canvas, lambda painter: paint_band(painter, FRAME, CURVE, "accent"))
    assert painted(image, 9.0, 0.75) and painted(image, 9.0, 0.62) and painted(image, 18.0, 0.5)
    assert not painted(image, 9.0, 0.95) and not painted(image, 9.0, 0.55) and not painted(image, 18.0, 0.25)


def test_that_without_limits_there_is_no_band(canvas):
    bare = SurvivalCurve(CURVE.months, CURVE.probability, CURVE.end_months)
    assert not pixels(paint(canvas, lambda painter: paint_band(painter, FRAME, bare, "accent"))).any()


def test_that_the_cohort_stays_within_the_plot(canvas):
    longer = SurvivalCurve((10.0, 200.0), (0.8, 0.1), 240.0)
    image = paint(canvas, lambda painter: paint_cohort(painter, FRAME, longer))
    columns = np.flatnonzero(pixels(image).any(axis=0))
    assert columns.size and columns.max() <= FRAME.plot.right() + 1


def test_that_the_key_names_only_what_is_there_and_stays_under_the_months(canvas):
    assert not pixels(paint(canvas, lambda painter: paint_key(painter, FRAME, band=False, cohort=False))).any()
    image = paint(canvas, lambda painter: paint_key(painter, FRAME, band=True, cohort=True))
    rows = np.flatnonzero(pixels(image).any(axis=1))
    assert rows.size and rows.min() > FRAME.plot.bottom() + 36  # the word "months" ends there
