"""The box of a chart: where values lie on the paper, its ticks, and the words along its axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from reportlab.graphics.shapes import Drawing, Line
from reportlab.lib.colors import Color

from hccdesk.report import numbers
from hccdesk.report.palette import colour
from hccdesk.report.vector.lettering import fitted, lettering

SIZE = 7.0
"""Points of the lettering in a chart."""
LEFT_PT, RIGHT_PT, TOP_PT, BOTTOM_PT = 34.0, 12.0, 18.0, 30.0
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
MOST_MONTH_TICKS = 12


@dataclass(frozen=True, slots=True)
class Plot:
    """A box on the paper in points, and the values at its edges; what lies beyond is drawn at the edge."""

    left: float
    bottom: float
    right: float
    top: float
    x_low: float = 0.0
    x_high: float = 1.0
    y_low: float = 0.0
    y_high: float = 1.0

    def x(self, value: float) -> float:
        """Points from the left of the drawing."""
        return _between(self.left, self.right, _share(value, self.x_low, self.x_high))

    def y(self, value: float) -> float:
        """Points from the bottom of the drawing."""
        return _between(self.bottom, self.top, _share(value, self.y_low, self.y_high))


def add_axes(drawing: Drawing, plot: Plot, y_ticks: Iterable[float], x_words: str, y_words: str) -> None:
    """The base line, a hairline at each tick of the y axis, and the names of both axes."""
    ink, grid = colour("muted"), colour("line")
    places = tick_places(y_ticks := list(y_ticks))
    for value in y_ticks:
        y = plot.y(value)
        drawing.add(Line(plot.left, y, plot.right, y, strokeColor=grid, strokeWidth=0.5))
        drawing.add(lettering(plot.left - 5, y - 2.5, numbers.decimal(value, places), SIZE, ink, anchor=1))
    drawing.add(Line(plot.left, plot.bottom, plot.left, plot.top, strokeColor=ink, strokeWidth=0.8))
    drawing.add(Line(plot.left, plot.bottom, plot.right, plot.bottom, strokeColor=ink, strokeWidth=0.8))
    shown = fitted(y_words, SIZE, drawing.width)
    drawing.add(lettering(0, plot.top + 8, shown, SIZE, ink))
    if x_words:
        drawing.add(lettering(plot.right, plot.bottom - 23, fitted(x_words, SIZE, drawing.width), SIZE, ink, anchor=1))


def add_x_ticks(drawing: Drawing, plot: Plot, ticks: Iterable[tuple[float, str]], bottom: float | None = None) -> None:
    """Ticks under the base line (or under `bottom`), each with its label."""
    y, ink = plot.bottom if bottom is None else bottom, colour("muted")
    for value, label in ticks:
        x = plot.x(value)
        drawing.add(Line(x, y, x, y - 3, strokeColor=ink, strokeWidth=0.6))
        drawing.add(lettering(x, y - 12, label, SIZE, ink, anchor=0.5))


def add_diagonal(drawing: Drawing, plot: Plot, ink: Color) -> None:
    """From corner to corner, dashed: chance for a ROC curve, the ideal for a calibration."""
    ends = (plot.x(0), plot.y(0), plot.x(1), plot.y(1))
    drawing.add(Line(*ends, strokeColor=ink, strokeWidth=0.8, strokeDashArray=[4, 3]))


def fifths() -> list[float]:
    """0, 0.2 … 1: the ticks of a probability."""
    return [n / 5 for n in range(6)]


def labelled(ticks: Sequence[float]) -> list[tuple[float, str]]:
    """Ticks with as many decimals as their step needs."""
    places = tick_places(ticks)
    return [(value, numbers.decimal(value, places)) for value in ticks]


def month_ticks(last: float) -> tuple[float, list[float]]:
    """The end of an axis of months that holds `last`, and its ticks, at most a dozen."""
    longest = max(last, 1.0)
    step = next((s for s in MONTH_STEPS if longest / s <= MOST_MONTH_TICKS), ceil(longest / MOST_MONTH_TICKS))
    count = ceil(longest / step)
    return float(count * step), [float(n * step) for n in range(count + 1)]


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks at round numbers that hold `low` and `high` between the first and the last."""
    span = max(high - low, 1e-9)
    power = 10.0 ** floor(log10(span / most))
    step = next(power * m for m in (1, 2, 2.5, 5, 10, 20) if span / (power * m) <= most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def tick_places(ticks: Sequence[float]) -> int:
    """Decimals that tell the ticks apart."""
    return next((n for n in range(5) if all(abs(round(t, n) - t) < 1e-9 for t in ticks)), 5)


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share
