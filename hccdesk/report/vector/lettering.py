"""Text inside a drawing, cut into font runs so that Chinese and Latin stand side by side."""

from __future__ import annotations

from reportlab.graphics.shapes import Group, String
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from hccdesk.report.fonts import font_set
from hccdesk.report.plain_text import plain


def width_pt(text: str, size: float, bold: bool = False) -> float:
    """Width of `text` in points."""
    return float(sum(stringWidth(piece, font, size) for font, piece in font_set().runs(plain(text), bold)))


def lettering(
    x: float, y: float, text: str, size: float, ink: Color, *, anchor: float = 0.0, bold: bool = False
) -> Group:
    """`text` on the base line `y`; `anchor` 0 starts at `x`, 0.5 is centred on it, 1 ends there."""
    group = Group()
    at = x - anchor * width_pt(text, size, bold)
    for font, piece in font_set().runs(plain(text), bold):
        group.add(String(at, y, piece, fontName=font, fontSize=size, fillColor=ink))
        at += stringWidth(piece, font, size)
    return group


def fitted(text: str, size: float, room_pt: float, bold: bool = False) -> str:
    """`text`, cut with an ellipsis where it is wider than the room."""
    if width_pt(text, size, bold) <= room_pt:
        return text
    kept = text
    while kept and width_pt(kept + "…", size, bold) > room_pt:
        kept = kept[:-1]
    return kept.rstrip() + "…"
