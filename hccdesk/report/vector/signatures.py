"""Lines to be filled in by hand: name, signature and date."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line

from hccdesk.report.palette import colour
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

_SIZE, _LINE_PT, _FOOT_PT = 7.0, 13.0, 3.0


def field_lines(fields: tuple[str, ...], width: float) -> Drawing:
    """A line for each field, its words before it."""
    drawing = Drawing(width, _LINE_PT * len(fields) + _FOOT_PT)
    for number, words in enumerate(reversed(fields)):
        _add_field(drawing, _FOOT_PT + number * _LINE_PT, width, words)
    return drawing


def _add_field(drawing: Drawing, y: float, width: float, words: str) -> None:
    shown = fitted(words, _SIZE, width)
    drawing.add(lettering(0, y, shown, _SIZE, colour("muted")))
    start = width_pt(shown, _SIZE) + 4
    if start < width - 8:
        drawing.add(Line(start, y - 1, width, y - 1, strokeColor=colour("disabled"), strokeWidth=0.5))
