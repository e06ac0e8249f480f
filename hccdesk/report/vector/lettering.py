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


def wrapped(text: str, size: float, room_pt: float, most_lines: int = 2) -> tuple[str, ...]:
    """`text` on at most so many lines, broken at spaces, and within a word (or in Chinese) where it must be."""
    lines: list[str] = []
    rest = plain(text)
    while rest and len(lines) < most_lines - 1 and width_pt(rest, size) > room_pt:
        line = _first_line(rest, size, room_pt)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*lines, fitted(rest, size, room_pt)) if rest or not lines else tuple(lines)


def _first_line(text: str, size: float, room_pt: float) -> str:
    end = 1
    while end < len(text) and width_pt(text[: end + 1].rstrip(), size) <= room_pt:
        end += 1
    if text[end : end + 1].isspace():
        return text[:end]
    space = text.rfind(" ", 0, end)
    return text[:space] if space > 0 else text[:end]
