"""Step curves with their bands and censoring marks: Kaplan-Meier falls from 1, an incidence rises from 0."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine

from hccdesk.report.chart_blocks import ChartCurve, SurvivalChart
from hccdesk.report.vector.axes import Plot
from hccdesk.report.vector.line_styles import LineStyle, line_style

_BAND_OPACITY, _CROWDED_OPACITY, _CROWD = 0.13, 0.07, 4
_MANY_CENSORED = 150
"""More ticks than these are finer, else they would hide the curve."""


def add_bands(drawing: Drawing, plot: Plot, chart: SurvivalChart) -> None:
    """The 95 % band of each curve, fainter where there are many."""
    opacity = _BAND_OPACITY if len(chart.curves) < _CROWD else _CROWDED_OPACITY
    for number, curve in enumerate(chart.curves):
        if curve.months:
            band = Polygon(_outline(plot, curve, _start(chart)), fillColor=line_style(number).ink, strokeColor=None)
            band.fillOpacity = opacity
            drawing.add(band)


def _outline(plot: Plot, curve: ChartCurve, start: float) -> list[float]:
    """Along the upper limit and back along the lower one."""
    above, below = (step_points(plot, curve, limit, start) for limit in (curve.high, curve.low))
    return [*above, *(v for pair in zip(below[-2::-2], below[-1::-2], strict=True) for v in pair)]


def add_curves(drawing: Drawing, plot: Plot, chart: SurvivalChart) -> None:
    """The curves, each with a tick where a patient was censored."""
    for number, curve in enumerate(chart.curves):
        style, start = line_style(number), _start(chart)
        line = PolyLine(step_points(plot, curve, curve.probability, start), strokeLineJoin=0, **style.drawn)
        drawing.add(line)
        _add_censored(drawing, plot, curve, style, start)


def _add_censored(drawing: Drawing, plot: Plot, curve: ChartCurve, style: LineStyle, start: float) -> None:
    half, width = (2.6, 0.7) if len(curve.censored_months) <= _MANY_CENSORED else (1.6, 0.3)
    for months in curve.censored_months:
        x, y = plot.x(months), plot.y(level_at(curve, months, start))
        drawing.add(Line(x, y - half, x, y + half, strokeColor=style.ink, strokeWidth=width))


def _start(chart: SurvivalChart) -> float:
    return 0.0 if chart.is_incidence else 1.0


def step_points(plot: Plot, curve: ChartCurve, values: tuple[float, ...], start: float) -> list[float]:
    """A step line as x, y, x, y …, from month 0 at `start` to the curve's end."""
    points, level = [plot.x(0), plot.y(start)], start
    for months, value in zip(curve.months, values, strict=True):
        points += [plot.x(months), plot.y(level), plot.x(months), plot.y(value)]
        level = value
    return [*points, plot.x(max([curve.end_months, *curve.months])), plot.y(level)]


def level_at(curve: ChartCurve, months: float, start: float) -> float:
    """The height of the curve at a time."""
    known = [value for at, value in zip(curve.months, curve.probability, strict=True) if at <= months]
    return known[-1] if known else start
