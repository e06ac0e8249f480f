"""How lines are told apart: by dashes first, which print in black and white, then by colour."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line
from reportlab.lib.colors import Color

from hccdesk.report.palette import colour

_ROLES = ("accent", "favours_no_response", "liver", "reader_b", "text")
_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 2.5), (1.5, 2), (8, 2, 1.5, 2), (3, 1.5))
SAMPLE_PT = 18.0
"""Length of a line's sample beside its name."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Colour, dashes (none: solid) and width of a line."""

    ink: Color
    dash: tuple[float, ...]
    width: float = 1.4

    @property
    def drawn(self) -> dict[str, object]:
        """The style as reportlab's shapes take it."""
        return {"strokeColor": self.ink, "strokeWidth": self.width, "strokeDashArray": list(self.dash) or None}


def line_style(number: int) -> LineStyle:
    """The style of the line with this number; twenty-five differ, five of them in colour and dashes both."""
    dash = _DASHES[(number + number // len(_DASHES)) % len(_DASHES)]
    return LineStyle(colour(_ROLES[number % len(_ROLES)]), dash)


def add_sample(drawing: Drawing, x: float, y: float, style: LineStyle) -> None:
    """A piece of the line, to stand before its name."""
    drawing.add(Line(x, y, x + SAMPLE_PT, y, **style.drawn))
