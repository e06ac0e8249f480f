"""The report on paper: its text read back, its bytes compared, its pages counted."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from report_builder import a_ct_finding, a_record, a_result, a_survival_finding, nothing_computed
from reportlab import rl_config

from hccdesk.domain.errors import ReportError
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.report_options import Paper
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import Cell, Heading, Table
from hccdesk.report.document import Section
from hccdesk.report.fonts import font_set
from hccdesk.report.outline import outline
from hccdesk.report.pdf import pdf_bytes, write_pdf

needs_cjk = pytest.mark.skipif(
    len(font_set().regular) < 2, reason="no Chinese TrueType font here (Debian: fonts-droid-fallback)"
)


def pages(result: CaseResult, language: str = "en", paper: Paper = Paper.A4) -> list[str]:
    return texts_of(pdf_bytes(outline(result, language), paper))


def texts_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@cache
def full_report() -> tuple[str, ...]:
    return tuple(pages(a_result()))


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.control("RISK-29-a")
def test_that_the_paper_says_what_the_outline_says() -> None:
    said = outline(a_result(), "en")
    text = flat("".join(full_report()))
    for section in said.sections:
        assert flat(section.heading.text) in text
    for number in (
        "0.64",
        "0.41",
        "0.58",
        "0.44",
        "0.34",
        "412.6ml",
        "17.4µmol/L",
        "812ng/mL",
        "000123",
    ):
        assert number in text


@pytest.mark.control("RISK-01-e", "RISK-26-c")
def test_that_every_page_names_patient_report_draft_and_its_own_number() -> None:
    found = full_report()
    number = outline(a_result(), "en").frame.report_id
    for n, page in enumerate(found, start=1):
        assert f"Page {n} of {len(found)}" in page
        for piece in ("Li Ming", "ID 000123 · male · 61 years", "DRAFT – not signed", number, "hccdesk 0.1.0"):
            assert piece in page


@pytest.mark.control("RISK-14-a")
def test_that_every_page_with_a_demonstration_model_is_marked() -> None:
    line = "DEMONSTRATION MODEL – trained on synthetic patients, not for clinical use"
    assert all(line in page for page in full_report())


@pytest.mark.parametrize("paper", list(Paper))
def test_that_page_one_holds_the_whole_summary_on_either_paper(paper: Paper) -> None:
    first, second = pages(a_result(), "en", paper)[:2]
    assert "Decision of the board" in first and second.split("not for clinical use")[1].strip().startswith("Evidence")


@needs_cjk
def test_that_page_one_holds_the_whole_summary_in_chinese() -> None:
    first, second = pages(a_result(), "zh")[:2]
    assert "会诊决定" in first and "依据" in second


def test_that_a_full_page_one_flows_on_and_loses_nothing() -> None:
    result = a_result(survival=tuple((f"bundle-{n}", a_survival_finding()) for n in range(6)))
    found = pages(result)
    assert "Decision of the board" not in found[0]
    assert sum(page.count("Decision of the board") for page in found) == 1


@pytest.mark.control("RISK-28-a")
def test_that_the_same_result_gives_the_same_bytes() -> None:
    assert pdf_bytes(outline(a_result(), "en")) == pdf_bytes(outline(replace(a_result()), "en"))
    other = a_result(ct_response=a_ct_finding(probability_of_objective_response=0.65))
    assert pdf_bytes(outline(other, "en")) != pdf_bytes(outline(a_result(), "en"))


def test_that_the_document_carries_title_author_language_and_bookmarks() -> None:
    content = pdf_bytes(outline(a_result(), "en"))
    document = pypdfium2.PdfDocument(content)
    facts = document.get_metadata_dict()
    assert facts["Title"] == "Tumour board report: unresectable hepatocellular carcinoma"
    assert facts["Author"] == "hccdesk 0.1.0"
    assert b"/Lang (en-GB)" in content
    titles = [mark.get_title() for mark in document.get_toc()]
    assert [t for t in titles if t.startswith(("Summary", "Evidence", "Annex"))] == [
        "Summary for the tumour board", "Evidence", "Annex A – Inputs", "Annex B – Applicability, rule by rule",
        "Annex C – Model facts", "Annex D – Validation of the models", "Annex E – Traceability",
        "Annex F – Limitations and references",
    ]  # fmt: skip


def test_that_the_date_of_the_file_is_the_results_and_never_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")  # which reportlab would take
    facts = pypdfium2.PdfDocument(pdf_bytes(outline(a_result(), "en"))).get_metadata_dict()
    assert a_result().provenance.finished_at == "2026-03-01T14:05:33+00:00"
    assert facts["CreationDate"] == facts["ModDate"] == "D:20260301140533+00'00'"


@pytest.mark.parametrize(
    "hostile", ["tumour <5 cm & ALBI <b", "<b>bold</b>", "<img src='/etc/passwd'/>", "&amp; &#0;", "a]]>b"]
)
@pytest.mark.bad("BAD-033", "BAD-096")
def test_that_markup_in_a_name_is_printed_and_not_obeyed(hostile: str) -> None:
    text = flat("".join(pages(a_result(clinical=a_record(name=hostile)))))
    assert flat(hostile) in text


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u2066", "\x1b", "\ud800"])
@pytest.mark.bad("BAD-033")
def test_that_an_invisible_character_becomes_a_visible_mark(hidden: str) -> None:
    first = pages(a_result(clinical=a_record(patient_id=f"12{hidden}3")))[0]
    assert "12\N{REPLACEMENT CHARACTER}3" in first


@pytest.mark.parametrize("name", ["x" * 500, "very long name " * 60, "W" * 100_000])
@pytest.mark.bad("BAD-033")
def test_that_a_long_name_is_cut_and_does_not_hold_up_the_report(name: str) -> None:
    started = time.perf_counter()
    first = pages(a_result(clinical=a_record(name=name)))[0]
    assert "…" in first and "DRAFT – not signed" in first
    assert time.perf_counter() - started < 8


def test_that_a_table_of_hundreds_of_problems_is_set_whole() -> None:
    many = tuple(Problem(Severity.WARNING, f"file_{n}", Sentence.of("fault number {n} here", n=n)) for n in range(300))
    text = "".join(pages(a_result(problems=many)))
    assert all(f"fault number {n} here" in text for n in range(300))


def test_that_very_long_reasons_still_fit() -> None:
    long = NotComputed(Sentence.of("{words}", words="an unusually long explanation " * 200))
    assert len(pages(a_result(ct_response=long, slide_response=long))) > 5


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
def test_that_a_report_of_nothing_is_still_a_report(language: str) -> None:
    assert len(pages(nothing_computed(), language)) >= 4


@needs_cjk
@pytest.mark.bad("BAD-029")
def test_that_a_chinese_name_is_printed_in_an_english_report() -> None:
    assert "欧阳伟" in pages(a_result(clinical=a_record(name="欧阳伟 Müller β ≥ ±")))[0]


@pytest.mark.bad("BAD-097")
@pytest.mark.control("RISK-27-a")
def test_that_a_character_without_a_font_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    # U+20BB7, a GB 18030 surname character; Droid Sans Fallback and DejaVu lack it. U+13000 is in neither either.
    said = outline(a_result(clinical=a_record(name="\U00013000")), "en")
    with pytest.raises(ReportError, match=r"No font on this machine can print .* \(U\+13000\)") as refused:
        write_pdf(said, tmp_path / "report.pdf")
    assert "fonts-droid-fallback" in refused.value.what_to_do
    assert list(tmp_path.iterdir()) == []


def test_that_the_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")
    write_pdf(outline(a_result(), "en"), path)
    assert path.read_bytes() == pdf_bytes(outline(a_result(), "en"))
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.control("RISK-31-a")
def test_that_a_failed_write_leaves_the_old_report_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hccdesk.atomic_file.os.fsync", full_disk)
    with pytest.raises(ReportError, match="could not be written"):
        write_pdf(outline(a_result(), "en"), path)
    assert path.read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.control("RISK-36-c")
def test_that_reportlab_may_fetch_nothing() -> None:
    assert rl_config.trustedSchemes == ["data"] and rl_config.trustedHosts == []


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
def test_that_nothing_is_drawn_outside_the_page(language: str) -> None:
    document = pypdfium2.PdfDocument(pdf_bytes(outline(a_result(), language)))
    for page in document:
        width, height = page.get_size()
        for item in page.get_objects(max_depth=4):
            left, bottom, right, top = item.get_bounds()
            assert left >= 0 and bottom >= 0 and right <= width and top <= height


@pytest.mark.parametrize("rows", range(43, 49))
def test_that_no_page_begins_with_the_last_row_of_a_table_alone(rows: int) -> None:
    row = (Cell("value"), Cell("7"))
    table = Table(("Name", "Number"), (row,) * rows, (1.0, 1.0))
    said = outline(nothing_computed(), "en")
    section = Section(Heading("Values", 1), (table,), new_page=True)
    found = texts_of(pdf_bytes(replace(said, sections=(section,))))
    counted = [page.count("value") for page in found]
    assert sum(counted) == rows and counted[-1] != 1
