"""Type of the report: few sizes, an 8-point rhythm, and text made safe for reportlab's markup."""

from __future__ import annotations

from enum import Enum
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from hccdesk.report.chinese_lines import keep_marks_off_line_starts
from hccdesk.report.fonts import REGULAR, font_set
from hccdesk.report.palette import colour, ink
from hccdesk.report.plain_text import plain
from hccdesk.report.tagged_flowables import TaggedParagraph as Set
from hccdesk.report.tone import Tone

GRID_PT = 8.0
"""Everything stands at multiples of this or of its half."""

keep_marks_off_line_starts()
_FIRST_CJK = "\u2e80"


class Size(Enum):
    """(size, leading) in points."""

    HERO = (22.0, 26.0)
    NUMBER = (17.0, 20.0)
    PART = (14.0, 20.0)
    LARGE = (11.0, 15.5)
    HEADING = (10.0, 14.0)
    STRONG = (8.5, 12.0)
    BODY = (8.0, 11.0)
    SMALL = (7.0, 9.5)


def set_text(
    text: str,
    size: Size = Size.BODY,
    tone: Tone = Tone.PLAIN,
    *,
    bold: bool = False,
    right: bool = False,
    after: float = 0.0,
    before: float = 0.0,
    language: str = "en",
    ground: str | None = None,
    bullet: bool = False,
    indented: bool = False,
    note: str = "",
    tag: str = "",
) -> Set:
    """A paragraph; any text is safe: escaped, cut to a length, every character in a font that has it."""
    points, leading = size.value
    style = ParagraphStyle(
        "report",
        fontName=REGULAR,
        fontSize=points,
        leading=leading,
        textColor=ink(tone),
        alignment=TA_RIGHT if right else TA_LEFT,
        spaceAfter=after,
        spaceBefore=before,
        wordWrap="CJK" if language == "zh" and _is_chinese(text) else None,
        backColor=colour(ground) if ground else None,
        borderPadding=(1.5, 4, 2, 4) if ground else 0,
        leftIndent=9 if bullet or indented else 0,
        bulletIndent=0,
        bulletFontName=REGULAR,
        bulletFontSize=points,
        bulletColor=colour("muted"),
    )
    raised = f'<super rise="{points / 3:.1f}" size="{points * 0.75:.1f}">{escape(note)}</super>' if note else ""
    made = Set(markup(text, bold) + raised, style, bulletText="•" if bullet else None)
    made.tag = tag or ("LI" if bullet else "P")
    return made


def _is_chinese(text: str) -> bool:
    """Whether lines may be broken between any two characters: numbers and Latin words must stay whole."""
    return any(character >= _FIRST_CJK for character in text)


def markup(text: str, bold: bool = False) -> str:
    """reportlab markup of any text: cut in font runs, escaped."""
    return "".join(f'<font name="{font}">{escape(piece)}</font>' for font, piece in font_set().runs(plain(text), bold))
