"""Annexes B and C: measures by cohort, limits said once, rules said once, and Chinese lines that begin well."""

from __future__ import annotations

from dataclasses import replace

from report_builder import a_manifest, a_nomogram, a_result, a_survival_finding

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult
from hccdesk.domain.manifest import CohortKind, ModelKind, Performance
from hccdesk.domain.sentence import Sentence
from hccdesk.report.annex_applicability import annex_applicability
from hccdesk.report.blocks import Paragraph, StatusStrip, Table
from hccdesk.report.known_limits import known_limits
from hccdesk.report.model_performance import limits, performance
from hccdesk.report.summary import status_strip
from hccdesk.report.survival_card import survival_cards
from hccdesk.report.typography import Size, set_text
from hccdesk.report.voice import Voice

EN = Voice("en")


def measured(metric: str, cohort: str, value: float, n: int = 80) -> Performance:
    return Performance(metric, value, (value - 0.1, value + 0.1), cohort, n, "patient")


def rule(name: str, answer: RuleAnswer = RuleAnswer.INSIDE, *, soft: bool = False) -> RuleResult:
    return RuleResult(name, answer, Sentence.of("of {name}", name=name), soft=soft)


def test_that_each_measure_is_a_row_and_each_cohort_a_column() -> None:
    rows = (measured("AUC", "here", 0.75, 200), measured("AUC", "there", 0.68), measured("Slope", "there", 0.5))
    table = performance(rows, EN)[0]
    assert isinstance(table, Table)
    assert table.header[1:] == ("here (n = 200, unit: patient)", "there (n = 80, unit: patient)")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["AUC", "0.75 (0.65–0.85)", "0.68 (0.58–0.78)"],
        ["Slope", "–", "0.50 (0.40–0.60)"],
    ]


def test_that_many_cohorts_take_several_tables_and_nothing_is_lost() -> None:
    tables = performance(tuple(measured("AUC", f"cohort {n}", n / 10) for n in range(2, 9)), EN)
    said = " ".join(cell.text for table in tables for row in table.rows for cell in row)  # type: ignore[union-attr]
    assert len(tables) == 3 and all(f"0.{n}0 (" in said for n in range(2, 9))


def test_that_two_measures_of_one_name_are_both_printed() -> None:
    table = performance((measured("AUC", "here", 0.75), measured("AUC", "here", 0.65)), EN)[0]
    assert isinstance(table, Table) and table.rows[0][1].text == "0.75 (0.65–0.85) · 0.65 (0.55–0.75)"


def test_that_no_dash_runs_into_a_minus() -> None:
    assert limits((-1.55, -0.4)) == "−1.55, −0.40"
    assert limits((0.1, 0.2)) == "0.10–0.20"


def test_that_covariates_that_follow_from_others_are_named_in_one_line() -> None:
    like = tuple(
        f"{name} nearly follows from the other covariates (variance inflation {n}, at most 10 is wanted): its "
        "coefficient means little by itself."
        for name, n in (("Capsule", 14), ("Image feature 1", 19))
    )
    found = known_limits(("One centre.", *like), EN)[0].items
    assert len(found) == 2 and found[0] == "One centre." and "Capsule (14), Image feature 1 (19)" in found[1]
    assert known_limits(like[:1], EN)[0].items == like[:1]


def test_that_rules_answered_alike_above_are_not_printed_again() -> None:
    first = ApplicabilityVerdict("ct", (rule("age"), rule("ecog")))
    alike, other = ApplicabilityVerdict("nomogram", (rule("ecog"),)), ApplicabilityVerdict("haim", (rule("bclc"),))
    found = annex_applicability(replace(a_result(), applicability=(first, alike, other)), EN).blocks
    assert sum(isinstance(block, Table) for block in found) == 2
    assert any(isinstance(b, Paragraph) and b.text.startswith("All 1 rules stand above") for b in found)


def test_that_an_observed_range_is_a_sentence_of_its_own() -> None:
    verdict = ApplicabilityVerdict("ct", (rule("age", RuleAnswer.OUTSIDE, soft=True),))
    table = annex_applicability(replace(a_result(), applicability=(verdict,)), EN).blocks[-1]
    assert isinstance(table, Table) and table.rows[0][2].text == "of age. An observed range, not an exclusion."


def test_that_the_strip_says_the_loudest_reason_and_how_many_more() -> None:
    manifest = a_manifest(ModelKind.CT_RESPONSE)
    rules = (rule("bclc", RuleAnswer.UNKNOWN), rule("ecog", RuleAnswer.OUTSIDE), rule("age"))
    result = replace(a_result(), models=(manifest,), applicability=(ApplicabilityVerdict(manifest.model_id, rules),))
    strip = status_strip(result, EN)
    assert isinstance(strip, StatusStrip)
    assert strip.cells[-1].lines[0].text.endswith("■ OUTSIDE its scope: of ECOG performance status; 1 more")


def test_that_a_patient_off_an_axis_is_said_to_be_extrapolated_on_page_one() -> None:
    off = replace(a_nomogram(), axes=tuple(replace(axis, clamped=True) for axis in a_nomogram().axes[:1]))
    title = off.axes[0].title
    for kind in (CohortKind.PHANTOM, CohortKind.PUBLIC):
        finding = a_survival_finding(nomogram=off, cohort_kind=kind, in_regimen=kind is CohortKind.PHANTOM)
        said = str(survival_cards(a_result(survival=(("m", finding),)), EN))
        assert f"extrapolated: beyond the values the model was fitted on ({title})" in said
        within = replace(finding, nomogram=replace(off, axes=(replace(off.axes[0], clamped=False),)))
        assert "extrapolated" not in str(survival_cards(a_result(survival=(("m", within),)), EN))


def test_that_no_chinese_line_begins_with_a_full_width_mark() -> None:
    for mark in "，：；？”":
        made = set_text("字" * 10 + mark + "字" * 9, language="zh")
        made.wrap(10 * Size.BODY.value[0] + 0.5, 1000)
        lines = [str(getattr(line, "words", line)) for line in made.blPara.lines]
        assert len(lines) == 2 and mark in lines[0]
