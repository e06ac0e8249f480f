"""What stands where in a drawing: the boxes of its words, and what leaves the paper."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from reportlab.graphics.shapes import Drawing, Group, String

from hccdesk.report.vector.lettering import width_pt

Box = tuple[float, float, float, float]
_CAP_SHARE, _DEPTH_SHARE = 0.72, 0.18
"""Height of capitals and depth of descenders, as shares of the size."""


def words(drawing: Drawing) -> list[str]:
    return [text for text, _ in word_boxes(drawing)]


def word_boxes(drawing: Drawing) -> list[tuple[str, Box]]:
    """Each piece of lettering with its box (left, bottom, right, top)."""
    found = []
    for group in (s for s in drawing.contents if isinstance(s, Group)):
        pieces = [s for s in group.contents if isinstance(s, String)]
        if pieces:
            text, first = "".join(p.text for p in pieces), pieces[0]
            right = max(p.x + width_pt(p.text, p.fontSize, "Bold" in p.fontName) for p in pieces)
            size = first.fontSize
            found.append((text, (first.x, first.y - _DEPTH_SHARE * size, right, first.y + _CAP_SHARE * size)))
    return found


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of words that lie on one another."""
    return [(a, b) for (a, one), (b, other) in combinations(word_boxes(drawing), 2) if _meet(one, other)]


def outside(drawing: Drawing) -> list[Any]:
    """Shapes and words that leave the drawing."""
    boxes: list[tuple[Any, Box]] = [(s, s.getBounds()) for s in drawing.contents if not isinstance(s, Group)]
    boxes += word_boxes(drawing)
    slack = 0.6  # half a line's width
    return [
        what
        for what, (left, bottom, right, top) in boxes
        if left < -slack or bottom < -slack or right > drawing.width + slack or top > drawing.height + slack
    ]


def _meet(one: Box, other: Box) -> bool:
    slack = 0.2
    across = min(one[2], other[2]) - max(one[0], other[0])
    upright = min(one[3], other[3]) - max(one[1], other[1])
    return across > slack and upright > slack
