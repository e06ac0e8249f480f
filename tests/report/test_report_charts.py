"""The charts of the statistics documents: marks where the values are, nothing off the paper, no words on words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import log

import pytest
from drawing_geometry import outside, overlaps, word_boxes, words
from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect
from statistics_builder import (
    LONG_CHINESE_NAME,
    LONG_NAME,
    a_calibration,
    a_decision_curve,
    a_description,
    a_response_validation,
    a_survival_description,
    a_survival_report,
    a_validation,
    an_incidence_group,
)

from hccdesk.domain.cohort import Endpoint
from hccdesk.report.chart_blocks import (
    CalibrationChart,
    ChartPair,
    ChartPoint,
    DecisionChart,
    DecisionLine,
    ForestChart,
    ForestMark,
    ForestRow,
    HorizonChart,
    RocChart,
    SurvivalChart,
)
from hccdesk.report.cohort_report import outline as cohort_outline
from hccdesk.report.fonts import font_set
from hccdesk.report.palette import colour
from hccdesk.report.survival_groups import survival_chart
from hccdesk.report.validation_decision import decision_chart
from hccdesk.report.validation_report import outline as validation_outline
from hccdesk.report.vector.axes import Plot, month_ticks, round_ticks
from hccdesk.report.vector.calibration import calibration_drawing
from hccdesk.report.vector.decision import decision_drawing, pieces
from hccdesk.report.vector.forest import forest_drawings
from hccdesk.report.vector.horizons import horizon_drawing
from hccdesk.report.vector.lettering import lettering, width_pt, wrapped
from hccdesk.report.vector.line_styles import line_style
from hccdesk.report.vector.roc import roc_drawing
from hccdesk.report.vector.stacking import stacked
from hccdesk.report.vector.step_curve import level_at, step_points
from hccdesk.report.vector.survival_plot import survival_drawing
from hccdesk.report.voice import Voice

WIDTH = 515.0
NAMES = ("TACE-HAIC", LONG_NAME, "C", "HAIC + TKI + ICI", LONG_NAME + " (2)")
needs_cjk = pytest.mark.skipif(len(font_set().regular) < 2, reason="no Chinese TrueType font here")


def shapes(drawing: Drawing, kind: type) -> list[object]:
    return [s for s in drawing.contents if isinstance(s, kind)]


def a_survival_chart(names: tuple[str, ...] = ("A", "B"), incidence: bool = False) -> SurvivalChart:
    described = a_survival_description(names)
    groups = tuple(an_incidence_group(n, k) for k, n in enumerate(names)) if incidence else described.groups
    return survival_chart(
        Endpoint.PFS, groups, described.at_risk_months, described.log_rank, Voice("en"), is_incidence=incidence
    )


def a_forest(*rows: ForestRow, log_axis: bool = True, reference: float | None = 1.0) -> ForestChart:
    return ForestChart("Term", (), rows, log_axis, reference, "odds ratio", "less", "more", "multi", "uni", "")


def a_row(label: str, value: float, low: float | None, high: float | None) -> ForestRow:
    return ForestRow(label, (), (ForestMark(value, low, high),))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("incidence", [False, True])
def test_that_curves_of_one_to_five_groups_stay_on_the_paper_and_no_words_touch(count: int, incidence: bool) -> None:
    drawing = survival_drawing(a_survival_chart(NAMES[:count], incidence), WIDTH)
    assert outside(drawing) == [] and overlaps(drawing) == []


@needs_cjk
def test_that_long_chinese_names_stay_on_the_paper() -> None:
    drawing = survival_drawing(a_survival_chart((LONG_CHINESE_NAME, "乙组", LONG_CHINESE_NAME)), WIDTH)
    assert outside(drawing) == [] and overlaps(drawing) == []


def test_that_numbers_at_risk_stand_under_their_months() -> None:
    chart = a_survival_chart(("A",))
    drawing = survival_drawing(chart, WIDTH)
    boxes = word_boxes(drawing)
    floor = max(box[1] for text, box in boxes if text == "Months")
    middles = {text: (box[0] + box[2]) / 2 for text, box in boxes if text.isdigit() and box[1] > floor}
    beneath = [(text, (box[0] + box[2]) / 2) for text, box in boxes if text.isdigit() and box[3] < floor]
    counts = [x for _, x in beneath]
    assert [text for text, _ in beneath] == [str(n) for n in chart.curves[0].at_risk]
    assert counts == pytest.approx([middles[f"{m:g}"] for m in chart.at_risk_months], abs=0.01)


def test_that_a_curve_steps_through_its_estimates_to_its_end() -> None:
    curve = replace(a_survival_chart().curves[0], months=(6.0, 12.0), probability=(0.75, 0.5), end_months=24.0)
    plot = Plot(0, 0, 240, 100, 0.0, 24.0)
    assert step_points(plot, curve, curve.probability, 1.0) == [0, 100, 60, 100, 60, 75, 120, 75, 120, 50, 240, 50]
    assert [level_at(curve, m, 1.0) for m in (3, 6, 11.9, 12, 30)] == [1, 0.75, 0.75, 0.5, 0.5]


def test_that_every_censored_patient_is_marked_on_its_curve() -> None:
    chart = a_survival_chart(("A",))
    ticks = [s for s in shapes(survival_drawing(chart, WIDTH), Line) if s.strokeWidth == 0.7]  # type: ignore[attr-defined]
    assert len(ticks) == len(chart.curves[0].censored_months)


def test_that_the_band_is_drawn_between_its_limits() -> None:
    drawing = survival_drawing(a_survival_chart(("A",)), WIDTH)
    band, line = shapes(drawing, Polygon)[0], shapes(drawing, PolyLine)[0]
    assert min(band.points[1::2]) <= min(line.points[1::2]) and max(band.points[1::2]) >= max(line.points[1::2])  # type: ignore[attr-defined]


@pytest.mark.control("RISK-45-c")
def test_that_lines_differ_in_dashes_and_not_in_colour_alone() -> None:
    styles = [line_style(n) for n in range(5)]
    assert len({s.dash for s in styles}) == 5 and len({s.ink.hexval() for s in styles}) == 5
    assert len({(line_style(n).dash, line_style(n).ink.hexval()) for n in range(25)}) == 25


def test_that_a_curve_without_event_and_without_months_at_risk_is_drawn() -> None:
    chart = a_survival_chart(("A",))
    bare = replace(chart.curves[0], months=(), probability=(), low=(), high=(), censored_months=(), at_risk=())
    drawing = survival_drawing(replace(chart, curves=(bare,), at_risk_months=()), WIDTH)
    assert outside(drawing) == [] and shapes(drawing, Polygon) == []


def test_that_the_roc_curve_lies_where_its_rates_say() -> None:
    chart = RocChart((0.0, 0.25, 1.0), (0.0, 0.75, 1.0), (0.25, 0.75), "threshold", ("AUC 0.75",), "x", "y", "")
    drawing = roc_drawing(chart, 246.0)
    # the box is 200 pt wide (246 - 34 - 12) and starts at 34, 30
    assert shapes(drawing, PolyLine)[0].points == pytest.approx([34, 30, 84, 180, 234, 230])  # type: ignore[attr-defined]
    mark = shapes(drawing, Circle)[0]
    assert (mark.cx, mark.cy) == pytest.approx((84, 180))  # type: ignore[attr-defined]
    assert outside(drawing) == [] and overlaps(drawing) == []


@pytest.mark.parametrize("point", [(0.0, 0.0), (1.0, 1.0), (0.9, 0.05), (0.0, 1.0), (0.5, 0.12)])
def test_that_the_threshold_never_lies_on_the_area_in_words(point: tuple[float, float]) -> None:
    words_of_auc = ("AUC 0.78 (0.67–0.89)", "truth itself: 0.84 (0.75–0.93)")
    chart = RocChart((0.0, 1.0), (0.0, 1.0), point, "threshold of the bundle", words_of_auc, "x", "y", "")
    drawing = roc_drawing(chart, 225.0)
    assert outside(drawing) == [] and overlaps(drawing) == []


def test_that_a_calibration_point_carries_its_interval_and_its_patients() -> None:
    chart = CalibrationChart((ChartPoint(0.5, 0.25, 0.1, 0.4, 12),), "ideal", "x", "y", "n", "")
    drawing = calibration_drawing(chart, 246.0)
    mark = shapes(drawing, Circle)[0]
    assert (mark.cx, mark.cy) == pytest.approx((134, 110))  # type: ignore[attr-defined]  # 34 + 200 / 2, 60 + 200 / 4
    ends = {line.y1 for line in shapes(drawing, Line) if line.x1 != line.x2 and line.x2 - line.x1 < 5}  # type: ignore[attr-defined]
    assert ends >= {60 + 20, 60 + 80} and "12" in words(drawing)


@pytest.mark.parametrize("points", [1, 2, 5, 10])
def test_that_calibration_plots_stay_on_the_paper(points: int) -> None:
    response = a_response_validation(calibration=a_calibration(points))
    said = validation_outline(a_validation(response=response), "en")
    (chart,) = [c for c in square_charts(said.sections[1].blocks) if isinstance(c, CalibrationChart)]
    drawing = calibration_drawing(chart, 225.0)
    assert outside(drawing) == [] and overlaps(drawing) == []


def test_that_crowded_calibration_points_leave_out_counts_rather_than_print_them_on_one_another() -> None:
    points = tuple(ChartPoint(0.4 + n / 200, 0.5, 0.3, None, 100 + n) for n in range(10))
    drawing = calibration_drawing(CalibrationChart(points, "ideal", "x", "y", "n", ""), 225.0)
    assert overlaps(drawing) == [] and "100" in words(drawing)


def test_that_treating_all_is_cut_at_the_floor_of_the_decision_curve() -> None:
    plot = Plot(0, 0, 100, 100, 0.0, 1.0, -0.1, 0.4)
    line = DecisionLine("all", (0.0, 0.5, 1.0), (0.4, -0.1 + 0.25, -0.35))
    assert pieces(plot, line) == [pytest.approx([0, 100, 50, 50, 75, 0])]
    back = DecisionLine("m", (0.0, 0.5, 1.0), (0.4, -0.6, 0.4))
    assert pieces(plot, back) == [pytest.approx([0, 100, 25, 0]), pytest.approx([75, 0, 100, 100])]


@pytest.mark.parametrize("names", [("m",), ("ct-response-demo", "Clinical logistic model"), NAMES])
def test_that_every_decision_curve_is_named_under_the_box(names: tuple[str, ...]) -> None:
    curves = tuple(a_decision_curve(name, gain=n / 20) for n, name in enumerate(names))
    drawing = decision_drawing(decision_chart(curves, Voice("en"), ""), 250.0)
    assert outside(drawing) == [] and overlaps(drawing) == []
    assert {"act on all", "act on none"} <= set(words(drawing))
    assert all(any(text[:8] == name[:8] for text in words(drawing)) for name in names)


def test_that_a_useless_decision_curve_is_drawn() -> None:
    flat = DecisionLine("m", (0.1, 0.2), (0.0, 0.0))
    drawing = decision_drawing(DecisionChart((flat,), flat, "none", "x", "y", ""), 250.0)
    assert outside(drawing) == []


def test_that_horizons_stand_at_their_months() -> None:
    points = tuple(ChartPoint(m, 0.7, 0.6, 0.8) for m in (12.0, 18.0, 24.0))
    drawing = horizon_drawing(HorizonChart(points, 0.5, "chance", "Months", "AUC", ""), 250.0)
    xs = [c.cx for c in shapes(drawing, Circle)]  # type: ignore[attr-defined]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])
    assert outside(drawing) == [] and overlaps(drawing) == []


def test_that_ratios_lie_on_a_log_axis() -> None:
    (drawing,) = forest_drawings(a_forest(a_row("a", 0.5, 0.25, 1.0), a_row("b", 2.0, 1.0, 4.0)), WIDTH)
    marks = [r.x + r.width / 2 for r in shapes(drawing, Rect)]  # type: ignore[attr-defined]
    (one,) = {line.x1 for line in shapes(drawing, Line) if line.strokeDashArray == [3, 2]}  # type: ignore[attr-defined]
    assert one - marks[0] == pytest.approx(marks[1] - one)
    per_log = (marks[1] - marks[0]) / (log(2.0) - log(0.5))
    assert marks[1] - one == pytest.approx(per_log * log(2.0))


def test_that_an_interval_beyond_the_axis_ends_in_an_arrow_at_its_end() -> None:
    (drawing,) = forest_drawings(a_forest(a_row("a", 0.95, 0.01, 90.0), a_row("b", 2.0, 1.0, 4.0)), WIDTH)
    assert len(shapes(drawing, Polygon)) == 2
    assert outside(drawing) == [] and overlaps(drawing) == []


@pytest.mark.parametrize("value", [1e-9, 3.1e7])
def test_that_an_estimate_beyond_the_axis_is_an_arrow_too(value: float) -> None:
    (drawing,) = forest_drawings(a_forest(a_row("a", value, None, None)), WIDTH)
    assert len(shapes(drawing, Polygon)) == 1 and shapes(drawing, Rect) == []
    assert outside(drawing) == [] and overlaps(drawing) == []


def test_that_a_forest_of_many_rows_goes_on_with_its_axis_and_heading() -> None:
    rows = [ForestRow(f"Variable {n}", (), ()) if n % 5 == 0 else a_row(f"x{n}", 1.5, 1.1, 2.0) for n in range(120)]
    drawings = forest_drawings(a_forest(*rows), WIDTH)
    assert len(drawings) > 2
    for drawing in drawings:
        assert "Term" in words(drawing) and "odds ratio" in words(drawing)
        assert outside(drawing) == [] and drawing.height < 600
        lowest = min((box for text, box in word_boxes(drawing) if text[0] in "Vx"), key=lambda box: box[1])
        assert all(box != lowest for text, box in word_boxes(drawing) if text.startswith("Variable"))


def test_that_a_log_axis_holds_a_forest_of_any_spread() -> None:
    for values in ((0.02, 50.0), (0.99, 1.01), (0.001, 0.002), (5.0, 6.0)):
        rows = [a_row(str(v), v, v / 1.5, v * 1.5) for v in values]
        (drawing,) = forest_drawings(a_forest(*rows), WIDTH)
        assert outside(drawing) == [] and overlaps(drawing) == []


def square_charts(blocks: tuple[object, ...]) -> list[object]:
    return [chart for block in blocks if isinstance(block, ChartPair) for chart in block.charts]


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=needs_cjk)])
def test_that_every_chart_of_the_documents_is_clean(language: str) -> None:
    documents = (
        cohort_outline(a_description(), language),
        validation_outline(a_validation(), language),
        validation_outline(a_survival_report(), language),
    )
    drawn = 0
    for said in documents:
        for section in said.sections:
            for drawing in drawings_of(section.blocks):
                drawn += 1
                assert outside(drawing) == [] and overlaps(drawing) == [], section.heading.text
    assert drawn > 14


def drawings_of(blocks: tuple[object, ...]) -> list[Drawing]:
    made: list[Drawing] = []
    for block in blocks:
        if isinstance(block, SurvivalChart):
            made.append(survival_drawing(block, WIDTH))
        elif isinstance(block, ForestChart):
            made += forest_drawings(block, WIDTH)
    for chart in square_charts(blocks):
        match chart:
            case RocChart():
                made.append(roc_drawing(chart, 224.0))
            case CalibrationChart():
                made.append(calibration_drawing(chart, 224.0))
            case DecisionChart():
                made.append(decision_drawing(chart, 224.0))
            case HorizonChart():
                made.append(horizon_drawing(chart, 300.0))
    return made


def test_that_stacked_labels_never_touch_and_stay_near() -> None:
    assert stacked([10, 50, 90], [8, 8, 8], 0, 100) == [10, 50, 90]
    middles = stacked([50, 50, 49], [10, 20, 10], 0, 100)
    edges = sorted((m - h / 2, m + h / 2) for m, h in zip(middles, [10, 20, 10], strict=True))
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(edges))
    assert stacked([0, 0], [10, 10], 0, 100) == [5, 15] and stacked([100, 100], [10, 10], 0, 100) == [85, 95]


def test_that_names_are_broken_at_spaces_and_lose_nothing_that_fits() -> None:
    lines = wrapped("second department of radiology", 7, 70, most_lines=4)
    assert " ".join(lines) == "second department of radiology" and all(width_pt(line, 7) <= 70 for line in lines)
    assert wrapped("abc", 7, 70) == ("abc",) and wrapped("", 7, 70) == ("",)
    assert wrapped(LONG_NAME, 7, 80)[-1].endswith("…") and len(wrapped("W" * 90, 7, 80)) == 2


def test_that_ticks_are_round_and_hold_their_ends() -> None:
    assert month_ticks(30.2) == (33.0, [3.0 * n for n in range(12)])
    assert month_ticks(0.4) == (1.0, [0.0, 1.0]) and month_ticks(500.0)[0] >= 500
    assert round_ticks(-0.03, 0.41) == [-0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert round_ticks(0.0, 1.0, 5) == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_that_the_search_for_words_on_words_finds_them() -> None:
    drawing = Drawing(100, 50)
    drawing.add(lettering(10, 10, "one", 7, colour("text")))
    drawing.add(lettering(15, 14, "two", 7, colour("text")))
    drawing.add(lettering(95, 40, "three", 7, colour("text")))
    assert overlaps(drawing) == [("one", "two")] and outside(drawing) == ["three"]
