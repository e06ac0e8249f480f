"""Models of public data on paper: what they tell, of whose patients, and the one that is never offered."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
from report_builder import a_manifest, a_result, a_survival_finding

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind, ModelKind, SurvivalCheck
from hccdesk.domain.result import CaseResult, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.report.blocks import Card, CardRow, Paragraph
from hccdesk.report.outline import outline
from hccdesk.report.pdf import write_pdf

CITATION = (
    "Shen L, Zeng Q, Guo P, et al. Dynamically prognosticating patients with hepatocellular carcinoma through survival "
    "paths mapping based on time-series data. Nat Commun 2018;9:2230. doi:10.1038/s41467-018-04633-7."
)
WHY = Sentence.of("this model is not offered for patients, since p = {p:.2f}", p=0.42)


def with_public_models() -> CaseResult:
    result = a_result()
    overall = a_survival_finding(
        model_id="os-public",
        question="Overall survival from the first visit",
        endpoint=Endpoint.OS,
        cohort_kind=CohortKind.PUBLIC,
        citation=CITATION,
        in_regimen=False,
    )
    public = a_manifest(
        ModelKind.SURVIVAL_NOMOGRAM, model_id="os-public", title="Overall survival, public", citation=CITATION,
        cohort_kind=CohortKind.PUBLIC, outputs=("overall_survival",), regimen=None,
        applicability={"treatments_given": ["embolization (1332)"]},
        survival_check=SurvivalCheck(1e-43, 0.982, 0.083, 500),
    )  # fmt: skip
    never = replace(
        public, model_id="ttp-public", title="Time to progression, public", outputs=("freedom_from_progression",),
        offered=False, survival_check=SurvivalCheck(0.4168, 0.4636, -0.0322, 500),
    )  # fmt: skip
    survival = (*result.survival, ("os-public", overall), ("ttp-public", NotComputed(WHY, applicable=False)))
    return replace(result, survival=survival, models=(*result.models, public, never))


def summary_cards(language: str = "en") -> list[Card]:
    rows = outline(with_public_models(), language).sections[0].blocks
    return [card for row in rows if isinstance(row, CardRow) for card in row.cards]


def words_of(section_index: int | None = None, language: str = "en") -> str:
    sections = outline(with_public_models(), language).sections
    return repr(sections if section_index is None else sections[section_index])


def test_that_a_model_of_other_treatments_is_a_few_words_on_page_one_and_whole_in_the_evidence() -> None:
    assert not any("Overall survival" in card.title for card in summary_cards())
    page_one = outline(with_public_models(), "en").sections[0].blocks
    (said,) = [b.text for b in page_one if isinstance(b, Paragraph) and b.text.startswith("Overall survival")]
    assert "another question than progression-free survival" in said and "free of progression" not in said
    assert "0.58 at 12 months" in said and "public data, not this hospital's patients" in said
    assert "OUTSIDE ITS REGIMEN" in said and "DEMONSTRATION" not in said
    assert CITATION in words_of(1) and CITATION not in words_of(0)


def test_that_page_one_still_ends_with_the_clinicians_part(tmp_path) -> None:
    write_pdf(outline(with_public_models(), "en"), tmp_path / "report.pdf")
    page = pypdfium2.PdfDocument(tmp_path / "report.pdf")[0].get_textpage().get_text_range()
    assert "Decision of the board" in page


def test_that_the_demonstration_is_still_one() -> None:
    (card,) = [card for card in summary_cards() if card.title.startswith("Progression-free")]
    assert any("DEMONSTRATION" in badge.text for badge in card.badges)


def test_that_a_model_never_offered_takes_a_line_on_page_one_and_its_figures_in_the_evidence() -> None:
    assert not any("Time to progression" in card.title for card in summary_cards())
    page_one = outline(with_public_models(), "en").sections[0].blocks
    assert any(isinstance(b, Paragraph) and "Never shown" in b.text and "ttp-public" in b.text for b in page_one)
    assert "this model is not offered for patients, since p = 0.42" in words_of()


def test_that_the_annex_prints_check_treatments_and_source() -> None:
    said = words_of()
    assert "NO, never: likelihood-ratio p = 0.42, slope 0.464 and R² -0.032" in said
    assert "none of ours; these patients had: embolization (1332)" in said
    references = words_of(-1)
    assert CITATION in references


def test_that_page_one_names_each_nomogram_by_its_endpoint() -> None:
    assert "Nomogram (OS)" in words_of(0) and "Nomogram (PFS)" in words_of(0)


def test_that_it_can_be_said_in_chinese_and_set(tmp_path) -> None:
    said = words_of(0, "zh")
    assert "与无进展生存期不同的问题" in said and "公开数据" in said
    write_pdf(outline(with_public_models(), "en"), tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size > 20_000
