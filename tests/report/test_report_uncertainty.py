"""Intervals, the grey zone and the band: said beside the number, drawn where the numbers say, never decorated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawing_geometry import outside, word_boxes, words
from report_builder import (
    a_cohort_curve,
    a_complete_result,
    a_ct_finding,
    a_curve_with_band,
    a_haim_finding,
    a_result,
    a_survival_with_band,
    an_interval,
)
from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine

from hccdesk.domain.result import CaseResult
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.survival import SurvivalCurve
from hccdesk.report.blocks import Card, CardRow
from hccdesk.report.figure_blocks import CurveFigure, CurveMark, Gauge
from hccdesk.report.interval_brief import basis_in_brief
from hccdesk.report.outline import outline
from hccdesk.report.tone import Tone
from hccdesk.report.vector.curve import curve_drawing
from hccdesk.report.vector.gauge import gauge_drawing
from hccdesk.report.vector.nomogram import nomogram_drawing
from hccdesk.report.voice import Voice

WIDTH = 515.0


def cards(result: CaseResult, language: str = "en") -> list[Card]:
    blocks = outline(result, language).sections[0].blocks
    return [card for block in blocks if isinstance(block, CardRow) for card in block.cards]


def lines(card: Card) -> str:
    return "\n".join(cell.text for cell in card.lines)


def a_curve_figure(curve: SurvivalCurve, *marks: CurveMark, cohort: SurvivalCurve | None = None) -> CurveFigure:
    return CurveFigure(curve, marks, "Months", "Probability", curve.median_months, "median 16 months", "",
                       cohort_curve=cohort, cohort_words="dashed: the training cohort")  # fmt: skip


def shapes(drawing: Drawing, kind: type) -> list[object]:
    return [s for s in drawing.contents if isinstance(s, kind)]


@pytest.mark.parametrize(
    ("low", "high", "words_of_it", "tone"),
    [
        (0.51, 0.74, "● favours response", Tone.RESPONSE),
        (0.50, 0.74, "◆ indeterminate", Tone.INDETERMINATE),  # the threshold is 0.50, limits included
        (0.31, 0.55, "◆ indeterminate", Tone.INDETERMINATE),
    ],
)
def test_that_a_ct_interval_that_holds_the_threshold_is_indeterminate(
    low: float, high: float, words_of_it: str, tone: Tone
) -> None:
    card = cards(a_result(ct_response=a_ct_finding(interval=an_interval(low, high))))[0]
    assert card.verdict is not None and card.verdict.text == words_of_it and card.verdict.tone is tone
    grey = "The interval holds the threshold: it speaks neither for nor against response."
    assert (grey in lines(card)) is (tone is Tone.INDETERMINATE)


def test_that_the_slides_interval_has_the_same_grey_zone() -> None:
    finding = a_haim_finding(in_regimen=True, interval=an_interval(0.35, 0.54))  # threshold 0.532
    card = cards(a_result(slide_response=finding, applicability=()))[1]
    assert card.verdict is not None and card.verdict.text == "◆ indeterminate"
    assert "Of 100" not in lines(card)  # a score is no share of patients


def test_that_limits_are_said_in_numbers_in_patients_and_on_the_bar() -> None:
    card = cards(a_result(ct_response=a_ct_finding(interval=an_interval(0.52, 0.74))))[0]
    assert "Of 100 such patients about 64 (52 to 74) respond (CR or PR)." in lines(card)
    assert "95% interval 0.52–0.74. bootstrap of 10 heads" in lines(card)
    assert card.gauge is not None and card.gauge.interval == (0.52, 0.74)


def test_that_no_interval_is_said_with_its_reason() -> None:
    card = cards(a_result())[0]
    assert "No interval: this model gives no interval" in lines(card)
    assert card.gauge is not None and card.gauge.interval is None


def test_that_survival_limits_stand_beside_every_horizon_and_in_patients() -> None:
    survival = cards(a_result(survival=(("pfs", a_survival_with_band()),)))[2]
    assert survival.numbers[0].words == "at 12 months (95 % 0.48–0.67)"
    assert "Of 100 such patients about 58 (48 to 67) are free of progression at 12 months." in lines(survival)
    assert "Fitted on 300 patients, 214 events; C-index 0.71 (0.67–0.75) (bootstrap-corrected)." in lines(survival)


def test_that_a_long_basis_is_cut_on_page_one_and_whole_under_evidence() -> None:
    basis = Sentence.of("How sure the fit is: {words}", words="patients drawn anew, each time with another head " * 4)
    finding = a_ct_finding(interval=replace(an_interval(0.52, 0.74), basis=basis))
    said = outline(a_result(ct_response=finding), "en")
    first = next(c for b in said.sections[0].blocks if isinstance(b, CardRow) for c in b.cards)
    assert "How sure the fit is (see Evidence)" in lines(first) and "drawn anew" not in lines(first)
    assert said.text.count("patients drawn anew, each time") >= 1
    short = Sentence.of("bootstrap of {n} heads", n=10)
    assert basis_in_brief(short, Voice("en")) == "bootstrap of 10 heads"


def test_that_the_whisker_lies_at_the_limits() -> None:
    drawing = gauge_drawing(Gauge(0.64, 0.5, True, "a", "b", (0.25, 0.75)), 200.0, Tone.PLAIN)
    across = [line for line in shapes(drawing, Line) if line.y1 == line.y2]  # type: ignore[attr-defined]
    assert [(line.x1, line.x2) for line in across] == [(50.0, 150.0)]  # type: ignore[attr-defined]
    assert outside(drawing) == []


def test_that_the_band_lies_at_the_limits_of_the_curve() -> None:
    curve = SurvivalCurve((6.0, 12.0), (0.75, 0.5), 24.0, (0.6, 0.3), (0.9, 0.7))
    (band,) = shapes(curve_drawing(a_curve_figure(curve), WIDTH), Polygon)
    points = band.points  # type: ignore[attr-defined]
    x, y = points[0::2], points[1::2]
    # 24 months in 515 - 40 - 16 = 459 pt, probability 1 in 160 - 30 - 16 = 114 pt
    assert [(p - 30) / 114 for p in y] == pytest.approx([1, 1, 0.9, 0.9, 0.7, 0.7, 0.3, 0.3, 0.6, 0.6, 1, 1])
    assert [(p - 40) / 459 * 24 for p in x] == pytest.approx([0, 6, 6, 12, 12, 24, 24, 12, 12, 6, 6, 0])


def test_that_the_cohorts_curve_is_dashed_and_named() -> None:
    drawing = curve_drawing(a_curve_figure(a_curve_with_band(), cohort=a_cohort_curve()), WIDTH)
    cohort, patient = shapes(drawing, PolyLine)
    assert cohort.strokeDashArray == [4, 2] and not patient.strokeDashArray  # type: ignore[attr-defined]
    assert "dashed: the training cohort" in words(drawing) and outside(drawing) == []


def test_that_a_curve_without_limits_has_no_band() -> None:
    curve = replace(a_curve_with_band(), low=(), high=())
    assert shapes(curve_drawing(a_curve_figure(curve), WIDTH), Polygon) == []


def test_that_a_cohort_seen_longer_than_the_patients_axis_stays_on_the_paper() -> None:
    longer = SurvivalCurve((10.0, 200.0), (0.8, 0.1), 240.0)
    drawing = curve_drawing(a_curve_figure(a_curve_with_band(), cohort=longer), WIDTH)
    assert outside(drawing) == []


def test_that_an_early_median_is_named_where_no_mark_is() -> None:
    months = tuple(float(m) for m in range(1, 140))
    curve = SurvivalCurve(months, tuple(0.92**m for m in months), 140.0)
    drawing = curve_drawing(a_curve_figure(curve, CurveMark(9.0, 0.47, "9 mo: 0.47")), WIDTH)
    boxes = dict(word_boxes(drawing))
    median, mark = boxes["median 16 months"], boxes["9 mo: 0.47"]
    assert median[1] >= mark[3] or median[3] <= mark[1] or median[0] >= mark[2]


def test_that_no_lettering_of_curve_gauge_or_nomogram_is_smaller_than_six_points() -> None:
    from hccdesk.report.evidence import evidence  # noqa: PLC0415 - the blocks are made only here
    from hccdesk.report.figure_blocks import NomogramFigure  # noqa: PLC0415
    from hccdesk.report.one_page import LEAST_SCALE  # noqa: PLC0415

    drawn: list[Drawing] = []
    for block in evidence(a_complete_result(), Voice("en")).blocks:
        if isinstance(block, CurveFigure):
            drawn.append(curve_drawing(block, WIDTH))
        elif isinstance(block, NomogramFigure):
            drawn.append(nomogram_drawing(block, WIDTH))
    assert len(drawn) == 4
    assert min(sizes(drawing) for drawing in drawn) >= 6.0
    bar = gauge_drawing(Gauge(0.64, 0.5, True, "a", "b", (0.25, 0.75)), 200.0, Tone.PLAIN)
    assert sizes(bar) * LEAST_SCALE >= 6.0


def sizes(drawing: Drawing) -> float:
    groups = [g for g in drawing.contents if hasattr(g, "contents")]
    return min(float(s.fontSize) for g in groups for s in g.contents)
