"""The file for keeping: PDF/A-2b as far as it can be looked at from here, tags for who cannot see, the same bytes."""

from __future__ import annotations

import ctypes
import io
import re
import zlib
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageCms
from report_builder import a_result, nothing_computed
from reportlab.pdfgen.canvas import Canvas

from hccdesk.domain.report_options import Paper
from hccdesk.report.blocks import Bullets, Cell, Heading, Paragraph, Table
from hccdesk.report.document import Section
from hccdesk.report.fonts import font_set
from hccdesk.report.outline import outline
from hccdesk.report.page_images import page_image
from hccdesk.report.pdf import _build, pdf_bytes
from hccdesk.report.srgb_profile import srgb_profile

needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")
LANGUAGES = pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}


@cache
def full(language: str = "en") -> bytes:
    return pdf_bytes(outline(a_result(), language))


def metadata(content: bytes) -> ElementTree.Element:
    packet = content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")]
    return ElementTree.fromstring(packet.decode("utf-8"))


def said(packet: ElementTree.Element, name: str) -> str:
    found = packet.find(f".//{name}", NAMESPACES)
    assert found is not None, name
    return "".join(found.itertext()).strip()


@LANGUAGES
def test_that_the_metadata_say_what_the_file_is_and_agree_with_its_dictionary(language: str) -> None:
    packet, facts = metadata(full(language)), pypdfium2.PdfDocument(full(language)).get_metadata_dict()
    assert (said(packet, "pdfaid:part"), said(packet, "pdfaid:conformance")) == ("2", "B")
    assert said(packet, "dc:title") == facts["Title"]
    assert said(packet, "dc:creator") == facts["Author"]
    assert said(packet, "dc:description") == facts["Subject"]
    assert said(packet, "pdf:Producer") == facts["Producer"]
    assert said(packet, "xmp:CreatorTool") == facts["Creator"]
    assert said(packet, "dc:language") == {"en": "en-GB", "zh": "zh-CN"}[language]
    assert said(packet, "xmp:CreateDate") == said(packet, "xmp:ModifyDate") == "2026-03-01T14:05:33+00:00"
    assert facts["CreationDate"] == "D:20260301140533+00'00'"


def test_that_markup_in_a_title_does_not_break_the_metadata() -> None:
    hostile = replace(outline(nothing_computed(), "en"), title='A <b> & "c" ]]> 肝')
    packet = metadata(pdf_bytes(hostile))
    assert said(packet, "dc:title") == 'A <b> & "c" ]]> 肝'


@pytest.mark.control("RISK-27-b")
@LANGUAGES
def test_that_every_font_is_in_the_file_and_none_is_a_viewers_own(language: str) -> None:
    content = full(language)
    objects = content.split(b"endobj\n")
    fonts = [one for one in objects if re.search(rb"/Type /Font\s", one)]
    assert fonts and all(b"/Subtype /TrueType" in one and b"/ToUnicode" in one for one in fonts)
    descriptors = [one for one in objects if b"/Type /FontDescriptor" in one]
    assert len(descriptors) == len(fonts) and all(b"/FontFile2" in one for one in descriptors)
    assert not any(name in content for name in (b"Helvetica", b"Times-Roman", b"ZapfDingbats"))


def test_that_the_colours_have_their_meaning_with_them() -> None:
    content = full()
    assert b"/S /GTS_PDFA1" in content and b"/OutputIntents" in content
    profile = re.search(rb"/N 3\n>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    assert profile is not None and zlib.decompress(profile[1]) == srgb_profile()
    assert b"/DeviceCMYK" not in content
    for page in page_streams(content):
        assert not re.search(rb"(?:[\d.]+ ){4}[kK]\s", page)


def test_that_our_colour_space_is_the_srgb_of_others() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    drawn = Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    theirs = ImageCms.profileToProfile(drawn, ours, ImageCms.createProfile("sRGB"))
    assert theirs is not None
    assert np.abs(np.asarray(theirs).astype(int) - np.asarray(drawn)).max() <= 1
    assert len(srgb_profile()) == int.from_bytes(srgb_profile()[:4], "big")


def test_that_nothing_in_the_file_runs_or_is_fetched_or_locked() -> None:
    forbidden = (b"/JavaScript", b"/JS ", b"/Launch", b"/URI", b"/EmbeddedFile", b"/Encrypt", b"/SMask", b"/LZWDecode")
    assert not any(word in full() for word in forbidden)


def test_that_every_stream_ends_on_a_line_of_its_own() -> None:
    content = full()
    assert content.count(b"\nendstream\nendobj") == content.count(b"endstream") > 10
    for start in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", content):
        assert content[start.end() + int(start[1]) :].startswith(b"\nendstream")


@LANGUAGES
def test_that_every_mark_on_a_page_is_content_or_decoration(language: str) -> None:
    document = pypdfium2.PdfDocument(full(language))
    for page in document:
        assert all(pdfium.FPDFPageObj_CountMarks(one.raw) >= 1 for one in page.get_objects(max_depth=1))


def test_that_the_title_is_shown_and_the_file_says_that_it_is_tagged() -> None:
    content = full()
    assert pdfium.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(content).raw)
    assert b"/DisplayDocTitle true" in content and b"/Marked true" in content


def structure(content: bytes) -> list[list[tuple[str, str, int]]]:
    """For every page its elements in reading order: kind, words in place of a picture, how deep."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        told: list[tuple[str, str, int]] = []
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number), 0, told)
        found.append(told)
    return found


def _walk(element, depth: int, told: list[tuple[str, str, int]]) -> None:
    told.append((_text(pdfium.FPDF_StructElement_GetType, element), _alt(element), depth))
    for number in range(max(pdfium.FPDF_StructElement_CountChildren(element), 0)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            _walk(child, depth + 1, told)


def _alt(element) -> str:
    return _text(pdfium.FPDF_StructElement_GetAltText, element)


def _text(get, element) -> str:
    size = get(element, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    get(element, buffer, size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


def test_that_headings_lists_tables_and_figures_are_told_as_such() -> None:
    told = [one for page in structure(full()) for one in page]
    kinds = {kind for kind, _, _ in told}
    assert {"Document", "H1", "H2", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Figure"} <= kinds
    assert all(alt for kind, alt, _ in told if kind == "Figure")
    assert told[1][0] == "H1"


def section_of(*blocks, **named) -> bytes:
    whole = outline(nothing_computed(), "en")
    return pdf_bytes(replace(whole, sections=(Section(Heading("Values", 1), blocks, **named),)))


def test_that_a_table_over_two_pages_is_one_table_whose_header_is_said_once() -> None:
    row = (Cell("value"), Cell("7"))
    pages = structure(section_of(Table(("Name", "Number"), (row,) * 90, (1.0, 1.0))))
    assert len(pages) >= 2
    content = section_of(Table(("Name", "Number"), (row,) * 90, (1.0, 1.0)))
    assert len(re.findall(rb"/S /Table\b", content)) == 1
    assert len(re.findall(rb"/S /TH\b", content)) == 2
    assert len(re.findall(rb"/S /TR\b", content)) == 91
    assert len(re.findall(rb"/S /TD\b", content)) == 180


def test_that_items_are_of_one_list_until_something_else_comes() -> None:
    first, second = Bullets("First", ("a", "b")), Bullets("Second", ("c",))
    content = section_of(first, Paragraph("between"), second)
    assert len(re.findall(rb"/S /L\b", content)) == 2
    assert len(re.findall(rb"/S /LI\b", content)) == 3


def test_that_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    long = " ".join(f"word{n}" for n in range(190))  # 1200 characters are the most that a paragraph keeps
    content = section_of(*(Paragraph(long) for _ in range(14)))
    assert len(pypdfium2.PdfDocument(content)) >= 2
    assert len(re.findall(rb"/S /P\b", content)) == 14


def test_that_the_number_of_the_file_is_its_contents() -> None:
    def number(content: bytes) -> bytes:
        found = re.search(rb"/ID \[<([0-9A-F]{32})><\1>\]", content)
        assert found is not None
        return found[1]

    assert number(full()) == number(pdf_bytes(outline(a_result(), "en")))
    assert number(full()) != number(pdf_bytes(outline(nothing_computed(), "en")))


def page_streams(content: bytes) -> list[bytes]:
    streams = re.findall(rb"/Filter \[ /FlateDecode \] /Length \d+\n>>\nstream\n(.*?)\nendstream", content, re.DOTALL)
    opened = [zlib.decompress(stream) for stream in streams]
    return [one for one in opened if b" BDC" in one]


def test_that_tags_change_nothing_to_see() -> None:
    said = outline(a_result(), "en")
    plain, pages = _build(said, Paper.A4, len(pypdfium2.PdfDocument(full())), Canvas)
    assert pages == len(pypdfium2.PdfDocument(full()))
    for page in range(pages):
        assert np.array_equal(page_image(plain, page, 500), page_image(full(), page, 500))
