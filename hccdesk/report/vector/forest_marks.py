"""The marks of a forest plot: filled or hollow, with the interval, and arrows where it leaves the axis."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect
from reportlab.lib.colors import Color

from hccdesk.report.chart_blocks import ForestMark
from hccdesk.report.palette import colour
from hccdesk.report.vector.forest_axis import ForestAxis

MARK_PT = 2.6


def add_mark(drawing: Drawing, axis: ForestAxis, mark: ForestMark, y: float) -> None:
    """The estimate, its interval, and an arrow at each end that goes on."""
    ink = colour("text")
    dashes = [2, 1.2] if mark.hollow else None
    for limit, direction in ((mark.low, -1), (mark.high, 1)):
        if limit is None:
            continue
        end = axis.x(limit)
        drawing.add(Line(axis.x(mark.value), y, end, y, strokeColor=ink, strokeWidth=0.9, strokeDashArray=dashes))
        if axis.beyond(limit) == direction:
            _add_arrow(drawing, end, y, direction, ink)
        else:
            drawing.add(Line(end, y - 2, end, y + 2, strokeColor=ink, strokeWidth=0.9))
    beyond = axis.beyond(mark.value)
    if beyond:
        _add_arrow(drawing, axis.x(mark.value), y, beyond, colour("accent"))
    else:
        add_symbol(drawing, axis.x(mark.value), y, mark.hollow)


def _add_arrow(drawing: Drawing, x: float, y: float, direction: int, ink: Color) -> None:
    points = [x + 5 * direction, y, x - direction, y + 2.6, x - direction, y - 2.6]
    drawing.add(Polygon(points, fillColor=ink, strokeColor=None))


def add_symbol(drawing: Drawing, x: float, y: float, hollow: bool) -> None:
    """A filled square or a hollow circle."""
    ink = colour("accent")
    if hollow:
        drawing.add(Circle(x, y, MARK_PT, fillColor=colour("panel"), strokeColor=ink, strokeWidth=1.0))
    else:
        side = 2 * MARK_PT
        drawing.add(Rect(x - MARK_PT, y - MARK_PT, side, side, fillColor=ink, strokeColor=None))
