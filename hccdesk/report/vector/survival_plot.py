"""Kaplan-Meier curves or cumulative incidences, their bands and censoring marks, the numbers at risk beneath."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from reportlab.graphics.shapes import Drawing, Line

from hccdesk.report import numbers
from hccdesk.report.chart_blocks import SurvivalChart
from hccdesk.report.palette import colour
from hccdesk.report.vector.axes import SIZE, Plot, add_axes, add_x_ticks, fifths, month_ticks
from hccdesk.report.vector.lettering import fitted, lettering, width_pt, wrapped
from hccdesk.report.vector.line_styles import SAMPLE_PT, LineStyle, add_sample, line_style
from hccdesk.report.vector.stacking import stacked
from hccdesk.report.vector.step_curve import add_bands, add_curves, level_at

_PLOT_PT, _TOP_PT, _AXIS_PT, _LEAST_LEFT_PT, _RIGHT_PT = 215.0, 20.0, 32.0, 36.0, 14.0
_MOST_LABEL_PT, _LINE_PT, _GAP_PT, _COLUMN_PT = 104.0, 8.5, 4.0, 26.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """The names in lines, the months of the columns, and the box."""

    names: tuple[tuple[str, ...], ...]
    months: tuple[float, ...]
    columns: tuple[int, ...]
    table_pt: float
    plot: Plot


def survival_drawing(chart: SurvivalChart, width: float) -> Drawing:
    """The chart, `width` points wide; only what was estimated is drawn, up to each curve's last observation."""
    layout = _layout(chart, width)
    drawing = Drawing(width, layout.plot.top + _TOP_PT)
    add_axes(drawing, layout.plot, fifths(), "", chart.probability_words)
    ticks = [(layout.months[n], numbers.months(layout.months[n])) for n in layout.columns]
    add_x_ticks(drawing, layout.plot, ticks)
    y = layout.plot.bottom - 23
    drawing.add(lettering(layout.plot.right, y, chart.months_words, SIZE, colour("muted"), anchor=1))
    add_bands(drawing, layout.plot, chart)
    add_curves(drawing, layout.plot, chart)
    if len(chart.curves) > 1:
        _add_names(drawing, layout, chart)
    _add_test(drawing, layout.plot, chart)
    _add_at_risk(drawing, layout, chart)
    return drawing


def _layout(chart: SurvivalChart, width: float) -> _Layout:
    names = tuple(wrapped(curve.name, SIZE, _MOST_LABEL_PT) for curve in chart.curves)
    widest = max((width_pt(line, SIZE) for lines in names for line in lines), default=0.0)
    left = max(_LEAST_LEFT_PT, widest + SAMPLE_PT + 2 * _GAP_PT + 12)
    right = _RIGHT_PT + (widest + SAMPLE_PT if len(names) > 1 else 0.0)
    end = max([curve.end_months for curve in chart.curves] + [*chart.at_risk_months], default=1.0)
    last, ticks = month_ticks(end)
    months = chart.at_risk_months or tuple(ticks)
    table = _table_pt(names) if chart.at_risk_months else 0.0
    bottom = table + _AXIS_PT
    plot = Plot(left, bottom, width - right, bottom + _PLOT_PT, 0.0, max(end, 1e-6) if chart.at_risk_months else last)
    every = max(1, ceil(len(months) * _COLUMN_PT / (plot.right - plot.left)))
    return _Layout(names, months, tuple(range(0, len(months), every)), table, plot)


def _table_pt(names: tuple[tuple[str, ...], ...]) -> float:
    return _LINE_PT + _GAP_PT + sum(_row_pt(lines) for lines in names)


def _row_pt(lines: tuple[str, ...]) -> float:
    return len(lines) * _LINE_PT + 2


def _add_names(drawing: Drawing, layout: _Layout, chart: SurvivalChart) -> None:
    """Each curve's name at its end, joined to it by a piece of its own line."""
    plot, start = layout.plot, 0.0 if chart.is_incidence else 1.0
    ends = [(plot.x(c.end_months), plot.y(level_at(c, c.end_months, start))) for c in chart.curves]
    heights = [_row_pt(lines) for lines in layout.names]
    middles = stacked([y for _, y in ends], heights, plot.bottom, plot.top + 6)
    for number, (lines, (x, y), middle) in enumerate(zip(layout.names, ends, middles, strict=True)):
        style, at = line_style(number), plot.right + _GAP_PT
        drawing.add(Line(x, y, at, middle, strokeColor=colour("muted"), strokeWidth=0.4, strokeDashArray=[0.6, 2]))
        add_sample(drawing, at, middle, style)
        _add_lines(drawing, at + SAMPLE_PT + _GAP_PT, middle, lines, style)


def _add_lines(drawing: Drawing, x: float, middle: float, lines: tuple[str, ...], style: LineStyle) -> None:
    first = middle + (len(lines) - 1) * _LINE_PT / 2 - 2.5
    for number, line in enumerate(lines):
        drawing.add(lettering(x, first - number * _LINE_PT, line, SIZE, style.ink))


def _add_test(drawing: Drawing, plot: Plot, chart: SurvivalChart) -> None:
    """Above the box, where no curve can lie."""
    room = plot.right - width_pt(chart.probability_words, SIZE) - 8
    words = fitted(chart.test_words, SIZE, room)
    if words:
        drawing.add(lettering(plot.right, plot.top + 8, words, SIZE, colour("text"), anchor=1))


def _add_at_risk(drawing: Drawing, layout: _Layout, chart: SurvivalChart) -> None:
    if not chart.at_risk_months:
        return
    y = layout.table_pt - _LINE_PT + 2
    drawing.add(lettering(0, y, fitted(chart.at_risk_words, SIZE, drawing.width), SIZE, colour("muted")))
    y -= _GAP_PT
    for number, (curve, lines) in enumerate(zip(chart.curves, layout.names, strict=True)):
        height = _row_pt(lines)
        middle = y - height / 2
        style = line_style(number)
        add_sample(drawing, 0, middle, style)
        _add_lines(drawing, SAMPLE_PT + _GAP_PT, middle, lines, style)
        for column in layout.columns:
            x = layout.plot.x(layout.months[column])
            text = str(curve.at_risk[column])
            drawing.add(lettering(x, middle - 2.5, text, SIZE, colour("text"), anchor=0.5))
        y -= height
