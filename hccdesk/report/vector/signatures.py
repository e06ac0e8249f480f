"""The clinicians' part: boxes with room to write, and lines for name, signature and date."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing, Line, Rect

from hccdesk.report.blocks import SignatureBox, Signatures
from hccdesk.report.palette import colour
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

HEIGHT_PT = 66.0
_GAP, _PAD, _SIZE, _LINE_PT = 8.0, 6.0, 6.5, 13.0


def signature_drawing(block: Signatures, width: float) -> Drawing:
    """The boxes side by side."""
    drawing = Drawing(width, HEIGHT_PT)
    each = (width - _GAP * (len(block.boxes) - 1)) / len(block.boxes)
    for number, box in enumerate(block.boxes):
        _add_box(drawing, number * (each + _GAP), each, box)
    return drawing


def _add_box(drawing: Drawing, left: float, width: float, box: SignatureBox) -> None:
    frame = Rect(left, 0, width, HEIGHT_PT, fillColor=colour("panel"), strokeColor=colour("disabled"), strokeWidth=0.8)
    drawing.add(frame)
    title = fitted(box.title, 7.5, width - 2 * _PAD, bold=True)
    drawing.add(lettering(left + _PAD, HEIGHT_PT - 12, title, 7.5, colour("text"), bold=True))
    for number, words in enumerate(reversed(box.fields)):
        _add_field(drawing, left + _PAD, 6 + number * _LINE_PT, width - 2 * _PAD, words)


def _add_field(drawing: Drawing, x: float, y: float, width: float, words: str) -> None:
    shown = fitted(words, _SIZE, width)
    drawing.add(lettering(x, y, shown, _SIZE, colour("muted")))
    start = x + width_pt(shown, _SIZE) + 4
    if start < x + width - 8:
        drawing.add(Line(start, y - 1, x + width, y - 1, strokeColor=colour("disabled"), strokeWidth=0.5))
