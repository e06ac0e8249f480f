"""What lies behind a patient's survival curve: its 95 % band, and the curve of those the model was fitted on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from hccdesk.domain.survival import SurvivalCurve
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.results.curve_frame import CurveFrame

_OPACITY = 0.18


def paint_band(painter: QPainter, frame: CurveFrame, curve: SurvivalCurve, role: str) -> None:
    """The band between the limits; nothing where there are none."""
    if not curve.low or not curve.high:
        return
    above = frame.steps(replace(curve, probability=curve.high))
    below = frame.steps(replace(curve, probability=curve.low))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().faded(role, _OPACITY))
    painter.drawPolygon(QPolygonF([*above, *reversed(below)]))


def paint_cohort(painter: QPainter, frame: CurveFrame, curve: SurvivalCurve | None) -> None:
    """The cohort's own curve, grey and dotted, no further than the patient's is drawn."""
    if curve is None:
        return
    painter.setPen(QPen(theme.current()["muted"], 1.5, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.setClipRect(frame.plot)
    painter.drawPolyline(QPolygonF(frame.steps(curve)))
    painter.restore()


def paint_key(painter: QPainter, frame: CurveFrame, *, band: bool, cohort: bool) -> None:
    """What is shaded and what is dotted, in words, at the foot of the drawing where no curve runs."""
    said = []
    if band:
        said.append(translate("SurvivalPlot", "shaded: 95 % limits"))
    if cohort:
        said.append(translate("SurvivalPlot", "dotted: the training cohort"))
    if not said:
        return
    painter.setPen(theme.current()["muted"])
    place = QRectF(0, frame.height_px - 16, frame.width_px, 16)
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, " · ".join(said))
