"""The reports of five cases, each from files to PDF: complete, CT only, slide only, outside scope, Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from five_cases import CASES, five_results

from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.report_options import ALL_PARTS, Paper, ReportOptions, ReportPart
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding
from hccdesk.phantom.sample_case import write_sample_case
from hccdesk.report.fonts import font_set
from hccdesk.workflow.make_sample import SAMPLE_SEED
from hccdesk.workflow.workbench import open_workbench
from hccdesk.workflow.write_report import set_report

pytestmark = pytest.mark.slow
needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")
LANGUAGES = ("en", pytest.param("zh", marks=needs_cjk))
DECISION = {"en": "Decision of the board", "zh": "会诊决定"}
PATIENT = {"en": "For the patient", "zh": "致患者"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, CaseResult]:
    folder: Path = tmp_path_factory.mktemp("five cases")
    sample = write_sample_case(folder / "patient", SAMPLE_SEED, NoProgress())
    with open_workbench(DeviceChoice.CPU) as workbench:
        return five_results(sample, folder, workbench)


@pytest.fixture(scope="module")
def pages(results: Mapping[str, CaseResult]):
    @cache
    def of(
        name: str, language: str = "en", paper: Paper = Paper.A4, parts: frozenset[ReportPart] = ALL_PARTS
    ) -> tuple[str, ...]:
        pdf = set_report(results[name], ReportOptions(language, paper, parts, patient_page=True))
        document = pypdfium2.PdfDocument(pdf)
        return tuple(page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in document)

    return of


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_that_the_boards_page_is_one_page_and_the_patients_another(pages, name, language, paper):
    found = pages(name, language, paper, frozenset())
    assert DECISION[language] in found[0] and PATIENT[language] not in found[0]
    assert PATIENT[language] in found[-1] and len(found) == 3  # the limitations stand between them


@pytest.mark.parametrize(("name", "language"), [("complete", "en"), pytest.param("chinese", "zh", marks=needs_cjk)])
def test_that_nothing_lies_outside_the_paper(results, name, language):
    document = pypdfium2.PdfDocument(set_report(results[name], ReportOptions(language, Paper.LETTER)))
    for page in document:
        width, height = page.get_size()
        for item in page.get_objects(max_depth=5):
            left, bottom, right, top = item.get_bounds()
            assert left >= -0.5 and bottom >= -0.5 and right <= width + 0.5 and top <= height + 0.5


@pytest.mark.parametrize("name", CASES)
def test_that_no_page_but_the_last_of_a_part_is_half_empty(pages, name):
    """A page that holds less than a heading and a few lines is one that was not looked at."""
    assert all(len(text) > 500 for text in pages(name)[:-1])


def test_that_the_complete_case_says_its_numbers_as_they_were_computed(results, pages):
    ct = results["complete"].ct_response
    assert isinstance(ct, CtResponseFinding)
    first = pages("complete")[0]
    assert f"{ct.probability_of_objective_response:.2f}" in first
    assert f"Of 100 such patients about {round(100 * ct.probability_of_objective_response)}" in first
    assert "Annex D – Validation of the models" in " ".join(pages("complete"))


def test_that_what_was_not_given_is_named_and_has_no_number(results, pages):
    assert not isinstance(results["ct_only"].slide_response, HaimFinding)
    assert "no slide was given" in pages("ct_only")[0]
    assert not isinstance(results["slide_only"].ct_response, CtResponseFinding)
    assert "no CT was given" in pages("slide_only")[0]


def test_that_outside_scope_is_as_loud_as_the_number(pages):
    first = pages("outside_scope")[0]
    assert first.count("OUTSIDE ITS SCOPE – shown for information") >= 2
    assert "None: no nomogram inside its regimen and scope was computed." in first


def test_that_the_chinese_name_is_printed_in_both_languages(pages):
    assert "欧阳 伟" in pages("chinese", "en")[0]
    if len(font_set().regular) > 1:
        assert "欧阳 伟" in pages("chinese", "zh")[0]


def test_that_no_number_of_a_practice_model_reaches_the_patients_page(pages):
    for name in CASES:
        page = pages(name)[-1].split("For the patient")[1].split("hccdesk ")[0]
        assert not any(character.isdigit() for character in page.replace("PD-1", ""))
        assert "The program used here is for practice." in page
