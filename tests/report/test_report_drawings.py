"""Vector drawings: marks where the numbers say, labels that do not touch, and layouts that are hardly there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from report_builder import a_curve, a_nomogram, a_result, a_survival_finding
from reportlab.graphics.shapes import Circle, Drawing, Group, Polygon, PolyLine, String
from reportlab.lib.colors import Color

from hccdesk.domain.survival import NomogramLayout, SurvivalCurve
from hccdesk.report.figure_blocks import CurveFigure, CurveMark, Gauge, NomogramFigure
from hccdesk.report.outline import outline
from hccdesk.report.palette import colour, ink
from hccdesk.report.pdf import pdf_bytes
from hccdesk.report.tone import Tone
from hccdesk.report.vector.curve import curve_drawing
from hccdesk.report.vector.gauge import gauge_drawing
from hccdesk.report.vector.lettering import fitted, lettering, width_pt
from hccdesk.report.vector.nomogram import _Tick, nomogram_drawing, spaced

WIDTH = 515.0


def shapes(drawing: Drawing, kind: type) -> list[object]:
    return [s for s in drawing.contents if isinstance(s, kind)]


def words(drawing: Drawing) -> list[str]:
    return ["".join(s.text for s in g.contents if isinstance(s, String)) for g in shapes(drawing, Group)]


def a_curve_figure(curve: SurvivalCurve, *marks: CurveMark, median: float | None = None) -> CurveFigure:
    return CurveFigure(curve, marks, "Months", "Probability", median, "median", "")


def a_nomogram_figure(layout: NomogramLayout) -> NomogramFigure:
    return NomogramFigure(
        layout, "Points", "Total", tuple("p" for _ in layout.survival_axes), tuple("0.5" for _ in layout.survival_axes),
        "patient", tuple("v" for _ in layout.axes), "210", "off the axis", "",
    )  # fmt: skip


def test_that_the_curve_is_drawn_in_steps_through_its_own_points() -> None:
    curve = SurvivalCurve((6.0, 12.0), (0.75, 0.5), 24.0)
    line = shapes(curve_drawing(a_curve_figure(curve), WIDTH), PolyLine)[0].points
    x, y = line[0::2], line[1::2]
    # 24 months in 515 - 40 - 16 = 459 pt, probability 1 in 160 - 30 - 16 = 114 pt
    assert [(px - 40) / 459 * 24 for px in x] == pytest.approx([0, 6, 6, 12, 12, 24])
    assert [(py - 30) / 114 for py in y] == pytest.approx([1, 1, 0.75, 0.75, 0.5, 0.5])


def test_that_a_horizon_is_marked_on_the_curve() -> None:
    drawing = curve_drawing(a_curve_figure(a_curve(), CurveMark(12.0, 0.58, "12 mo: 0.58")), WIDTH)
    mark = shapes(drawing, Circle)[0]
    assert (mark.cx, mark.cy) == pytest.approx((40 + 459 * 12 / 30, 30 + 114 * 0.58))
    assert "12 mo: 0.58" in words(drawing)


@pytest.mark.parametrize(
    "curve",
    [
        SurvivalCurve((), (), 0.0),
        SurvivalCurve((), (), 7.3),
        SurvivalCurve((0.1,), (0.0,), 0.1),
        SurvivalCurve((400.0,), (0.2,), 500.0),
    ],
)
def test_that_a_curve_with_hardly_a_point_is_drawn(curve: SurvivalCurve) -> None:
    assert curve_drawing(a_curve_figure(curve), WIDTH).contents


def test_that_the_patients_marks_lie_at_their_points() -> None:
    layout = a_nomogram()
    drawing = nomogram_drawing(a_nomogram_figure(layout), WIDTH)
    xs = [c.cx for c in shapes(drawing, Circle)]
    start, end = 124.0, WIDTH - 92 - 12
    inside = [axis for axis in layout.axes if not axis.clamped]
    expected = [start + (end - start) * axis.patient_points / 100 for axis in inside]
    total = start + (end - start) * layout.total_points / 600
    assert xs == pytest.approx([*expected, total, total, total, total])


def test_that_a_value_off_its_axis_is_a_hollow_arrow_at_the_end_and_says_so() -> None:
    axis = replace(a_nomogram().axes[0], patient_points=180.0, clamped=True)
    layout = replace(a_nomogram(), axes=(axis,))
    drawing = nomogram_drawing(a_nomogram_figure(layout), WIDTH)
    arrow = shapes(drawing, Polygon)[0]
    at = 124.0 + (WIDTH - 92 - 12 - 124.0) * 46 / 100  # the end of the axis is at 46 points
    assert min(arrow.points[0::2]) < at < max(arrow.points[0::2])
    assert arrow.fillColor == colour("panel") and "v (off the axis)" in words(drawing)


@pytest.mark.parametrize("layout", [NomogramLayout((), 0.0, (), (), 0.0), replace(a_nomogram(), total_points_axis=())])
def test_that_a_nomogram_with_hardly_an_axis_is_drawn(layout: NomogramLayout) -> None:
    assert nomogram_drawing(a_nomogram_figure(layout), WIDTH).contents


def test_that_tick_labels_never_touch_and_share_a_spot() -> None:
    kept = spaced([_Tick(float(x), "0.75") for x in range(0, 100, 3)])
    edges = sorted((t.x - width_pt(t.label, 6.5) / 2, t.x + width_pt(t.label, 6.5) / 2) for t in kept)
    assert len(kept) > 2 and all(a[1] < b[0] for a, b in pairwise(edges))
    assert [t.label for t in spaced([_Tick(10.0, "no"), _Tick(10.2, "yes")])] == ["no / yes"]


@pytest.mark.parametrize("value", [-0.2, 0.0, 0.5, 1.0, 3.0])
def test_that_the_gauge_stays_on_its_bar(value: float) -> None:
    drawing = gauge_drawing(Gauge(value, 0.532, False, "response", "no response"), 240.0, Tone.PLAIN)
    triangle = shapes(drawing, Polygon)[0].points[0::2]
    assert min(triangle) >= 0 and max(triangle) <= 240
    assert "0 response" in words(drawing) and "no response 1" in words(drawing) and "0.532" in words(drawing)


def test_that_lettering_is_anchored_by_the_width_of_all_its_runs() -> None:
    group = lettering(100, 0, "AFP ≥ 400", 8, colour("text"), anchor=1)
    assert group.contents[0].x == pytest.approx(100 - width_pt("AFP ≥ 400", 8))
    assert width_pt(fitted("a very long title of an axis", 7, 60), 7) <= 60


@pytest.mark.parametrize(
    ("tone", "ground"),
    [
        *((tone, "panel") for tone in Tone),
        *((tone, "raised") for tone in (Tone.PLAIN, Tone.MUTED, Tone.CAUTION, Tone.PROBLEM, Tone.GREYED)),
        (Tone.CAUTION, "caution_ground"),
    ],
)
@pytest.mark.control("RISK-45-a")
def test_that_every_ink_is_readable_on_every_ground_it_stands_on(tone: Tone, ground: str) -> None:
    darker, lighter = sorted((luminance(ink(tone)), luminance(colour(ground))))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


def luminance(c: Color) -> float:
    """Relative luminance of WCAG 2.2."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c.red, c.green, c.blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_that_bare_layouts_still_make_a_page() -> None:
    empty = NomogramLayout((), 0.0, (), (), 0.0)
    curve = SurvivalCurve((), (), 12.0)
    bare = a_survival_finding(curve=curve, probability_at_months={}, nomogram=empty, median_months=None)
    assert pdf_bytes(outline(a_result(survival=(("p", bare),)), "en"))
