"""The canvas that a report is drawn on: pages, and what is on them, of a file that is kept and can be read aloud."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFName, PDFPage
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hccdesk.report.archive_document import ArchiveDocument, DocumentFacts
from hccdesk.report.fonts import REGULAR
from hccdesk.report.tagging import Tagger

_PAGE_ENTRIES = ["StructParents", "Tabs"]


class ArchiveCanvas(Canvas):  # type: ignore[misc]  # reportlab carries no types
    """A canvas with a tagger, on a document that says what it is."""

    def __init__(self, *arguments: Any, facts: DocumentFacts, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._doc = ArchiveDocument(facts)
        self.tagger = Tagger()

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """The font, where it can be in the file; in place of Helvetica, which reportlab begins drawings with, ours."""
        is_embedded = isinstance(getFont(psfontname), TTFont)
        super().setFont(psfontname if is_embedded else REGULAR, size, leading)

    def _setAnnotations(self, page: PDFPage) -> None:  # noqa: N802 - reportlab's name
        super()._setAnnotations(page)
        page.__NoDefault__ = [*page.__NoDefault__, *_PAGE_ENTRIES]
        page.StructParents, page.Tabs = self.tagger.next_page(), PDFName("S")

    def save(self) -> None:
        """Write the file."""
        if len(self._code):
            self.showPage()
        self._doc.complete(self.tagger.add_to(self._doc))
        super().save()
