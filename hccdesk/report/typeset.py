"""Blocks of the outline as flowables of reportlab, one function for each kind of block."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from hccdesk.report import blocks, chart_blocks, figure_blocks
from hccdesk.report.blocks import Block, DrawnBlock
from hccdesk.report.document import ReportOutline, Section
from hccdesk.report.one_page import OnePage
from hccdesk.report.tagged_flowables import TaggedFigure
from hccdesk.report.tone import Tone
from hccdesk.report.typeset_cards import card_row
from hccdesk.report.typeset_charts import chart
from hccdesk.report.typeset_pictures import numbered_pictures, pictures
from hccdesk.report.typeset_signatures import signatures
from hccdesk.report.typeset_tables import bullets, columns, status_strip, table
from hccdesk.report.typography import GRID_PT, Size, set_text
from hccdesk.report.vector.curve import curve_drawing
from hccdesk.report.vector.nomogram import nomogram_drawing

_LEAST_ROOM_PT = 160.0
"""A part that finds less room than this starts on the next page."""
_LEAST_UNDER_HEADING_PT = 96.0
_MAY_GO_ON = (blocks.Table, figure_blocks.PictureRow, blocks.NumberedPictures, blocks.Bullets, chart_blocks.ForestChart)
_SIZES = {1: Size.PART, 2: Size.HEADING, 3: Size.STRONG, 4: Size.LARGE}


def flowables(outline: ReportOutline, width: float) -> list[Flowable]:
    """The whole story on a line of `width` points."""
    story: list[Flowable] = []
    for section in outline.sections:
        story += _section(section, width, outline.language)
    return story


def _section(section: Section, width: float, language: str) -> list[Flowable]:
    start = PageBreak() if section.new_page else CondPageBreak(_LEAST_ROOM_PT)
    title = heading(section.heading, language)
    if not section.one_page:
        return [start, *_flowing(section, [title], width, language)]
    whole = OnePage(
        lambda room: [part for block in section.blocks for part in _set(block, room, language)],
        lambda: _flowing(section, [], width, language),
    )
    return [start, title, whole]


def _flowing(section: Section, waiting: list[Flowable], width: float, language: str) -> list[Flowable]:
    story: list[Flowable] = []
    for block in section.blocks:
        made = _set(block, width, language)
        if isinstance(block, blocks.Heading):
            waiting += made
            continue
        story += _under(waiting, made, _may_go_on(block))
        waiting = []
    return [*story, *waiting]


def _may_go_on(block: Block) -> bool:
    return isinstance(block, _MAY_GO_ON) and not (isinstance(block, blocks.Table) and block.whole)


def _under(headings: list[Flowable], made: list[Flowable], long: bool) -> list[Flowable]:
    """`made` under its headings, which never stand alone at the foot of a page."""
    if long:  # may go on over the page, so only its beginning is kept with the heading
        if not headings:
            return made
        return [CondPageBreak(_LEAST_UNDER_HEADING_PT), *headings, *made]
    kept = KeepTogether([*headings, *made])
    return [CondPageBreak(_LEAST_UNDER_HEADING_PT), kept] if headings else [kept]


def heading(block: blocks.Heading, language: str) -> Flowable:
    """A heading; `bookmark` on the flowable is its level in the document's outline, read by the page builder."""
    before = GRID_PT if block.level == 1 else GRID_PT / 2
    made = set_text(block.text, _SIZES[block.level], bold=True, before=before, after=GRID_PT / 2, language=language)
    made.tag = f"H{min(block.level, 3)}"
    made.bookmark = (block.level - 1, block.text) if block.level < 3 else None
    return made


def _set(block: Block, width: float, language: str) -> list[Flowable]:  # noqa: PLR0911 - one line for each kind
    match block:
        case blocks.Heading():
            return [heading(block, language)]
        case blocks.Paragraph():
            size, after = (Size.SMALL, GRID_PT / 2) if block.small else (Size.BODY, GRID_PT)
            size = Size.LARGE if block.large else size
            return [set_text(block.text, size, block.tone, after=after, language=language)]
        case blocks.Bullets():
            return bullets(block, language, Size.LARGE if block.large else Size.BODY)
        case blocks.Table():
            return table(block, width, language)
        case blocks.StatusStrip():
            return status_strip(block, width, language)
        case blocks.CardRow():
            return card_row(block, width, language)
        case blocks.Columns():
            return columns(block, width, language)
        case _:
            return _drawn(block, width, language)


def _drawn(block: DrawnBlock, width: float, language: str) -> list[Flowable]:
    match block:
        case figure_blocks.PictureRow():
            return pictures(block, width, language)
        case blocks.NumberedPictures():
            return numbered_pictures(block, width, language)
        case figure_blocks.CurveFigure():
            return _captioned(curve_drawing(block, width), block.caption, language)
        case figure_blocks.NomogramFigure():
            return _captioned(nomogram_drawing(block, width), block.caption, language)
        case blocks.Signatures():
            return signatures(block, width, language)
        case _:
            return chart(block, width, language)


def _captioned(drawing: Flowable, caption: str, language: str) -> list[Flowable]:
    return [
        TaggedFigure(drawing, caption),
        set_text(caption, Size.SMALL, Tone.MUTED, before=2, after=GRID_PT, language=language),
    ]
