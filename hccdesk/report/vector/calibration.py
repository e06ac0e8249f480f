"""A calibration plot: groups of patients with their intervals, the ideal line, and how many patients each holds."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect

from hccdesk.report.chart_blocks import CalibrationChart, ChartPoint
from hccdesk.report.palette import colour
from hccdesk.report.vector.axes import (
    BOTTOM_PT,
    LEFT_PT,
    RIGHT_PT,
    SIZE,
    TOP_PT,
    Plot,
    add_axes,
    add_diagonal,
    add_x_ticks,
    fifths,
    labelled,
)
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

_STRIP_PT, _BAR_PT, _COUNT_SIZE, _CAP_PT, _ABOVE_PT = 30.0, 5.0, 6.0, 2.2, 3.0


def calibration_drawing(chart: CalibrationChart, width: float) -> Drawing:
    """The plot, `width` points wide, the box a square, the bars of patients under it."""
    side = width - LEFT_PT - RIGHT_PT
    floor = BOTTOM_PT + _STRIP_PT
    drawing = Drawing(width, side + TOP_PT + floor)
    plot = Plot(LEFT_PT, floor, LEFT_PT + side, floor + side)
    add_axes(drawing, plot, fifths(), "", chart.y_words)
    add_x_ticks(drawing, plot, labelled(fifths()), BOTTOM_PT)
    ink = colour("muted")
    drawing.add(lettering(plot.right, BOTTOM_PT - 23, fitted(chart.x_words, SIZE, side), SIZE, ink, anchor=1))
    add_diagonal(drawing, plot, ink)
    points = sorted(chart.points, key=lambda point: point.x)
    _add_ideal(drawing, plot, chart)
    _add_line(drawing, plot, points)
    for point in points:
        add_point(drawing, plot, point)
    _add_bars(drawing, plot, points, chart.patients_words)
    return drawing


def _add_ideal(drawing: Drawing, plot: Plot, chart: CalibrationChart) -> None:
    """The name of the diagonal, where it ends: no point and no interval lies above the plot."""
    words = chart.ideal_words
    drawing.add(lettering(plot.right, plot.top + _ABOVE_PT, words, SIZE, colour("muted"), anchor=1))


def add_point(drawing: Drawing, plot: Plot, point: ChartPoint) -> None:
    """A point and its interval, with caps at the limits that there are."""
    x, y, ink = plot.x(point.x), plot.y(point.y), colour("text")
    for limit in (point.low, point.high):
        if limit is not None:
            at = plot.y(limit)
            drawing.add(Line(x, y, x, at, strokeColor=ink, strokeWidth=0.8))
            drawing.add(Line(x - _CAP_PT, at, x + _CAP_PT, at, strokeColor=ink, strokeWidth=0.8))
    drawing.add(Circle(x, y, 2.8, fillColor=colour("accent"), strokeColor=colour("panel"), strokeWidth=0.6))


def _add_line(drawing: Drawing, plot: Plot, points: list[ChartPoint]) -> None:
    if len(points) > 1:
        line = [v for point in points for v in (plot.x(point.x), plot.y(point.y))]
        drawing.add(PolyLine(line, strokeColor=colour("accent"), strokeWidth=1.0))


def _add_bars(drawing: Drawing, plot: Plot, points: list[ChartPoint], words: str) -> None:
    ink, most = colour("muted"), max((point.patients for point in points), default=0) or 1
    drawing.add(Line(plot.left, BOTTOM_PT, plot.right, BOTTOM_PT, strokeColor=ink, strokeWidth=0.6))
    drawing.add(lettering(plot.left - 5, BOTTOM_PT + 2, words, SIZE, ink, anchor=1))
    free = plot.left - 10.0
    for point in points:
        x, high = plot.x(point.x), (_STRIP_PT - 13) * point.patients / most
        bar = Rect(x - _BAR_PT / 2, BOTTOM_PT, _BAR_PT, high, fillColor=colour("disabled"), strokeColor=None)
        drawing.add(bar)
        half = width_pt(str(point.patients), _COUNT_SIZE) / 2
        if x - half > free + 1.5:  # else it would lie on its neighbour's; the table has all of them
            drawing.add(lettering(x, BOTTOM_PT + high + 2, str(point.patients), _COUNT_SIZE, ink, anchor=0.5))
            free = x + half
