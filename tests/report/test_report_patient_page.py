"""The page for the patient: plain words, no number of a demonstration model, no number outside scope."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from report_builder import a_board, a_complete_result, a_ct_finding, a_result, a_survival_with_band, an_interval

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.report_options import Paper, ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.report.document import ReportOutline
from hccdesk.report.fonts import font_set
from hccdesk.report.outline import outline
from hccdesk.workflow.write_report import set_report

needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")


def page(result: CaseResult, language: str = "en") -> str:
    said = outline(result, language, patient_page=True)
    return "\n".join(ReportOutline(language, "", "", said.frame, said.sections[-1:]).texts[len(frame(said)) :])


def frame(said: ReportOutline) -> tuple[str, ...]:
    return ReportOutline("en", "", "", said.frame, ()).texts


def of_a_site(**changes: object) -> CaseResult:
    """The builder's result as if all models came from a site's own patients."""
    models = tuple(replace(m, cohort_kind=CohortKind.SITE) for m in a_result().models)
    facts = tuple(replace(f, cohort_kind="site") for f in a_result().provenance.models)
    survival = a_survival_with_band(cohort_kind=CohortKind.SITE)
    site = a_result(
        models=models,
        provenance=replace(a_result().provenance, models=facts),
        ct_response=a_ct_finding(interval=an_interval(0.52, 0.74)),
        survival=(("pfs-nomogram-demo", survival),),
    )
    return replace(site, **changes)  # type: ignore[arg-type]


def test_that_it_is_there_only_when_it_was_asked_for() -> None:
    assert "For the patient" not in outline(a_result(), "en").text
    assert outline(a_result(), "en", patient_page=True).sections[-1].heading.text == "For the patient"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_that_no_number_of_a_demonstration_model_is_told(language: str) -> None:
    said = page(a_complete_result(), language)
    assert not re.search(r"\d", said.replace("PD-1", ""))
    warning = "The program used here is for practice." if language == "en" else "这里使用的程序只供练习。"
    assert warning in said


def test_that_a_sites_own_model_in_scope_is_told_of_one_hundred_with_its_doubt() -> None:
    said = page(of_a_site())
    # P = 0.64 (0.52 to 0.74); exp(-0.045 * 12) = 0.58 (0.48 to 0.67) of the builder
    assert "the tumour gets clearly smaller in about 64, and does not in about 36." in said
    assert "it may be anything from 52 to 74 of 100" in said and "Your own chance may be higher or lower" in said
    assert "the tumour has not grown again after 12 months in about 58. It may be anything from 48 to 67." in said
    assert "Nobody can know who of the 100 you are." in said and "practice" not in said


def test_that_out_of_scope_nothing_is_told() -> None:
    rule = RuleResult("prior_treatment", RuleAnswer.OUTSIDE, Sentence.of("treated before"))
    verdicts = tuple(ApplicabilityVerdict(m, (rule,)) for m in ("ct-response-demo", "pfs-nomogram-demo"))
    said = page(of_a_site(applicability=verdicts))
    assert "It says nothing that fits you well enough to be written here." in said and "64" not in said


def test_that_how_long_people_live_is_left_to_the_doctor() -> None:
    survival = a_survival_with_band(cohort_kind=CohortKind.SITE, endpoint=Endpoint.OS)
    said = page(of_a_site(survival=(("os", survival),)))
    assert "alive" not in said and "12 months" not in said and "about 64" in said


def test_that_a_practice_part_beside_a_real_one_is_named() -> None:
    demonstration = a_survival_with_band()
    said = page(of_a_site(survival=(("pfs", demonstration),)))
    assert "about 64" in said and "Another part of the program is for practice." in said and "58" not in said


def test_that_what_was_not_given_was_not_looked_at() -> None:
    said = page(a_result(slide=None))
    assert "CT scanner" in said and "microscope" not in said


def test_that_a_signed_decision_is_told_and_an_unsigned_one_is_not() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    signed = outline(a_result(), "en", board=a_board(at=at), patient_page=True).sections[-1]
    draft = outline(a_result(), "en", board=a_board(signed=False, at=at), patient_page=True).sections[-1]
    told = [ReportOutline("en", "", "", outline(a_result(), "en").frame, (s,)).text for s in (signed, draft)]
    assert "They have written down: TACE-HAIC with PD-1 inhibitor" in told[0]
    assert "They have not signed a decision yet." in told[1]


def test_that_its_sentences_are_short() -> None:
    # 12-year-olds read sentences of 15 to 20 words; the names of the treatment are what they are
    said = page(of_a_site())
    sentences = [s for line in said.splitlines() for s in re.split(r"[.?:;]\s", line) if "(" not in s]
    lengths = [len(s.split()) for s in sentences]
    assert max(lengths) <= 26 and sum(lengths) / len(lengths) < 13


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
def test_that_it_is_one_page_in_large_letters(language: str, paper: Paper) -> None:
    options = ReportOptions(language, paper, frozenset(), patient_page=True)
    document = pypdfium2.PdfDocument(set_report(of_a_site(), options))
    texts = [p.get_textpage().get_text_bounded() for p in document]
    first = "For the patient" if language == "en" else "致患者"
    last = "Whom can I call" if language == "en" else "可以打电话给谁"
    assert first in texts[-1] and last in texts[-1]
