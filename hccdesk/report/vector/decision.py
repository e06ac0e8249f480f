"""Decision curves: the net benefit of each model beside acting on all and on none, each line named under the box."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, PolyLine

from hccdesk.report.chart_blocks import DecisionChart, DecisionLine
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
    labelled,
    round_ticks,
)
from hccdesk.report.vector.lettering import fitted, lettering, width_pt
from hccdesk.report.vector.line_styles import SAMPLE_PT, LineStyle, add_sample, line_style

_HEIGHT_SHARE, _KEY_LINE_PT, _KEY_GAP_PT = 0.78, 10.5, 12.0
_DEEPEST_SHARE = 0.35
"""How far below 0 the axis goes, as a share of what lies above; treating all falls without end."""


def decision_drawing(chart: DecisionChart, width: float) -> Drawing:
    """The curves, `width` points wide; what falls below the axis is cut off at it."""
    keys = _keys(chart)
    rows = _rows([name for name, _ in keys], width - LEFT_PT)
    floor = BOTTOM_PT + _KEY_LINE_PT * len(rows)
    high_pt = (width - LEFT_PT - RIGHT_PT) * _HEIGHT_SHARE
    drawing = Drawing(width, floor + high_pt + TOP_PT)
    ticks = _y_ticks(chart)
    last = max((x for line in chart.models for x in line.threshold_probability), default=1.0)
    x_ticks = [t for t in round_ticks(0.0, last, 5) if t <= last + 1e-9]
    plot = Plot(LEFT_PT, floor, width - RIGHT_PT, floor + high_pt, 0.0, last, ticks[0], ticks[-1])
    add_axes(drawing, plot, ticks, chart.x_words, chart.y_words)
    add_x_ticks(drawing, plot, labelled(x_ticks))
    for (_, style), line in zip(keys, (_none(last, chart), chart.treat_all, *chart.models), strict=True):
        for piece in pieces(plot, line):
            drawing.add(PolyLine(piece, strokeLineJoin=1, **style.drawn))
    _add_key(drawing, rows, keys)
    return drawing


def pieces(plot: Plot, line: DecisionLine) -> list[list[float]]:
    """The parts of a line that lie above the floor of the box, as x, y, x, y …, cut where they cross it."""
    found: list[list[float]] = [[]]
    before: tuple[float, float] | None = None
    for x, y in zip(line.threshold_probability, line.net_benefit, strict=True):
        if before is not None and (before[1] < plot.y_low) != (y < plot.y_low):
            share = (plot.y_low - before[1]) / (y - before[1])
            found[-1] += [plot.x(before[0] + share * (x - before[0])), plot.bottom]
            found += [[]] if y < plot.y_low else []
        if y >= plot.y_low:
            found[-1] += [plot.x(x), plot.y(y)]
        before = x, y
    return [piece for piece in found if len(piece) > 2]


def _y_ticks(chart: DecisionChart) -> list[float]:
    inside = [v for line in chart.models for v in line.net_benefit]
    high = max([0.01, *inside, *chart.treat_all.net_benefit])
    low = max(min([0.0, *inside]), -_DEEPEST_SHARE * high)
    return round_ticks(min(low, -0.08 * high), high)


def _none(last: float, chart: DecisionChart) -> DecisionLine:
    return DecisionLine(chart.treat_none_words, (0.0, last), (0.0, 0.0))


def _keys(chart: DecisionChart) -> list[tuple[str, LineStyle]]:
    """Names and styles: none, all, then the models; the two that are no model are thin."""
    ink = colour("muted")
    models = [(line.name, line_style(n)) for n, line in enumerate(chart.models)]
    none = (chart.treat_none_words, LineStyle(colour("text"), (), 0.7))
    return [none, (chart.treat_all.name, LineStyle(ink, (2, 2), 1.0)), *models]


def _rows(names: list[str], room: float) -> list[list[int]]:
    """The numbers of the names in each line of the key: models first, then all and none."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for number in [*range(2, len(names)), 1, 0]:
        wide = _entry_pt(names[number], room)
        if rows[-1] and used + wide - _KEY_GAP_PT > room:
            rows.append([])
            used = 0.0
        rows[-1].append(number)
        used += wide
    return rows


def _entry_pt(name: str, room: float) -> float:
    return min(SAMPLE_PT + 4 + width_pt(name, SIZE) + _KEY_GAP_PT, room)


def _add_key(drawing: Drawing, rows: list[list[int]], keys: list[tuple[str, LineStyle]]) -> None:
    room = drawing.width - LEFT_PT
    for line, row in enumerate(reversed(rows)):
        x, y = LEFT_PT, 3 + line * _KEY_LINE_PT
        for number in row:
            name, style = keys[number]
            add_sample(drawing, x, y + 2.5, style)
            drawing.add(lettering(x + SAMPLE_PT + 4, y, fitted(name, SIZE, room - SAMPLE_PT - 4), SIZE, colour("text")))
            x += _entry_pt(name, room)
