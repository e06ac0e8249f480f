"""What the validation of a model says, read as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from statistics_builder import (
    SHA,
    a_bare_survival_report,
    a_bare_validation,
    a_calibration,
    a_response_validation,
    a_survival_report,
    a_validation,
    none,
)

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.validation import ValidationReport
from hccdesk.report.blocks import CardRow, Table
from hccdesk.report.chart_blocks import ChartPair, ForestChart, RocChart, SurvivalChart
from hccdesk.report.document import ReportOutline
from hccdesk.report.tone import Tone
from hccdesk.report.validation_report import outline
from hccdesk.report.validation_words import calibration_verdict, separation
from hccdesk.report.voice import Voice

EN = Voice("en")


def page_one(report: ValidationReport) -> str:
    said = outline(report, "en")
    return "\n".join(ReportOutline("en", "", "", said.frame, said.sections[:1]).texts)


def test_that_page_one_says_model_cohort_unit_and_who_was_scored() -> None:
    text = page_one(a_validation())
    for piece in (
        "ct-response-demo 0.2.0", SHA, SHA[::-1], "held-out.csv", "PATIENT: one score and one outcome each",
        "80 of 84 patients of the table.", "The CT series cannot be read.", "Held-out patients",
        "33 of 80 patients: objective response (CR or PR)",
    ):  # fmt: skip
        assert piece in text


def test_that_page_one_gives_the_main_measure_with_interval_and_the_best_reachable() -> None:
    said = outline(a_validation(), "en")
    (card,) = next(b for b in said.sections[0].blocks if isinstance(b, CardRow)).cards
    assert [(n.value, n.words) for n in card.numbers] == [
        ("0.78", "AUC (95% 0.67–0.89)"),
        ("0.84", "best AUC that the truth itself reaches (95% 0.75–0.93)"),
        ("0.71", "calibration slope, 1 is right (95% 0.42–0.96)"),
        ("0.193", "Brier score, lower is better"),
    ]
    lines = [line.text for line in card.lines]
    assert "● better than chance: the interval lies above 0.5" in lines
    assert "▲ predictions too extreme: the slope lies below 1 (overfitting)" in lines
    assert "At the threshold 0.532: recognised 23 of 33 with the outcome and 36 of 47 without it." in lines


def test_that_page_one_compares_with_other_models() -> None:
    assert "Clinical logistic model: AUC 0.66 (0.54–0.78); difference to this model −0.12 (−0.25, 0.01), p = 0.067" in (
        page_one(a_validation())
    )


@pytest.mark.control("RISK-49-b")
def test_that_a_slice_level_unit_is_a_problem_and_never_called_patient() -> None:
    text = page_one(a_validation(unit_of_analysis="slice"))
    assert "PATIENT" not in text and "slice" in text


@pytest.mark.parametrize(
    ("cohort", "model", "said"),
    [
        (CohortKind.PHANTOM, CohortKind.PHANTOM, "DEMONSTRATION – computed on synthetic patients"),
        (CohortKind.SITE, CohortKind.PHANTOM, "DEMONSTRATION – the model was trained on synthetic patients"),
        (CohortKind.PHANTOM, CohortKind.SITE, "DEMONSTRATION – computed on synthetic patients"),
    ],
)
def test_that_phantoms_on_either_side_are_marked(cohort: CohortKind, model: CohortKind, said: str) -> None:
    frame = outline(a_validation(cohort_kind=cohort, model_cohort_kind=model), "en").frame
    assert frame.demonstration.startswith(said)


def test_that_people_are_not_marked() -> None:
    report = a_validation(cohort_kind=CohortKind.SITE, model_cohort_kind=CohortKind.SITE)
    assert outline(report, "en").frame.demonstration == "" and "DEMONSTRATION" not in page_one(report)


@pytest.mark.parametrize(
    ("estimate", "said", "tone"),
    [
        (Estimate(0.7, 0.51, 0.8), "● better than chance", Tone.PLAIN),
        (Estimate(0.7, 0.5, 0.9), "■ not shown to be better than chance", Tone.PROBLEM),
        (Estimate(0.3, 0.2, 0.4), "■ worse than chance", Tone.PROBLEM),
        (Estimate(0.7), "▲ no interval", Tone.CAUTION),
        (none("no event was observed"), "■ not computed: no event was observed", Tone.PROBLEM),
    ],
)
def test_that_separation_is_judged_by_its_interval(estimate: Estimate, said: str, tone: Tone) -> None:
    cell = separation(estimate, EN)
    assert cell.text.startswith(said) and cell.tone is tone


@pytest.mark.parametrize(
    ("slope", "said"),
    [
        (Estimate(0.7, 0.4, 0.96), "▲ predictions too extreme"),
        (Estimate(1.8, 1.2, 2.4), "▲ predictions not extreme enough"),
        (Estimate(1.0, 0.6, 1.4), "● slope not shown to differ from 1"),
        (Estimate(0.5, -0.2, 1.2), "▲ slope too uncertain to judge"),
        (Estimate(-0.5, -0.9, -0.1), "■ predictions point the wrong way"),
        (Estimate(1.0), "▲ the calibration slope has no interval"),
        (none("no event was observed"), "■ calibration slope not computed: no event was observed"),
    ],
)
def test_that_the_slope_is_said_in_words(slope: Estimate, said: str) -> None:
    assert calibration_verdict(slope, None, EN)[-1].text.startswith(said)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (Estimate(0.5, 0.1, 0.9), "▲ predictions too low on average"),
        (Estimate(-0.5, -0.9, -0.1), "▲ predictions too high on average"),
        (Estimate(0.1, -0.3, 0.5), "● on average not shown to be too high or too low"),
    ],
)
def test_that_calibration_in_the_large_is_said_in_words(level: Estimate, said: str) -> None:
    assert calibration_verdict(Estimate(1.0, 0.6, 1.4), level, EN)[0].text.startswith(said)


def test_that_the_confusion_matrix_adds_up() -> None:
    said = outline(a_validation(), "en")
    table = next(b for b in said.sections[2].blocks if isinstance(b, Table))
    assert [[c.text for c in row][1:] for row in table.rows] == [
        ["23", "11", "34"],
        ["10", "36", "46"],
        ["33", "47", "80"],
    ]
    assert "– No patient was predicted negative." in said.text and "0.69 (0.55–0.80)" in said.text


def test_that_the_threshold_stands_on_the_roc_curve() -> None:
    said = outline(a_validation(), "en")
    pair = next(b for b in said.sections[1].blocks if isinstance(b, ChartPair))
    (roc,) = [c for c in pair.charts if isinstance(c, RocChart)]
    assert roc.threshold_point == (11 / 47, 23 / 33)
    assert roc.threshold_point in zip(roc.false_positive_rate, roc.true_positive_rate, strict=True)


def test_that_a_survival_model_has_horizons_risk_groups_and_optimism() -> None:
    said = outline(a_survival_report(), "en")
    assert any(isinstance(b, SurvivalChart) for s in said.sections for b in s.blocks)
    for piece in (
        "C-index (95% 0.61–0.77)", "AUC at 18 months", "Integrated Brier score", "24 months", "low risk",
        "log-rank: χ²(2) = 14.20, p < 0.001", "200 bootstrap samples", "0.712", "0.041", "0.671",
        "Of 100 pairs of patients, 69 had their events in the order predicted.",
    ):  # fmt: skip
        assert piece in said.text


def test_that_subgroups_are_a_forest_around_all_patients() -> None:
    said = outline(a_validation(), "en")
    (forest,) = [b for s in said.sections for b in s.blocks if isinstance(b, ForestChart)]
    assert forest.reference == pytest.approx(0.78) and not forest.is_log
    assert [row.label for row in forest.rows[:4]] == ["All patients", "Sex", "male", "female"]
    assert forest.rows[-1].columns == ("9", "3", "– (a)") and "a: At least 10 patients are needed." in said.text


def test_that_unknown_items_of_the_checklist_are_counted_and_visible() -> None:
    said = outline(a_validation(), "en")
    assert "16 of 48 items are not known" in said.text and said.text.count("■ not known") == 16


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("report", [a_validation(), a_survival_report(), a_bare_validation(), a_bare_survival_report()])
@pytest.mark.control("RISK-20-c")
def test_that_no_number_is_printed_that_is_none(report: ValidationReport, language: str) -> None:
    for text in outline(report, language).texts:
        assert not {"nan", "inf", "None", "NaN"} & set(text.replace("(", " ").replace(")", " ").split())


def test_that_what_was_not_computed_says_why() -> None:
    text = outline(a_bare_validation(), "en").text
    for piece in ("AUC not computed: No", "Calibration not computed: No", "Confusion matrix not computed: No"):
        assert piece in text
    survival = outline(a_bare_survival_report(), "en").text
    assert "Calibration in the large not computed: no event was observed" in survival
    assert "No risk groups were formed." in survival


def test_that_one_gap_in_the_calibration_leaves_the_other_number() -> None:
    calibration = a_calibration(slope=none("no event was observed"))
    text = outline(a_validation(response=a_response_validation(calibration=calibration)), "en").text
    assert "in the large 0.12 (−0.31, 0.55)" in text and "calibration slope not computed: no event" in text


def test_that_a_report_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="response or of a survival model"):
        outline(replace(a_validation(), response=None), "en")


def test_that_chinese_says_the_same_in_chinese() -> None:
    text = outline(a_validation(), "zh").text + outline(a_survival_report(), "zh").text
    for piece in ("患者：每例一个评分", "真实概率本身可达到的最佳 AUC", "净获益", "预测风险分组", "■ 未知", "C 指数"):
        assert piece in text
