"""Trying values in the nomogram: by mouse and keyboard, snapping, put back, never the patient's; labels never touch."""

from __future__ import annotations

from dataclasses import replace

import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from hccdesk.domain.survival import NomogramAxis, NomogramTick
from hccdesk.ui import theme
from hccdesk.ui.results.curve_frame import CurveFrame
from hccdesk.ui.results.nomogram_scale import label_of, next_tick, points_of, snaps, stepped, value_at
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.results.ruler import placed_labels
from hccdesk.ui.results.survival_curve import SurvivalPlot


def yes_no(points: float = 60.0, value: float = 0.0) -> NomogramAxis:
    ticks = (NomogramTick("no", 0.0, 0.0), NomogramTick("yes", 1.0, points))
    return NomogramAxis("vp4", "Vp4", "", ticks, value, "", value * points)


def number(value: float = 0.5) -> NomogramAxis:
    ticks = tuple(NomogramTick(f"{v:g}", v, 100 * (1 - v)) for v in (0.0, 0.25, 0.5, 0.75, 1.0))
    return NomogramAxis("probability", "P", "", ticks, value, "", 100 * (1 - value))


@pytest.fixture
def view(qtbot, qapp):
    theme.use(qapp, theme.DARK)
    made = NomogramView(build.a_result().survival[0][1])
    qtbot.addWidget(made)
    made.resize(640, made.minimumHeight())
    made.show()
    return made


def drag(qtbot, view, variable: str, dx: int) -> None:
    start = view.mark_place(variable).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(view, start + QPoint(dx * step // 5, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(dx, 0))


def test_that_a_word_axis_snaps_and_a_number_axis_does_not():
    assert snaps(yes_no())
    assert not snaps(number())
    assert value_at(yes_no(), 31.0) == 1.0
    assert value_at(yes_no(), 29.0) == 0.0
    assert value_at(number(), 40.0) == pytest.approx(0.6)
    assert value_at(number(), 400.0) == 0.0  # the end of the ruler, not beyond it


def test_that_a_number_axis_with_two_ticks_can_be_dragged():
    two = replace(number(), ticks=(NomogramTick("0", 0.0, 0.0), NomogramTick("20", 20.0, 80.0)), patient_value=5.0)
    assert not snaps(two)
    assert value_at(two, 40.0) == pytest.approx(10.0)
    assert 5.0 < stepped(two, 5.0, 1) < 20.0


def test_that_points_and_values_are_each_others_inverse():
    for value in (0.0, 0.3, 0.77, 1.0):
        assert value_at(number(), points_of(number(), value)) == pytest.approx(value, abs=0.0051)


def test_that_keys_move_towards_more_points_whichever_way_the_value_runs():
    assert stepped(number(0.5), 0.5, 1) < 0.5  # this axis falls: more points, smaller value
    assert stepped(yes_no(), 0.0, 1) == 1.0
    assert stepped(yes_no(), 1.0, 1) == 1.0
    assert abs(stepped(number(), 0.5, 1, coarse=True) - 0.5) > abs(stepped(number(), 0.5, 1) - 0.5)


def test_that_an_axis_without_weight_keeps_the_patients_value():
    flat = replace(number(), ticks=tuple(replace(tick, points=0.0) for tick in number().ticks))
    assert value_at(flat, 50.0) == flat.patient_value


def test_that_a_click_turns_a_yes_no_value_over():
    assert next_tick(yes_no(), 0.0) == 1.0
    assert next_tick(yes_no(), 1.0) == 0.0
    assert label_of(yes_no(), 1.0) == "yes"
    assert label_of(number(), 0.333333) == "0.333"
    assert label_of(number(), 1234.5) == "1234"


def test_that_dragging_a_mark_asks_for_other_values(view, qtbot):
    asked = []
    view.changed.connect(lambda name, value: asked.append((name, value)))
    drag(qtbot, view, "response_probability", -60)
    assert len(asked) >= 3
    assert {name for name, _ in asked} == {"response_probability"}
    assert asked[-1][1] > 0.64  # to the left are fewer points: a higher probability of response


def test_that_dragging_a_yes_no_mark_gives_only_its_ticks(view, qtbot):
    asked = []
    view.changed.connect(lambda name, value: asked.append(value))
    drag(qtbot, view, "Vp4", 200)
    assert asked
    assert set(asked) == {1.0}


def test_that_a_press_beside_the_marks_moves_nothing(view, qtbot):
    asked = []
    view.changed.connect(lambda name, value: asked.append(value))
    place = view.mark_place("Vp4").toPoint() + QPoint(40, 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(view, place + QPoint(60, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place + QPoint(60, 0))
    assert asked == []


def test_that_a_click_on_a_yes_no_mark_turns_it_over(view, qtbot):
    with qtbot.waitSignal(view.changed) as caught:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.mark_place("Capsule").toPoint())
    assert caught.args == ["Capsule", 1.0]


def test_that_the_keyboard_chooses_a_ruler_moves_its_mark_and_puts_it_back(view, qtbot):
    view.setFocus()
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.changed) as caught:
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert caught.args == ["response_probability", pytest.approx(0.74, abs=0.01)]
    with qtbot.waitSignal(view.put_back) as back:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert back.args == ["response_probability"]


def test_that_bringing_a_mark_home_is_the_patient_again(view, qtbot):
    view.show_what_if({"Capsule": 1.0}, None)
    with qtbot.waitSignal(view.put_back) as back:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.mark_place("Capsule").toPoint())
    assert back.args == ["Capsule"]


@pytest.mark.control("RISK-47-a")
def test_that_a_what_if_is_hollow_and_the_patients_mark_stays_as_a_ghost(view):
    home = view.mark_place("response_probability")
    view.show_what_if({"response_probability": 0.1}, None)
    there = view.mark_place("response_probability")
    shown = view.grab().toImage()
    pixel = lambda place: shown.pixelColor(place.toPoint()).name().upper()  # noqa: E731
    assert pixel(there) == theme.current().hex("panel").upper()  # hollow
    assert pixel(there - QPointF(6, 0)) != theme.current().hex("panel").upper()  # with an edge
    assert pixel(home) == theme.current().hex("disabled").upper()


@pytest.mark.parametrize("width", [560, 640, 1400])
def test_that_labels_of_a_ruler_never_touch(qapp, width):
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setFont(theme.text_font(11))
    for span in (2.0, 15.0, 60.0, width - 300.0):
        labels = [(text, 200 + span * k / 5) for k, text in enumerate(("否", "-0.5", "-1", "0.25", "有侵犯", "1000"))]
        places = [place for _, place in placed_labels(painter, 20.0, labels)]
        assert len(places) >= 2  # both ends are always named
        clear = [QRectF.intersects(a, b) for i, a in enumerate(places) for b in places[i + 1 :]]
        assert not any(clear)
    painter.end()


def test_that_the_curve_is_read_off_under_the_cursor_and_not_beyond_its_end(qtbot, qapp):
    theme.use(qapp, theme.DARK)
    plot = SurvivalPlot(build.a_result().survival[0][1])
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.show()
    read = []
    plot.read.connect(read.append)
    qtbot.mouseMove(plot, plot.place_of(12.0).toPoint())
    assert read[-1] == pytest.approx(12.0, abs=0.1)
    frame = CurveFrame(30.0, 500, 300)
    qtbot.mouseMove(plot, QPoint(round(frame.point(31.5, 0.5).x()), 100))
    assert read[-1] == -1.0
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert read[-1] == 1.0


def test_that_the_drawn_curve_ends_where_observation_ends():
    curve = build.a_curve()
    frame = CurveFrame(curve.end_months, 500, 300)
    corners = frame.steps(curve)
    assert max(corner.x() for corner in corners) == pytest.approx(frame.point(30.0, 0).x())
    assert frame.point(30.0, 0).x() < frame.plot.right()
    assert corners[0] == frame.point(0.0, 1.0)
