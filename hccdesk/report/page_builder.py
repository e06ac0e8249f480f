"""Pages: header and footer on each, bookmarks for the headings."""

from __future__ import annotations

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from hccdesk.report.document import PageFrame, ReportOutline
from hccdesk.report.fonts import REGULAR
from hccdesk.report.palette import colour
from hccdesk.report.tagged_flowables import artifact
from hccdesk.report.tagging import PAGINATION
from hccdesk.report.vector.lettering import fitted, lettering, width_pt

SIDE_PT, TOP_PT, BOTTOM_PT = 40.0, 92.0, 44.0
LANGUAGE_TAGS = {"en": "en-GB", "zh": "zh-CN"}


class PageBuilder(BaseDocTemplate):  # type: ignore[misc]  # reportlab carries no types
    """Sets a story on pages of `size`; `pages` is the number printed as the total."""

    def __init__(self, target: Any, outline: ReportOutline, size: tuple[float, float], pages: int) -> None:
        super().__init__(
            target,
            pagesize=size,
            title=outline.title,
            author=outline.author,
            subject=outline.frame.report_id,
            creator=outline.author,
            producer=outline.author,
            lang=LANGUAGE_TAGS[outline.language],
            initialFontName=REGULAR,  # reportlab would name Helvetica, which is not in the file
            invariant=1,  # no clock: the same result gives the same bytes
        )
        self._frame, self._pages, self._bookmarks = outline.frame, pages, 0
        frame = Frame(
            SIDE_PT, BOTTOM_PT, *self._room(size), leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._draw_frame))

    @staticmethod
    def _room(size: tuple[float, float]) -> tuple[float, float]:
        return size[0] - 2 * SIDE_PT, size[1] - TOP_PT - BOTTOM_PT

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Bookmark the headings."""
        bookmark = getattr(flowable, "bookmark", None)
        if bookmark is None:
            return
        level, words = bookmark
        self._bookmarks += 1
        key = f"heading-{self._bookmarks}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(words, key, level=level, closed=level > 0)

    def _draw_frame(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        with artifact(canvas, PAGINATION):
            self._draw_margins(canvas, document)

    def _draw_margins(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        width, height = document.pagesize
        drawing = Drawing(width, height)
        words = self._frame.page_words.replace("{page}", str(document.page)).replace("{pages}", str(self._pages))
        _add_header(drawing, self._frame, words)
        _add_footer(drawing, self._frame)
        renderPDF.draw(drawing, canvas, 0, 0)
        if self._frame.demonstration:
            _draw_demonstration(canvas, self._frame.demonstration, width, height)


class PageCounter(Canvas):  # type: ignore[misc]  # reportlab carries no types
    """A canvas that costs little: the first setting only counts the pages, and nobody sees it."""

    def drawImage(self, *_: Any, **__: Any) -> tuple[int, int]:  # noqa: N802 - reportlab's name
        """Do not compress what is thrown away."""
        return 0, 0

    def save(self) -> None:
        """Nothing is written."""


def _add_header(drawing: Drawing, frame: PageFrame, page_words: str) -> None:
    top, right = drawing.height - 38, drawing.width - SIDE_PT
    text, muted = colour("text"), colour("muted")
    status = width_pt(frame.status, 8, bold=True)
    room = drawing.width - 2 * SIDE_PT - max(status, width_pt(frame.report_id, 6.5)) - 16
    drawing.add(lettering(SIDE_PT, top, fitted(frame.patient, 12, room, bold=True), 12, text, bold=True))
    drawing.add(lettering(SIDE_PT, top - 13, fitted(frame.patient_detail, 8, room), 8, text))
    drawing.add(
        lettering(right, top + 1, frame.status, 8, colour("text" if frame.is_final else "problem"), anchor=1, bold=True)
    )
    drawing.add(lettering(right, top - 9, frame.report_id, 6.5, muted, anchor=1))
    drawing.add(lettering(right, top - 18, page_words, 7, text, anchor=1))
    _add_rule(drawing, top - 24, colour("text"))


def _add_footer(drawing: Drawing, frame: PageFrame) -> None:
    _add_rule(drawing, 38, colour("line"))
    room = drawing.width - 2 * SIDE_PT
    for number, words in enumerate(frame.footer):
        shown = fitted(words, 6.5, room)
        drawing.add(lettering(SIDE_PT, 28 - 9 * number, shown, 6.5, colour("muted")))


def _add_rule(drawing: Drawing, y: float, ink: Color) -> None:
    drawing.add(Line(SIDE_PT, y, drawing.width - SIDE_PT, y, strokeColor=ink, strokeWidth=0.8))


def _draw_demonstration(canvas: Canvas, words: str, width: float, height: float) -> None:
    band, y = Drawing(width, 16), height - 83
    band.add(Rect(SIDE_PT, 0, width - 2 * SIDE_PT, 15, fillColor=colour("caution_ground"), strokeColor=None))
    band.add(lettering(width / 2, 4.5, f"▲ {words}", 8, colour("caution"), anchor=0.5, bold=True))
    renderPDF.draw(band, canvas, 0, y)
