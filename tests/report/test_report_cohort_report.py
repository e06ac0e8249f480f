"""What the description of a cohort says, read as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statistics_builder import SHA, a_bare_description, a_description, a_survival_description, none

from hccdesk.domain.cohort_description import BaselineRow, Counted
from hccdesk.domain.manifest import CohortKind
from hccdesk.report.blocks import Table
from hccdesk.report.chart_blocks import ForestChart, SurvivalChart
from hccdesk.report.cohort_report import outline
from hccdesk.report.document import ReportOutline


def tables(said: ReportOutline) -> list[Table]:
    return [block for section in said.sections for block in section.blocks if isinstance(block, Table)]


def lines(table: Table) -> list[str]:
    return [" | ".join(f"{c.text}{c.note and f' [{c.note}]'}" for c in row) for row in table.rows]


def baseline_of(said: ReportOutline) -> Table:
    return next(table for table in tables(said) if table.header and table.header[0] == "Variable")


def test_that_the_first_page_names_table_checksum_kind_and_unit() -> None:
    text = outline(a_description(), "en").text
    for piece in ("phantoms.csv", SHA, "▲ synthetic patients (phantoms)", "every patient counts once", "160 patients"):
        assert piece in text


@pytest.mark.parametrize(("kind", "marked"), [(CohortKind.PHANTOM, True), (CohortKind.SITE, False)])
def test_that_phantoms_are_marked_on_every_page_and_patients_are_not(kind: CohortKind, marked: bool) -> None:
    frame = outline(a_description(kind=kind), "en").frame
    assert frame.demonstration.startswith("DEMONSTRATION – computed on synthetic patients") is marked


def test_that_the_baseline_table_has_a_line_for_each_level_and_the_test_on_the_first() -> None:
    table = baseline_of(outline(a_description(), "en"))
    assert table.header == ("Variable", "TACE-HAIC (n=92)", "HAIC (n=68)", "All (n=160)", "Missing", "p")
    said = lines(table)
    assert said[0] == "Age, years | 56.3 ± 10.4 | 54.1 ± 11.3 | 55.4 ± 10.8 | 0 | 0.228 [a]"
    assert said[1:4] == [
        "Sex |  |  |  | 0 | 0.578 [b]",
        "male | 80 (87.0%) | 57 (83.8%) | 137 (85.6%) |  | ",
        "female | 12 (13.0%) | 11 (16.2%) | 23 (14.4%) |  | ",
    ]
    assert "AFP, ng/mL | 412 (18–5210) | 630 (25–9121) | 501 (20–7120) | 4 | 0.031 [c]" in said
    assert "Cirrhosis, yes | 62 (68.9%) | 66 (98.5%) | 128 (81.5%) | 3 | <0.001 [d]" in said


def test_that_the_notes_name_every_test_and_the_convention() -> None:
    notes = baseline_of(outline(a_description(), "en")).notes
    for piece in (
        "mean ± standard deviation", "median (lower–upper quartile)", "a: Welch's t", "b: Pearson's χ²",
        "c: Mann–Whitney", "d: Fisher's exact", "not corrected for multiple testing",
    ):  # fmt: skip
        assert piece in notes


def test_that_an_ungrouped_cohort_has_no_column_for_p() -> None:
    table = baseline_of(outline(a_bare_description(), "en"))
    assert table.header == ("Variable", "All (n=160)", "Missing") and "a: No patient" in table.notes


def test_that_many_groups_go_on_in_further_tables() -> None:
    groups = tuple((f"Centre {n}", 10 + n) for n in range(12))
    row = BaselineRow("sex", "Sex", "", "male", tuple(Counted(n, 20) for n in range(13)), 0, None, none())
    made = [
        t for t in tables(outline(a_description(groups=groups, baseline=(row,)), "en")) if t.header[:1] == ("Variable",)
    ]
    assert [len(t.header) for t in made] == [6, 6, 6]  # 5, 5, then 2, all, missing, p
    assert [h for t in made for h in t.header if h.startswith("Centre")] == [
        f"Centre {n} (n={10 + n})" for n in range(12)
    ]
    assert made[-1].header[-3:] == ("All (n=160)", "Missing", "p")


def test_that_response_is_counted_with_rates_and_tested() -> None:
    text = outline(a_description(), "en").text
    for piece in ("34 (37.8%)", "42.2% (34.2–51.2)", "Pearson's χ²: χ²(1) = 9.21, p = 0.002"):
        assert piece in text


def test_that_each_endpoint_has_its_curves_medians_and_hazard_ratios() -> None:
    said = outline(a_description(), "en")
    charts = [b for s in said.sections for b in s.blocks if isinstance(b, SurvivalChart)]
    assert [c.is_incidence for c in charts] == [False, False, True]
    assert charts[0].test_words == "log-rank: χ²(1) = 4.13, p = 0.042"
    for piece in ("Hazard ratio against TACE-HAIC", "1 (reference)", "1.00 (0.70–1.80)", "Numbers at risk"):
        assert piece in said.text
    assert "Cumulative incidence" in said.text and "not reached" in said.text


def test_that_a_regression_is_a_table_and_a_forest() -> None:
    said = outline(a_description(), "en")
    forests = [b for s in said.sections for b in s.blocks if isinstance(b, ForestChart)]
    assert [len(f.rows) for f in forests] == [5, 5]  # the sixth term was not computed: it is in the table only
    assert all(f.is_log and f.reference == 1.0 for f in forests)
    table = next(t for t in tables(said) if "Univariate odds ratio (95% interval)" in t.header)
    assert lines(table)[2] == "Diameter > 10 cm | 1.10 (0.70–1.72) | 0.670 | – | –"
    assert lines(table)[5] == "Extrahepatic metastasis | – [a] | – | – [b] | –"
    assert "a: The logistic regression has no solution." in table.notes
    assert "Only 7.4 patients of the rarer outcome a covariate" in said.text


def test_that_what_was_not_computed_says_why() -> None:
    text = outline(a_bare_description(), "en").text
    for piece in (
        "Not computed: No patient has a value.", "Log-rank test not computed: A group has no spread",
        "Not computed: The logistic regression has no solution.",
    ):  # fmt: skip
        assert piece in text


def test_that_an_endpoint_without_patients_says_so() -> None:
    empty = replace(a_survival_description(), groups=(), hazard_ratios=(), log_rank=None)
    assert "No patient has a follow-up" in outline(a_description(survival=(empty,)), "en").text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.bad("BAD-079")
@pytest.mark.control("RISK-20-c")
def test_that_no_number_is_printed_that_is_none(language: str) -> None:
    for description in (a_description(), a_bare_description()):
        for text in outline(description, language).texts:
            assert not {"nan", "inf", "None", "NaN"} & set(text.replace("(", " ").replace(")", " ").split())


def test_that_the_number_of_the_document_follows_from_what_is_told() -> None:
    one, same = (outline(a_description(), language).frame.report_id for language in ("en", "en"))
    assert one == same != outline(a_description(patients=161), "en").frame.report_id
    assert one.split()[-1] == outline(a_description(), "zh").frame.report_id.split()[-1]


def test_that_chinese_says_the_same_in_chinese() -> None:
    text = outline(a_description(), "zh").text
    for piece in (
        "基线特征",
        "年龄，岁",
        "Welch t 检验",
        "对数秩检验",
        "风险人数",
        "单因素比值比",
        "演示",
        "客观缓解率",
    ):
        assert piece in text


def test_that_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        outline(a_description(), "fr")
