"""The axis of a forest plot: a log scale for ratios, and where it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from reportlab.graphics.shapes import Drawing, Line

from hccdesk.report import numbers
from hccdesk.report.chart_blocks import ForestChart, ForestMark
from hccdesk.report.palette import colour
from hccdesk.report.vector.axes import SIZE, round_ticks
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

FOOT_PT = 34.0
_RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_REACH = 3.0
"""How far the axis of ratios follows an interval beyond the outermost estimate; what goes on is drawn as an arrow."""


@dataclass(frozen=True, slots=True)
class ForestAxis:
    """From values to points on the paper."""

    left: float
    right: float
    ticks: tuple[float, ...]
    is_log: bool

    def x(self, value: float) -> float:
        """Points from the left; beyond the axis: its end."""
        return self.left + (self.right - self.left) * min(max(self._share(value), 0.0), 1.0)

    def beyond(self, value: float) -> int:
        """-1 where the value lies before the axis, 1 where beyond it, else 0."""
        return (value > self.ticks[-1] * (1 + 1e-9)) - (value < self.ticks[0] * (1 - 1e-9))

    def _share(self, value: float) -> float:
        first, last = self.ticks[0], self.ticks[-1]
        if not self.is_log:
            return (value - first) / (last - first)
        return log(value / first) / log(last / first) if value > 0 else 0.0


def forest_axis(chart: ForestChart, left: float, right: float) -> ForestAxis:
    """The axis that holds all estimates as far as it may, with round ticks."""
    marks = [mark for row in chart.rows for mark in row.marks]
    ticks = _ratio_ticks(marks) if chart.is_log else _share_ticks(marks, chart.reference)
    return ForestAxis(left, right, ticks, chart.is_log)


def _ratio_ticks(marks: list[ForestMark]) -> tuple[float, ...]:
    values = [1.0, *(mark.value for mark in marks)]
    low = max(min(values) / _REACH, min(_ends(marks), default=1.0))
    high = min(max(values) * _REACH, max(_ends(marks), default=1.0))
    low, high = min(low, 0.5), max(high, 2.0)
    first = max((t for t in _RATIO_TICKS if t <= low), default=_RATIO_TICKS[0])
    last = min((t for t in _RATIO_TICKS if t >= high), default=_RATIO_TICKS[-1])
    return tuple(t for t in _RATIO_TICKS if first <= t <= last)


def _share_ticks(marks: list[ForestMark], reference: float | None) -> tuple[float, ...]:
    ends = [*_ends(marks), *([] if reference is None else [reference])] or [0.0, 1.0]
    return tuple(round_ticks(min(ends), max(ends)))


def _ends(marks: Iterable[ForestMark]) -> list[float]:
    return [v for mark in marks for v in (mark.low, mark.value, mark.high) if v is not None]


def add_forest_axis(drawing: Drawing, chart: ForestChart, axis: ForestAxis, top: float) -> None:
    """The axis at the foot, the reference line up to `top`, and what either side means."""
    ink, y = colour("muted"), FOOT_PT - 2
    drawing.add(Line(axis.left, y, axis.right, y, strokeColor=ink, strokeWidth=0.8))
    for value, label in _labels(axis):
        x = axis.x(value)
        drawing.add(Line(x, y, x, y - 3, strokeColor=ink, strokeWidth=0.6))
        drawing.add(lettering(x, y - 11, label, SIZE, ink, anchor=0.5))
    if chart.reference is not None:
        x = axis.x(chart.reference)
        drawing.add(Line(x, y, x, top, strokeColor=ink, strokeWidth=0.8, strokeDashArray=[3, 2]))
    _add_sides(drawing, chart, axis)


def _add_sides(drawing: Drawing, chart: ForestChart, axis: ForestAxis) -> None:
    """The name of the axis in its middle, and what either side means at its ends."""
    ink, y = colour("muted"), 4.0
    side = (axis.right - axis.left) / 3 - 4
    drawing.add(
        lettering((axis.left + axis.right) / 2, y, fitted(chart.x_words, SIZE, side + 4), SIZE, ink, anchor=0.5)
    )
    if chart.low_side_words:
        drawing.add(lettering(axis.left, y, fitted(f"← {chart.low_side_words}", SIZE, side), SIZE, ink))
        drawing.add(lettering(axis.right, y, fitted(f"{chart.high_side_words} →", SIZE, side), SIZE, ink, anchor=1))


def _labels(axis: ForestAxis) -> list[tuple[float, str]]:
    """The ticks whose labels do not touch: the ends and 1 first."""
    kept: list[tuple[float, str]] = []
    middle = [t for t in axis.ticks if t == 1.0]
    for tick in dict.fromkeys([*middle, axis.ticks[0], axis.ticks[-1], *axis.ticks]):
        label = numbers.general(tick)
        half = width_pt(label, SIZE) / 2 + 2
        if all(abs(axis.x(tick) - axis.x(t)) >= half + width_pt(words, SIZE) / 2 + 2 for t, words in kept):
            kept.append((tick, label))
    return sorted(kept)
