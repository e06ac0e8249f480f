"""The PDF carries its fonts: what was read when it was made is read wherever it is opened."""

from __future__ import annotations

from collections import Counter
from ctypes import create_string_buffer
from io import BytesIO

import pypdfium2
import pytest
from pypdfium2 import raw
from report_builder import a_record, a_result
from reportlab.pdfgen.canvas import Canvas

from hccdesk.report.outline import outline
from hccdesk.report.pdf import pdf_bytes


def pieces_of_text(pdf: bytes) -> Counter[tuple[str, bool]]:
    """How many pieces of text are drawn in each font, and whether the file holds it."""
    found: Counter[tuple[str, bool]] = Counter()
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=15):
            font = raw.FPDFTextObj_GetFont(piece)
            name = create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            found[name.value.decode(), bool(raw.FPDFFont_GetIsEmbedded(font))] += 1
    document.close()
    return found


@pytest.mark.parametrize(("language", "name"), [("en", "Zhang San"), ("en", "张三"), ("zh", "张三")])
def test_that_every_piece_of_text_is_drawn_in_a_font_that_the_file_holds(language, name):
    found = pieces_of_text(pdf_bytes(outline(a_result(clinical=a_record(name=name)), language)))
    assert sum(found.values()) > 200
    assert len(found) >= 2
    assert [font for font, embedded in found if not embedded] == []


def test_that_a_font_that_is_only_named_is_noticed():
    page = BytesIO()
    canvas = Canvas(page)
    canvas.drawString(10, 10, "named only")
    canvas.save()
    assert pieces_of_text(page.getvalue()) == {("Helvetica", False): 1}
