"""A survival curve as steps, its horizons and median marked, ending where observation ended."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine

from hccdesk.domain.survival import SurvivalCurve
from hccdesk.report import numbers
from hccdesk.report.figure_blocks import CurveFigure, CurveMark
from hccdesk.report.palette import colour
from hccdesk.report.tone import Tone
from hccdesk.report.vector.axes import month_ticks
from hccdesk.report.vector.lettering import lettering, width_pt

HEIGHT_PT = 160.0
_LEFT, _BOTTOM, _TOP, _RIGHT, _SIZE = 40.0, 30.0, 16.0, 16.0, 7.0


class _Scale:
    """From months and probability to points on the paper."""

    def __init__(self, curve: SurvivalCurve, marks: tuple[CurveMark, ...], width: float) -> None:
        longest = max([curve.end_months, *(mark.months for mark in marks), 1.0])
        self.last, self.ticks = month_ticks(longest)
        self.width = width

    def x(self, months: float) -> float:
        return _LEFT + (self.width - _LEFT - _RIGHT) * months / self.last

    def y(self, probability: float) -> float:
        return _BOTTOM + (HEIGHT_PT - _BOTTOM - _TOP) * min(max(probability, 0.0), 1.0)


def curve_drawing(figure: CurveFigure, width: float) -> Drawing:
    """The curve, `width` points wide; only the points of `figure.curve` are drawn, nothing is smoothed."""
    drawing = Drawing(width, HEIGHT_PT)
    scale = _Scale(figure.curve, figure.marks, width)
    _add_axes(drawing, scale, figure)
    line = colour("muted") if figure.tone is Tone.GREYED else colour("accent")
    drawing.add(PolyLine(steps(figure.curve, scale), strokeColor=line, strokeWidth=1.6, strokeLineJoin=0))
    _add_median(drawing, scale, figure)
    for number, mark in enumerate(figure.marks):
        _add_mark(drawing, scale, mark, number)
    return drawing


def steps(curve: SurvivalCurve, scale: _Scale) -> list[float]:
    """The step line as x, y, x, y …, from (0, 1) to the end of observation."""
    points, level = [scale.x(0), scale.y(1)], 1.0
    for months, probability in zip(curve.months, curve.probability, strict=True):
        points += [scale.x(months), scale.y(level), scale.x(months), scale.y(probability)]
        level = probability
    return [*points, scale.x(max(curve.end_months, *curve.months, 0.0)), scale.y(level)]


def _add_axes(drawing: Drawing, scale: _Scale, figure: CurveFigure) -> None:
    ink, grid = colour("muted"), colour("line")
    for tenth in range(0, 11, 2):
        y = scale.y(tenth / 10)
        drawing.add(Line(_LEFT, y, scale.x(scale.last), y, strokeColor=grid, strokeWidth=0.5))
        drawing.add(lettering(_LEFT - 5, y - 2.5, f"{tenth / 10:.1f}", _SIZE, ink, anchor=1))
    for months in scale.ticks:
        x = scale.x(months)
        drawing.add(Line(x, _BOTTOM, x, _BOTTOM - 3, strokeColor=ink, strokeWidth=0.6))
        drawing.add(lettering(x, _BOTTOM - 12, numbers.months(months), _SIZE, ink, anchor=0.5))
    drawing.add(Line(_LEFT, _BOTTOM, scale.x(scale.last), _BOTTOM, strokeColor=ink, strokeWidth=0.8))
    drawing.add(lettering(scale.x(scale.last), 6, figure.months_words, _SIZE, ink, anchor=1))
    drawing.add(lettering(0, HEIGHT_PT - 8, figure.probability_words, _SIZE, ink))


def _add_median(drawing: Drawing, scale: _Scale, figure: CurveFigure) -> None:
    if figure.median_months is None:
        return
    x, y, ink = scale.x(figure.median_months), scale.y(0.5), colour("muted")
    for ends in ((_LEFT, y, x, y), (x, y, x, _BOTTOM)):
        drawing.add(Line(*ends, strokeColor=ink, strokeWidth=0.7, strokeDashArray=[3, 2]))
    above_line = x - _LEFT > width_pt(figure.median_words, _SIZE) + 8  # else the words would lie on the curve
    drawing.add(lettering(_LEFT + 4, y + 3 if above_line else _BOTTOM + 5, figure.median_words, _SIZE, ink))


def _add_mark(drawing: Drawing, scale: _Scale, mark: CurveMark, number: int) -> None:
    x, y, ink = scale.x(mark.months), scale.y(mark.probability), colour("text")
    drawing.add(Line(x, y, x, _BOTTOM, strokeColor=ink, strokeWidth=0.5, strokeDashArray=[1, 2]))
    drawing.add(Circle(x, y, 2.6, fillColor=ink, strokeColor=colour("panel"), strokeWidth=0.8))
    wide = width_pt(mark.label, _SIZE + 0.5, bold=True)
    at = min(x + 5, drawing.width - wide)
    drawing.add(lettering(at, y + 5, mark.label, _SIZE + 0.5, ink, bold=True))
