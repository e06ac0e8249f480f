"""reportlab's flowables, each noting on the canvas's tagger what it draws; on a canvas without one they only draw."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from reportlab.platypus import Flowable, Paragraph, Table

from hccdesk.report.fonts import REGULAR
from hccdesk.report.tagging import LAYOUT, Tagger


def marking(canvas: Any, tag: str, alt: str = "", whole: object = None) -> AbstractContextManager[None]:
    """What is drawn within is a `tag` element of the document."""
    tagger = tagger_of(canvas)
    return tagger.mark(canvas, tag, alt, whole) if tagger else nullcontext()


def artifact(canvas: Any, begin: str = LAYOUT) -> AbstractContextManager[None]:
    """What is drawn within is decoration."""
    tagger = tagger_of(canvas)
    return tagger.artifact(canvas, begin) if tagger else nullcontext()


def tagger_of(canvas: Any) -> Tagger | None:
    """The canvas's own; None while pages are only counted."""
    found = getattr(canvas, "tagger", None)
    return found if isinstance(found, Tagger) else None


class TaggedParagraph(Paragraph):  # type: ignore[misc]  # reportlab carries no types
    """A paragraph that is a `tag` element; its part on the next page belongs to the same."""

    tag = "P"
    whole: object = None

    def draw(self) -> None:
        """The lines, with the ground behind them."""
        self.whole = self.whole or object()
        with marking(self.canv, self.tag, whole=self.whole):
            super().draw()

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The parts before and after the page's end."""
        self.whole = self.whole or object()
        parts: list[Flowable] = super().split(availWidth, availHeight)
        for part in parts:
            part.tag, part.whole = self.tag, self.whole
        return parts


class TaggedFigure(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """A drawing or picture with words in its place for who cannot see it."""

    def __init__(self, drawn: Flowable, alt: str) -> None:
        super().__init__()
        self._drawn, self._alt = drawn, alt
        self.hAlign = getattr(drawn, "hAlign", "LEFT")

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Its size."""
        self.width, self.height = self._drawn.wrap(availWidth, availHeight)
        return self.width, self.height

    def draw(self) -> None:
        """At the canvas's origin."""
        with marking(self.canv, "Figure", self._alt):
            self._drawn._drawOn(self.canv)


class LayoutTable(Table):  # type: ignore[misc]  # reportlab carries no types
    """Cells side by side that are no table to a reader; its grounds and lines are decoration."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.setStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR)])  # an empty cell, too, would name Helvetica

    def _drawCell(self, cellval: object, *where: Any) -> None:  # noqa: N802 - reportlab's name
        if cellval != "":  # nothing, which reportlab would write
            super()._drawCell(cellval, *where)

    def _drawBkgrnd(self) -> None:  # noqa: N802 - reportlab's name
        with artifact(self.canv):
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 - reportlab's name
        with artifact(self.canv):
            super()._drawLines()

    def _restoreRoundingObscuredLines(self) -> None:  # noqa: N802 - reportlab's name
        with artifact(self.canv):
            super()._restoreRoundingObscuredLines()


class DataTable(LayoutTable):
    """Rows of cells that a reader can walk; a header that is repeated on the next page is said once."""

    whole: object = None
    is_continued = False

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """The parts before and after the page's end."""
        self.whole = self.whole or object()
        parts: list[Flowable] = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            part.whole, part.is_continued = self.whole, self.is_continued or number > 0
        return parts

    def draw(self) -> None:
        """All of it that is on this page."""
        tagger = tagger_of(self.canv)
        if tagger is None:
            super().draw()
            return
        self.whole = self.whole or object()
        self._renderCB = _Cells(tagger, self)
        tagger.open("Table", self.whole)
        super().draw()
        tagger.close()


class _Cells:
    """Told by reportlab where rows and cells begin and end."""

    def __init__(self, tagger: Tagger, table: DataTable) -> None:
        self._tagger, self._headers = tagger, table.repeatRows or 0
        self._is_repeated = table.is_continued
        self._row = 0

    def __call__(self, _table: Table, event: str, *arguments: Any) -> None:
        if event == "startRow":
            self._row = int(arguments[0])
        if self._is_repeated and self._row < self._headers:
            self._repeat(event)
        elif event == "startRow":
            self._tagger.open("TR")
        elif event == "startCell":
            self._tagger.open("TH" if self._row < self._headers else "TD")
        elif event in ("endRow", "endCell"):
            self._tagger.close()

    def _repeat(self, event: str) -> None:
        if event == "startRow":
            self._tagger.hush()
        elif event == "endRow":
            self._tagger.speak()
