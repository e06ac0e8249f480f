"""A ROC curve in its square, with the diagonal of chance and the point of the threshold in use."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect

from hccdesk.report.chart_blocks import RocChart
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
from hccdesk.report.vector.line_styles import line_style

_LINE_PT, _PAD = 10.0, 4.0


def roc_drawing(chart: RocChart, width: float) -> Drawing:
    """The curve, `width` points wide, the box a square."""
    side = width - LEFT_PT - RIGHT_PT
    drawing = Drawing(width, side + TOP_PT + BOTTOM_PT)
    plot = Plot(LEFT_PT, BOTTOM_PT, LEFT_PT + side, BOTTOM_PT + side)
    add_axes(drawing, plot, fifths(), chart.x_words, chart.y_words)
    add_x_ticks(drawing, plot, labelled(fifths()))
    add_diagonal(drawing, plot, colour("muted"))
    pairs = zip(chart.false_positive_rate, chart.true_positive_rate, strict=True)
    line = [v for x, y in pairs for v in (plot.x(x), plot.y(y))]
    drawing.add(PolyLine(line, strokeLineJoin=0, **line_style(0).drawn))
    _add_words(drawing, plot, chart.auc_words)
    _add_threshold(drawing, plot, chart)
    return drawing


def _add_words(drawing: Drawing, plot: Plot, words: tuple[str, ...]) -> None:
    """The area in words, in the corner that a useful curve leaves free."""
    shown = [fitted(text, SIZE, plot.right - plot.left - 2 * _PAD) for text in words]
    for number, text in enumerate(reversed(shown)):
        y = plot.bottom + 6 + number * _LINE_PT
        _add_ground(drawing, plot.right - _PAD - width_pt(text, SIZE), y, width_pt(text, SIZE))
        drawing.add(lettering(plot.right - _PAD, y, text, SIZE, colour("text"), anchor=1))


def _add_threshold(drawing: Drawing, plot: Plot, chart: RocChart) -> None:
    if chart.threshold_point is None:
        return
    x, y = plot.x(chart.threshold_point[0]), plot.y(chart.threshold_point[1])
    text = fitted(chart.threshold_words, SIZE, plot.right - plot.left - 2 * _PAD)
    wide = width_pt(text, SIZE)
    at = min(x + 7, plot.right - _PAD - wide)
    floor = plot.bottom + 6 + len(chart.auc_words) * _LINE_PT
    below = y - 11 if y - 11 > floor else max(y + 7, floor)
    _add_ground(drawing, at, below, wide)
    drawing.add(Circle(x, y, 3.2, fillColor=colour("text"), strokeColor=colour("panel"), strokeWidth=0.8))
    drawing.add(lettering(at, below, text, SIZE, colour("text")))


def _add_ground(drawing: Drawing, x: float, y: float, wide: float) -> None:
    drawing.add(Rect(x - 1, y - 2, wide + 2, SIZE + 1.5, fillColor=colour("panel"), strokeColor=None))
