"""A survival curve as steps, its horizons and median marked, ending where observation ended."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect

from hccdesk.domain.survival import SurvivalCurve
from hccdesk.report import numbers
from hccdesk.report.figure_blocks import CurveFigure, CurveMark
from hccdesk.report.palette import colour, pale
from hccdesk.report.tone import Tone
from hccdesk.report.vector.axes import month_ticks
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

HEIGHT_PT = 160.0
_LEFT, _BOTTOM, _TOP, _RIGHT, _SIZE = 40.0, 30.0, 16.0, 16.0, 7.0
_BAND_SHARE = 0.14
_CROWD_PT = 90.0


class _Scale:
    """From months and probability to points on the paper."""

    def __init__(self, curve: SurvivalCurve, marks: tuple[CurveMark, ...], width: float) -> None:
        longest = max([curve.end_months, *(mark.months for mark in marks), 1.0])
        self.last, self.ticks = month_ticks(longest)
        self.width = width

    def x(self, months: float) -> float:
        return _LEFT + (self.width - _LEFT - _RIGHT) * min(months, self.last) / self.last

    def y(self, probability: float) -> float:
        return _BOTTOM + (HEIGHT_PT - _BOTTOM - _TOP) * min(max(probability, 0.0), 1.0)


def curve_drawing(figure: CurveFigure, width: float) -> Drawing:
    """The curve, `width` points wide; only the points of `figure.curve` are drawn, nothing is smoothed.

    The band lies beneath everything; the cohort's curve is dashed, so that it is told apart without colour.
    """
    drawing = Drawing(width, HEIGHT_PT)
    scale = _Scale(figure.curve, figure.marks, width)
    _add_band(drawing, scale, figure)
    _add_axes(drawing, scale, figure)
    _add_cohort(drawing, scale, figure)
    line = colour("muted") if figure.tone is Tone.GREYED else colour("accent")
    drawing.add(PolyLine(steps(figure.curve, scale), strokeColor=line, strokeWidth=1.6, strokeLineJoin=0))
    _add_median(drawing, scale, figure)
    for number, mark in enumerate(figure.marks):
        _add_mark(drawing, scale, mark, number)
    return drawing


def steps(curve: SurvivalCurve, scale: _Scale, values: tuple[float, ...] | None = None) -> list[float]:
    """The step line of the curve, or of other `values` at its times, from (0, 1) to the end of observation.

    As x, y, x, y …; what lies beyond the axis is drawn at its end.
    """
    points, level = [scale.x(0), scale.y(1)], 1.0
    for months, probability in zip(curve.months, curve.probability if values is None else values, strict=True):
        points += [scale.x(months), scale.y(level), scale.x(months), scale.y(probability)]
        level = probability
    return [*points, scale.x(max(curve.end_months, *curve.months, 0.0)), scale.y(level)]


def _add_band(drawing: Drawing, scale: _Scale, figure: CurveFigure) -> None:
    curve = figure.curve
    if not curve.low or len(curve.low) != len(curve.months):
        return
    above, below = (steps(curve, scale, limits) for limits in (curve.high, curve.low))
    back = [v for pair in zip(below[-2::-2], below[-1::-2], strict=True) for v in pair]
    ground = pale("muted" if figure.tone is Tone.GREYED else "accent", _BAND_SHARE)
    drawing.add(Polygon([*above, *back], fillColor=ground, strokeColor=None))


def _add_cohort(drawing: Drawing, scale: _Scale, figure: CurveFigure) -> None:
    if figure.cohort_curve is None:
        return
    line = PolyLine(steps(figure.cohort_curve, scale), strokeColor=colour("muted"), strokeWidth=1.0, strokeLineJoin=0)
    line.strokeDashArray = [4, 2]
    drawing.add(line)
    _add_key(drawing, figure)


def _add_key(drawing: Drawing, figure: CurveFigure) -> None:
    """What the dashed line is, at the head of the drawing where no curve runs."""
    y, right = HEIGHT_PT - 8, drawing.width
    words = fitted(figure.cohort_words, _SIZE, right / 2)
    start = right - width_pt(words, _SIZE)
    drawing.add(lettering(right, y, words, _SIZE, colour("muted"), anchor=1))
    line = Line(start - 24, y + 2.5, start - 5, y + 2.5, strokeColor=colour("muted"), strokeWidth=1.0)
    line.strokeDashArray = [4, 2]
    drawing.add(line)


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
    if x - _LEFT > width_pt(figure.median_words, _SIZE) + 8:
        drawing.add(lettering(_LEFT + 4, y + 3, figure.median_words, _SIZE, ink))
        return
    # Left of so early a median runs the curve; right of it, above the half, there is only the cohort's.
    marks = ((scale.x(mark.months), scale.y(mark.probability)) for mark in figure.marks)
    crowded = any(abs(at - x) < _CROWD_PT and abs(height - y) < _SIZE * 2 for at, height in marks)
    _add_words_on_ground(drawing, x + 4, y + (3 if not crowded else 5 + 2 * _SIZE), figure.median_words)


def _add_words_on_ground(drawing: Drawing, x: float, y: float, words: str) -> None:
    wide = width_pt(words, _SIZE)
    drawing.add(Rect(x - 1, y - 1.5, wide + 2, _SIZE + 2, fillColor=colour("panel"), strokeColor=None))
    drawing.add(lettering(x, y, words, _SIZE, colour("muted")))


def _add_mark(drawing: Drawing, scale: _Scale, mark: CurveMark, number: int) -> None:
    x, y, ink = scale.x(mark.months), scale.y(mark.probability), colour("text")
    drawing.add(Line(x, y, x, _BOTTOM, strokeColor=ink, strokeWidth=0.5, strokeDashArray=[1, 2]))
    drawing.add(Circle(x, y, 2.6, fillColor=ink, strokeColor=colour("panel"), strokeWidth=0.8))
    wide = width_pt(mark.label, _SIZE + 0.5, bold=True)
    at = min(x + 5, drawing.width - wide)
    # The cohort's curve may run here; words are read before lines.
    drawing.add(Rect(at - 1, y + 3.5, wide + 2, _SIZE + 2, fillColor=colour("panel"), strokeColor=None))
    drawing.add(lettering(at, y + 5, mark.label, _SIZE + 0.5, ink, bold=True))
