"""Annex D: what each model's validation says, from the reports that come with the program."""

from __future__ import annotations

from report_builder import a_complete_result, a_result, shipped_validations

from hccdesk.domain.estimate import Estimate
from hccdesk.report.annex_models import annex_models
from hccdesk.report.annex_validation import annex_validation
from hccdesk.report.blocks import Heading, Paragraph, Table
from hccdesk.report.chart_blocks import CalibrationChart, ChartPair, RocChart
from hccdesk.report.document import Section
from hccdesk.report.voice import Voice


def tables(section: Section) -> list[dict[str, str]]:
    facts = [block for block in section.blocks if isinstance(block, Table) and not block.header]
    return [{row[0].text: row[1].text for row in table.rows if row[0].text} for table in facts]


def test_that_every_validated_model_has_counts_measure_calibration_and_brier() -> None:
    section = annex_validation(a_complete_result(), Voice("en"))
    found = tables(section)
    assert len(found) == 3
    for facts, (_, report) in zip(found, shipped_validations(), strict=True):
        assert facts["Unit of analysis"] == "patient"
        assert facts["Cohort"] == report.cohort and facts["Kind of validation"] == report.how.text
        assert facts["Brier score, lower is better"][0] == "0"
        answered = sum(item.answer is not None for item in report.checklist)
        assert facts["TRIPOD+AI"].startswith(f"{answered} of {len(report.checklist)} items answered; not known: ")
    auc = shipped_validations()[0][1].response.auc  # type: ignore[union-attr]
    assert isinstance(auc, Estimate) and auc.low is not None and auc.high is not None
    assert found[0]["AUC (95% interval)"] == f"{auc.value:.2f} ({auc.low:.2f}–{auc.high:.2f})"
    assert "C-index (95% interval)" in found[2]


def test_that_roc_and_calibration_are_drawn_side_by_side() -> None:
    section = annex_validation(a_complete_result(), Voice("en"))
    pairs = [block.charts for block in section.blocks if isinstance(block, ChartPair)]
    assert [type(chart) for chart in pairs[0]] == [RocChart, CalibrationChart]
    assert [type(chart) for chart in pairs[-1]] == [CalibrationChart, CalibrationChart]


def test_that_subgroups_are_counted_and_one_too_small_says_so() -> None:
    section = annex_validation(a_complete_result(), Voice("en"))
    subgroups = next(block for block in section.blocks if isinstance(block, Table) and block.header)
    (_, report), *_ = shipped_validations()
    assert [row[1].text for row in subgroups.rows] == [str(row.patients) for row in report.subgroups]
    assert any("not computed" in row[3].text for row in subgroups.rows)


def test_that_a_model_without_validation_is_named() -> None:
    section = annex_validation(a_result(validations=()), Voice("en"))
    said = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    assert said == [
        f"■ {title}: no validation on record."
        for title in ("CT response, demonstration", "HAIM, demonstration", "PFS nomogram, demonstration")
    ]


def test_that_every_model_says_what_is_needed_to_judge_it() -> None:
    section = annex_models(a_complete_result(), Voice("en"))
    headings = [block.text for block in section.blocks if isinstance(block, Heading) and block.level == 3]
    assert headings == ["What is needed to judge it independently"] * 5
    reviews = [facts for facts in tables(section) if "How it works" in facts]
    assert len(reviews) == 5 and all(facts["Inputs used"] and facts["Made from"] for facts in reviews)
    assert "Cox regression" in reviews[-1]["How it works"]
