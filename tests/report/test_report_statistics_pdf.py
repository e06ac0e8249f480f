"""The statistics documents on paper: the same bytes, nothing off the page, headings of long tables repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from statistics_builder import (
    a_bare_description,
    a_bare_survival_report,
    a_bare_validation,
    a_description,
    a_survival_report,
    a_validation,
)

from hccdesk.domain.report_options import Paper
from hccdesk.report import cohort_report, validation_report
from hccdesk.report.document import ReportOutline
from hccdesk.report.fonts import font_set
from hccdesk.report.page_builder import BOTTOM_PT, SIDE_PT
from hccdesk.report.pdf import pdf_bytes

needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")
LANGUAGES = ["en", pytest.param("zh", marks=needs_cjk)]
DOCUMENTS: dict[str, Callable[[str], ReportOutline]] = {
    "cohort": lambda language: cohort_report.outline(a_description(), language),
    "bare cohort": lambda language: cohort_report.outline(a_bare_description(), language),
    "response": lambda language: validation_report.outline(a_validation(), language),
    "survival": lambda language: validation_report.outline(a_survival_report(), language),
    "bare response": lambda language: validation_report.outline(a_bare_validation(), language),
    "bare survival": lambda language: validation_report.outline(a_bare_survival_report(), language),
}


@cache
def set_document(name: str, language: str, paper: Paper) -> bytes:
    return pdf_bytes(DOCUMENTS[name](language), paper)


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_that_everything_lies_within_the_margins(name: str, language: str, paper: Paper) -> None:
    for page in pypdfium2.PdfDocument(set_document(name, language, paper)):
        width, _ = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, _ = thing.get_bounds()
            assert left >= SIDE_PT - 1.5 and right <= width - SIDE_PT + 1.5
            assert bottom >= BOTTOM_PT - 30  # the footer's two lines


@pytest.mark.parametrize("name", DOCUMENTS)
def test_that_the_same_values_give_the_same_bytes(name: str) -> None:
    assert pdf_bytes(DOCUMENTS[name]("en"), Paper.A4) == set_document(name, "en", Paper.A4)


@pytest.mark.parametrize("name", ["cohort", "response", "survival"])
def test_that_every_page_names_the_document_and_marks_phantoms(name: str) -> None:
    found = pages(set_document(name, "en", Paper.A4))
    number = DOCUMENTS[name]("en").frame.report_id
    for n, text in enumerate(found, start=1):
        for piece in (f"Page {n} of {len(found)}", "DEMONSTRATION", number, "hccdesk 0.2.0", "research use only"):
            assert piece in text


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["response", "survival"])
def test_that_page_one_holds_the_whole_summary(name: str, language: str, paper: Paper) -> None:
    said = DOCUMENTS[name](language)
    first, second = ("".join(text.split()) for text in pages(set_document(name, language, paper))[:2])
    assert "".join(said.sections[0].heading.text.split()) in first
    assert "80a00f0b51c6d51dc228" in first and "".join(said.sections[1].heading.text.split()) in second


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_that_no_heading_stands_alone_at_the_foot_of_a_page(name: str, paper: Paper) -> None:
    headings = {section.heading.text for section in DOCUMENTS[name]("en").sections}
    for text in pages(set_document(name, "en", paper)):
        body = text.split("hccdesk 0.2.0")[0].strip().splitlines() if text.rstrip().endswith("document.") else []
        assert not body or body[-1] not in headings


def test_that_a_long_table_repeats_its_header() -> None:
    found = [text for text in pages(set_document("response", "en", Paper.A4)) if "Asks for" in text]
    assert len(found) >= 2 and not any("TRIPOD+AI checklist" in text for text in found[1:])


def test_that_a_cohort_of_many_variables_goes_on_over_the_pages() -> None:
    row = a_description().baseline[0]
    rows = tuple(replace(row, variable=f"v{n}", title=f"Variable {n}") for n in range(150))
    found = pages(pdf_bytes(cohort_report.outline(a_description(baseline=rows), "en")))
    assert sum("TACE-HAIC (n=92)" in text for text in found) >= 3
    assert all(f"Variable {n}," in "".join(found) for n in range(150))


def test_that_the_bookmarks_name_the_parts() -> None:
    document = pypdfium2.PdfDocument(set_document("survival", "en", Paper.A4))
    titles = [mark.get_title() for mark in document.get_toc()]
    assert {"Summary", "Discrimination", "Groups of predicted risk", "Subgroups", "TRIPOD+AI checklist"} <= set(titles)


@pytest.mark.parametrize("rows", range(36, 52))
def test_that_notes_are_never_parted_from_the_last_row(rows: int) -> None:
    row = replace(a_description().baseline[0], cells=a_description().baseline[0].cells[-1:], test=None)
    baseline = tuple(replace(row, variable=f"v{n}", title=f"Variable {n}") for n in range(rows))
    found = pages(pdf_bytes(cohort_report.outline(replace(a_bare_description(), baseline=baseline), "en")))
    with_notes = next(text for text in found if "mean ± standard deviation" in text)
    assert f"Variable {rows - 1}," in with_notes
