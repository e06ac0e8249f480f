"""The clinicians' part as flowables: boxes side by side, with what is on record and lines for the rest."""

from __future__ import annotations

from reportlab.platypus import Flowable

from hccdesk.report.blocks import SignatureBox, Signatures
from hccdesk.report.palette import colour
from hccdesk.report.tagged_flowables import LayoutTable as Table
from hccdesk.report.tagged_flowables import TaggedFigure
from hccdesk.report.typography import GRID_PT, Size, set_text
from hccdesk.report.vector.signatures import field_lines

_PAD = 6.0


def signatures(block: Signatures, width: float, language: str) -> list[Flowable]:
    """The title and the boxes, all of one height."""
    count = len(block.boxes)
    each = (width - GRID_PT * (count - 1)) / count
    cells: list[object] = []
    widths: list[float] = []
    for number, box in enumerate(block.boxes):
        gutter = number < count - 1
        cells += [_box(box, each - 2 * _PAD, language), *([""] if gutter else [])]
        widths += [each, *([GRID_PT] if gutter else [])]
    made = Table([cells], widths)
    made.setStyle(_style(count))
    return [set_text(block.title, Size.STRONG, bold=True, after=3, language=language), made]


def _box(box: SignatureBox, width: float, language: str) -> list[Flowable]:
    said = [set_text(c.text, Size.SMALL, c.tone, bold=c.bold, before=1, language=language) for c in box.said]
    lines = [TaggedFigure(field_lines(box.fields, width), " · ".join(box.fields))] if box.fields else []
    return [set_text(box.title, Size.SMALL, bold=True, after=2, language=language), *said, *lines]


def _style(count: int) -> list[tuple[object, ...]]:
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    return [*style, *(("BOX", (2 * n, 0), (2 * n, 0), 0.8, colour("disabled")) for n in range(count))]
