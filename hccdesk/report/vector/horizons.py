"""A measure on 0..1 at each horizon, with its interval, and the line of chance."""

from __future__ import annotations

from math import floor

from reportlab.graphics.shapes import Drawing, Line, PolyLine

from hccdesk.report import numbers
from hccdesk.report.chart_blocks import ChartPoint, HorizonChart
from hccdesk.report.palette import colour
from hccdesk.report.vector.axes import (
    BOTTOM_PT,
    LEFT_PT,
    RIGHT_PT,
    SIZE,
    TOP_PT,
    Plot,
    add_axes,
    add_x_ticks,
    round_ticks,
)
from hccdesk.report.vector.calibration import add_point
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

_HEIGHT_SHARE = 0.62


def horizon_drawing(chart: HorizonChart, width: float) -> Drawing:
    """The chart, `width` points wide; the points are joined only to lead the eye."""
    high_pt = (width - LEFT_PT - RIGHT_PT) * _HEIGHT_SHARE
    drawing = Drawing(width, high_pt + TOP_PT + BOTTOM_PT)
    points = sorted(chart.points, key=lambda point: point.x)
    lowest = min([chart.reference - 0.1, *(p.y if p.low is None else p.low for p in points)])
    ticks = round_ticks(max(0.0, floor(10 * lowest) / 10), 1.0)
    months = [point.x for point in points]
    room = (max(months) - min(months)) * 0.12 or 1.0
    plot = Plot(
        LEFT_PT,
        BOTTOM_PT,
        width - RIGHT_PT,
        BOTTOM_PT + high_pt,
        min(months) - room,
        max(months) + 2 * room,
        ticks[0],
        1.0,
    )
    add_axes(drawing, plot, ticks, chart.x_words, chart.y_words)
    add_x_ticks(drawing, plot, [(m, numbers.months(m)) for m in months])
    _add_reference(drawing, plot, chart)
    line = [v for point in points for v in (plot.x(point.x), plot.y(point.y))]
    drawing.add(PolyLine(line, strokeColor=colour("accent"), strokeWidth=0.8))
    for point in points:
        add_point(drawing, plot, point)
        _add_value(drawing, plot, point)
    return drawing


def _add_reference(drawing: Drawing, plot: Plot, chart: HorizonChart) -> None:
    y, ink = plot.y(chart.reference), colour("muted")
    drawing.add(Line(plot.left, y, plot.right, y, strokeColor=ink, strokeWidth=0.8, strokeDashArray=[4, 3]))
    words = fitted(chart.reference_words, SIZE, plot.right - plot.left)
    drawing.add(lettering(plot.right, y + 3, words, SIZE, ink, anchor=1))


def _add_value(drawing: Drawing, plot: Plot, point: ChartPoint) -> None:
    text = numbers.decimal(point.y, 2)
    x = min(plot.x(point.x) + 5, plot.right - width_pt(text, SIZE))
    drawing.add(lettering(x, plot.y(point.y) + 3, text, SIZE, colour("text")))
