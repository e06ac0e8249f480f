"""A nomogram with the patient's marks, from the layout's own positions."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon
from reportlab.lib.colors import Color

from hccdesk.domain.survival import NomogramAxis, SurvivalAxis
from hccdesk.report import numbers
from hccdesk.report.figure_blocks import NomogramFigure
from hccdesk.report.palette import colour
from hccdesk.report.tone import Tone
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

_LABEL_PT, _VALUE_PT, _ROW_PT, _SIZE = 124.0, 92.0, 21.0, 7.0
_GAP_PT = 4.0


@dataclass(frozen=True, slots=True)
class _Tick:
    """A tick at a place on the paper."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where points lie: the 0–100 scale of the predictors and the scale of the total."""

    width: float
    points_end: float
    total_start: float
    total_end: float

    def x(self, points: float) -> float:
        return self._between(points / self.points_end)

    def x_total(self, total: float) -> float:
        span = self.total_end - self.total_start
        return self._between((total - self.total_start) / span if span else 0.0)

    def _between(self, share: float) -> float:
        start, end = _LABEL_PT, self.width - _VALUE_PT - 12
        return start + (end - start) * min(max(share, 0.0), 1.0)


def height_pt(figure: NomogramFigure) -> float:
    """Height of the drawing in points."""
    return _ROW_PT * (len(figure.layout.axes) + len(figure.layout.survival_axes) + 2) + 8


def nomogram_drawing(figure: NomogramFigure, width: float) -> Drawing:
    """The nomogram, `width` points wide: points, predictors, total, survival, from top to bottom."""
    drawing = Drawing(width, height_pt(figure))
    paper = _paper(figure, width)
    y = drawing.height - _ROW_PT + 4
    _add_row(drawing, y, figure.points_words, [_Tick(paper.x(p), str(p)) for p in range(0, 101, 10)], bold=True)
    drawing.add(lettering(width, y - 2.5, figure.values_words, _SIZE, colour("muted"), anchor=1))
    for axis, words in zip(figure.layout.axes, figure.axis_values, strict=True):
        y -= _ROW_PT
        said = f"{words} ({figure.off_axis_words})" if axis.clamped else words
        _add_value(drawing, y, said, paper, bold=False)
        _add_predictor(drawing, paper, y, axis, _ink(figure))
    _add_totals(drawing, paper, y - _ROW_PT, figure)
    return drawing


def _paper(figure: NomogramFigure, width: float) -> _Paper:
    layout = figure.layout
    ends = [points for axis in layout.survival_axes for _, points in axis.ticks]
    totals = [*layout.total_points_axis, *([] if layout.total_points_axis else ends)] or [0.0, layout.total_points]
    widest = max([100.0, *(tick.points for axis in layout.axes for tick in axis.ticks)])
    return _Paper(width, widest, min(totals), max(totals))


def _add_predictor(drawing: Drawing, paper: _Paper, y: float, axis: NomogramAxis, ink: Color) -> None:
    _add_row(drawing, y, axis.title, [_Tick(paper.x(tick.points), tick.label) for tick in axis.ticks])
    shown = [tick.points for tick in axis.ticks]
    points = min(max(axis.patient_points, min(shown)), max(shown)) if axis.clamped and shown else axis.patient_points
    _add_mark(drawing, paper.x(points), y, ink, axis.clamped)


def _add_totals(drawing: Drawing, paper: _Paper, y: float, figure: NomogramFigure) -> None:
    layout = figure.layout
    ticks = [_Tick(paper.x_total(points), numbers.decimal(points, 0)) for points in layout.total_points_axis]
    bottom = y - _ROW_PT * len(layout.survival_axes)
    at = paper.x_total(layout.total_points)
    drawing.add(Line(at, y, at, bottom, strokeColor=_ink(figure), strokeWidth=0.8, strokeDashArray=[3, 2]))
    _add_row(drawing, y, figure.total_words, ticks, bold=True, clear_of=at)
    off = not paper.total_start <= layout.total_points <= paper.total_end
    said = f"{figure.total_value} ({figure.off_axis_words})" if off else figure.total_value
    _add_value(drawing, y, said, paper, bold=True)
    _add_mark(drawing, at, y, _ink(figure), off)
    for axis, words, number in zip(layout.survival_axes, figure.survival_words, figure.survival_values, strict=True):
        y -= _ROW_PT
        _add_value(drawing, y, number, paper, bold=True)
        _add_row(drawing, y, words, _survival_ticks(axis, paper), clear_of=at)
        _add_mark(drawing, at, y, _ink(figure), off)


def _survival_ticks(axis: SurvivalAxis, paper: _Paper) -> list[_Tick]:
    inside = [(p, total) for p, total in axis.ticks if paper.total_start <= total <= paper.total_end]
    return [_Tick(paper.x_total(total), f"{p:g}") for p, total in inside]


def _add_row(
    drawing: Drawing, y: float, title: str, ticks: list[_Tick], *, bold: bool = False, clear_of: float | None = None
) -> None:
    """A ruler; labels that the line at `clear_of` would run through are left out."""
    ink, muted = colour("text"), colour("muted")
    drawing.add(lettering(0, y - 2.5, fitted(title, _SIZE, _LABEL_PT - 8, bold), _SIZE, ink, bold=bold))
    if not ticks:
        return
    xs = [tick.x for tick in ticks]
    drawing.add(Line(min(xs), y, max(xs), y, strokeColor=muted, strokeWidth=0.8))
    for x in xs:
        drawing.add(Line(x, y, x, y - 3, strokeColor=muted, strokeWidth=0.6))
    for tick in spaced(ticks):
        if clear_of is not None and abs(tick.x - clear_of) < _room(tick) + 1:
            continue
        drawing.add(lettering(tick.x, y - 10, tick.label, _SIZE - 0.5, muted, anchor=0.5))


def spaced(ticks: list[_Tick]) -> list[_Tick]:
    """The ticks whose labels do not touch: ticks on one spot share a label, then both ends, then what fits."""
    merged: dict[float, _Tick] = {}
    for tick in sorted(ticks, key=lambda t: t.x):
        spot = next((x for x in merged if abs(x - tick.x) < 1.0), tick.x)
        labels = f"{merged[spot].label} / {tick.label}" if spot in merged else tick.label
        merged[spot] = _Tick(spot, labels)
    ordered = list(merged.values())
    kept: list[_Tick] = []
    for tick in dict.fromkeys([ordered[0], ordered[-1], *ordered[1:-1]]) if ordered else ():
        if all(abs(tick.x - k.x) >= _room(tick) + _room(k) + _GAP_PT for k in kept):
            kept.append(tick)
    return kept


def _room(tick: _Tick) -> float:
    return width_pt(tick.label, _SIZE - 0.5) / 2


def _add_value(drawing: Drawing, y: float, words: str, paper: _Paper, bold: bool) -> None:
    shown = fitted(words, _SIZE, _VALUE_PT, bold)
    drawing.add(lettering(paper.width, y - 2.5, shown, _SIZE, colour("text"), anchor=1, bold=bold))


def _add_mark(drawing: Drawing, x: float, y: float, ink: Color, off_axis: bool) -> None:
    if off_axis:
        mark = Polygon([x - 3.5, y + 3.5, x + 4.5, y, x - 3.5, y - 3.5], fillColor=colour("panel"), strokeColor=ink)
        mark.strokeWidth = 1.2
    else:
        mark = Circle(x, y, 3.2, fillColor=ink, strokeColor=colour("panel"), strokeWidth=0.8)
    drawing.add(mark)


def _ink(figure: NomogramFigure) -> Color:
    return colour("muted") if figure.tone is Tone.GREYED else colour("accent")
