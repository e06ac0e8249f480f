"""A forest plot: names and numbers in columns, the estimates on one axis beside them."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line

from hccdesk.report.chart_blocks import ForestChart, ForestRow
from hccdesk.report.palette import colour
from hccdesk.report.vector.axes import SIZE
from hccdesk.report.vector.forest_axis import FOOT_PT, ForestAxis, add_forest_axis, forest_axis
from hccdesk.report.vector.forest_marks import MARK_PT, add_mark, add_symbol
from hccdesk.report.vector.lettering import fitted, lettering, width_pt, wrapped

_ROW_PT, _LINE_PT, _MARK_APART_PT, _HEAD_PT = 13.0, 8.5, 6.0, 24.0
_GAP_PT, _INDENT_PT, _LEAST_PLOT_PT, _MOST_LABEL_SHARE = 12.0, 8.0, 150.0, 0.36
_TALLEST_PT = 520.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Room for the labels, the right edges of the columns, and the axis."""

    label_pt: float
    edges: tuple[float, ...]
    axis: ForestAxis


def forest_drawings(chart: ForestChart, width: float) -> list[Drawing]:
    """The plot, `width` points wide; many rows go on in further drawings with the same axis."""
    columns = _columns(chart, width)
    return [_drawing(chart, rows, columns, width) for rows in _parts(chart, columns)]


def _columns(chart: ForestChart, width: float) -> _Columns:
    wide = [
        max([width_pt(words, SIZE), *(width_pt(row.columns[n], SIZE) for row in chart.rows if row.columns)]) + _GAP_PT
        for n, words in enumerate(chart.column_words)
    ]
    widest = max([width_pt(chart.label_words, SIZE), *(_label_pt(row) for row in chart.rows)]) + 2
    most = min(_MOST_LABEL_SHARE * width, width - sum(wide) - _LEAST_PLOT_PT - _GAP_PT)
    label = min(widest, max(most, 60.0))
    edges = tuple(label + sum(wide[: n + 1]) for n in range(len(wide)))
    left = (edges[-1] if edges else label) + 2 * _GAP_PT
    return _Columns(label, edges, forest_axis(chart, left, width - _GAP_PT))


def _label_pt(row: ForestRow) -> float:
    return width_pt(row.label, SIZE) + (_INDENT_PT if row.indented else 0.0)


def _height(row: ForestRow, columns: _Columns) -> float:
    lines = len(wrapped(row.label, SIZE, columns.label_pt - (_INDENT_PT if row.indented else 0.0)))
    return max(_ROW_PT + (lines - 1) * _LINE_PT, _ROW_PT + (len(row.marks) - 1) * _MARK_APART_PT)


def _parts(chart: ForestChart, columns: _Columns) -> list[list[ForestRow]]:
    """The rows of each drawing; a heading is never left behind by its rows."""
    parts: list[list[ForestRow]] = [[]]
    used = 0.0
    for row in chart.rows:
        used += _height(row, columns)
        if used > _TALLEST_PT and parts[-1]:
            carried = [parts[-1].pop()] if _is_heading(parts[-1][-1]) else []
            parts.append(carried)
            used = _height(row, columns) + len(carried) * _ROW_PT
        parts[-1].append(row)
    return [part for part in parts if part]


def _is_heading(row: ForestRow) -> bool:
    return not row.columns and not row.marks


def _drawing(chart: ForestChart, rows: list[ForestRow], columns: _Columns, width: float) -> Drawing:
    body = sum(_height(row, columns) for row in rows)
    drawing = Drawing(width, body + _HEAD_PT + FOOT_PT)
    _add_head(drawing, chart, columns)
    add_forest_axis(drawing, chart, columns.axis, FOOT_PT + body)
    y = FOOT_PT + body
    for row in rows:
        height = _height(row, columns)
        _add_row(drawing, row, columns, y - height / 2)
        y -= height
        drawing.add(Line(0, y, width, y, strokeColor=colour("line"), strokeWidth=0.3))
    return drawing


def _add_head(drawing: Drawing, chart: ForestChart, columns: _Columns) -> None:
    y, ink = drawing.height - _HEAD_PT + 5, colour("muted")
    drawing.add(lettering(0, y, fitted(chart.label_words, SIZE, columns.label_pt, bold=True), SIZE, ink, bold=True))
    for edge, words in zip(columns.edges, chart.column_words, strict=True):
        drawing.add(lettering(edge, y, words, SIZE, ink, anchor=1))
    if chart.hollow_words and any(mark.hollow for row in chart.rows for mark in row.marks):
        _add_key(drawing, chart, columns.axis, y)


def _add_key(drawing: Drawing, chart: ForestChart, axis: ForestAxis, y: float) -> None:
    x = axis.left
    for words, hollow in ((chart.hollow_words, True), (chart.filled_words, False)):
        add_symbol(drawing, x + MARK_PT, y + 2.5, hollow)
        shown = fitted(words, SIZE, (axis.right - axis.left) / 2 - 14)
        drawing.add(lettering(x + 9, y, shown, SIZE, colour("text")))
        x += 9 + width_pt(shown, SIZE) + _GAP_PT


def _add_row(drawing: Drawing, row: ForestRow, columns: _Columns, middle: float) -> None:
    ink = colour("text")
    indent = _INDENT_PT if row.indented else 0.0
    lines = wrapped(row.label, SIZE, columns.label_pt - indent)
    first = middle + (len(lines) - 1) * _LINE_PT / 2 - 2.5
    for number, line in enumerate(lines):
        drawing.add(lettering(indent, first - number * _LINE_PT, line, SIZE, ink, bold=False))
    for edge, words in zip(columns.edges, row.columns, strict=bool(row.columns)):
        drawing.add(lettering(edge, middle - 2.5, words, SIZE, ink, anchor=1))
    top = middle + (len(row.marks) - 1) * _MARK_APART_PT / 2
    for number, mark in enumerate(row.marks):
        add_mark(drawing, columns.axis, mark, top - number * _MARK_APART_PT)
