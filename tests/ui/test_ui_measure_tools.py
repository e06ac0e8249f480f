"""Measuring on the CT screen with the mouse and the keys: drawn, moved, removed, undone, listed, painted."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from hccdesk.domain.ct import Suitability
from hccdesk.domain.measurement import MeasurementKind
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_content import Tool
from hccdesk.ui.measure_tools.measurement_list import MeasurementRow

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
DISTANCE, DIAMETERS = MeasurementKind.DISTANCE, MeasurementKind.TWO_DIAMETERS


@pytest.fixture
def session(tmp_path, qtbot):
    made = build.a_session(tmp_path)
    made.model.set_ct(build.a_ct_input(), ())
    yield made
    made.close()


@pytest.fixture
def screen(session, qtbot):
    made = CtScreen(session)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    return made


def at_pixel(screen, plane: Plane, row: float, column: float) -> QPoint:
    """Where on the view's widget a continuous pixel lies."""
    return screen._panes[plane]._pixel_to_widget().map(QPointF(column, row)).toPoint()


def drag(qtbot, screen, plane: Plane, *way: tuple[float, float]) -> None:
    pane = screen._panes[plane]
    points = [at_pixel(screen, plane, *place) for place in way]
    qtbot.mousePress(pane, LEFT, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(pane, point)
    qtbot.mouseRelease(pane, LEFT, pos=points[-1])


def press(qtbot, screen, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(screen, key, modifiers)


def measured(session):
    return session.model.rois.measurements


def names(session) -> list[str]:
    return [measurement.name for measurement in measured(session)]


def rows(qtbot, screen) -> list[MeasurementRow]:
    qtbot.wait(1)  # Qt shows what is new in a layout, and deletes what is gone, with the next events
    return [row for row in screen.findChildren(MeasurementRow) if row.isVisible()]


def test_that_a_dragged_line_is_a_distance_in_the_patient(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (50, 50), (70, 60))
    (made,) = measured(session)
    assert (made.name, made.kind, made.plane) == ("M1", DISTANCE, "axial")
    assert made.series_instance_uid == "1.2.3"
    pixel_mm = 2.8
    assert made.lengths_mm[0] == pytest.approx(np.hypot(30, 30) * pixel_mm, abs=2.0), "to a screen pixel"
    z = build.a_geometry().position_mm(np.array([float(screen._presenter.slice_at(Plane.AXIAL)), 0, 0]))[2]
    assert {round(end[2], 6) for end in made.ends_mm} == {round(z, 6)}


@pytest.mark.parametrize("plane", [Plane.CORONAL, Plane.SAGITTAL])
def test_that_one_measures_in_every_plane_across_thick_slices(qtbot, screen, session, plane) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, plane, (10, 60), (22, 60))
    (made,) = measured(session)
    assert made.plane == plane.value
    assert made.lengths_mm[0] == pytest.approx(12 * 5.0, abs=2.0)


def test_that_two_clicks_measure_as_a_drag_does(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    pane = screen._panes[Plane.AXIAL]
    qtbot.mouseClick(pane, LEFT, pos=at_pixel(screen, Plane.AXIAL, 40, 30))
    assert measured(session) == ()
    qtbot.mouseMove(pane, at_pixel(screen, Plane.AXIAL, 60, 40))
    qtbot.mouseClick(pane, LEFT, pos=at_pixel(screen, Plane.AXIAL, 40, 60))
    (made,) = measured(session)
    assert made.lengths_mm[0] == pytest.approx(30 * 2.8, abs=2.0)


def test_that_two_diameters_are_long_then_short_and_at_right_angles(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D, SHIFT)
    drag(qtbot, screen, Plane.AXIAL, (50, 30), (50, 70))
    assert measured(session) == (), "the short axis is still to come"
    drag(qtbot, screen, Plane.AXIAL, (45, 50), (60, 58))
    (made,) = measured(session)
    long_mm, short_mm = made.lengths_mm
    assert long_mm == pytest.approx(40 * 2.8, abs=2.0)
    assert short_mm == pytest.approx(15 * 2.8, abs=2.0)
    long_axis, short_axis = (np.subtract(made.ends_mm[i + 1], made.ends_mm[i]) for i in (0, 2))
    assert np.dot(long_axis, short_axis) == pytest.approx(0.0, abs=1e-6)


def test_that_a_short_axis_on_another_slice_is_refused_and_said(qtbot, screen, session, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(type(screen), "show_notice", lambda self, text: said.append(text))
    screen._measures.editor.said.connect(said.append)
    press(qtbot, screen, Qt.Key.Key_D, SHIFT)
    drag(qtbot, screen, Plane.AXIAL, (50, 30), (50, 70))
    screen._presenter.scroll(Plane.AXIAL, 1)
    drag(qtbot, screen, Plane.AXIAL, (45, 50), (60, 58))
    assert measured(session) == ()
    assert any("short axis" in text for text in said)
    screen._presenter.scroll(Plane.AXIAL, -1)
    drag(qtbot, screen, Plane.AXIAL, (45, 50), (60, 58))
    assert names(session) == ["M1"]


def test_that_an_end_is_moved_as_one_step_that_can_be_undone(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    before = measured(session)
    steps = session.model.undo_stack.count()
    drag(qtbot, screen, Plane.AXIAL, (40, 60), (45, 80), (70, 90))
    (moved,) = measured(session)
    assert session.model.undo_stack.count() == steps + 1
    assert moved.ends_mm[0] == before[0].ends_mm[0]
    assert moved.lengths_mm[0] == pytest.approx(np.hypot(30, 60) * 2.8, abs=3.0)
    session.model.undo_stack.undo()
    assert measured(session) == before
    session.model.undo_stack.undo()
    assert measured(session) == ()
    session.model.undo_stack.redo()
    assert measured(session) == before


def test_that_a_click_selects_and_delete_removes(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (30, 30), (30, 60))
    drag(qtbot, screen, Plane.AXIAL, (60, 30), (60, 60))
    pane = screen._panes[Plane.AXIAL]
    qtbot.mouseClick(pane, LEFT, pos=at_pixel(screen, Plane.AXIAL, 30, 45))
    assert screen._measures.series.selected == "M1"
    press(qtbot, screen, Qt.Key.Key_Delete)
    assert names(session) == ["M2"]
    session.model.undo_stack.undo()
    assert names(session) == ["M1", "M2"]
    press(qtbot, screen, Qt.Key.Key_Delete)
    assert names(session) == ["M1", "M2"], "nothing is selected"


def test_that_an_end_under_the_cursor_shows_that_it_can_be_taken(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    pane, editor = screen._panes[Plane.AXIAL], screen._measures.editor
    qtbot.mouseMove(pane, at_pixel(screen, Plane.AXIAL, 40.3, 60.2))
    assert editor.pointed == ("M1", 1)
    qtbot.mouseMove(pane, at_pixel(screen, Plane.AXIAL, 70, 60))
    assert editor.pointed is None


def test_that_the_list_is_used_with_the_keyboard(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    there = screen._presenter.slice_at(Plane.AXIAL)
    screen._presenter.go_to_slice(Plane.AXIAL, 0)
    (row,) = rows(qtbot, screen)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert screen._presenter.slice_at(Plane.AXIAL) == there
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert measured(session) == ()


def test_that_backspace_belongs_to_a_drawing_tool_in_hand(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    press(qtbot, screen, Qt.Key.Key_P)
    press(qtbot, screen, Qt.Key.Key_Backspace)
    assert names(session) == ["M1"]


def test_that_a_removed_name_is_used_again(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    for row in (30, 45, 60):
        drag(qtbot, screen, Plane.AXIAL, (row, 30), (row, 60))
    screen._measures.series.remove("M2")
    drag(qtbot, screen, Plane.AXIAL, (80, 30), (80, 60))
    assert names(session) == ["M1", "M3", "M2"]


def test_that_m_goes_to_the_last_and_the_list_to_any(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    there = screen._presenter.slice_at(Plane.AXIAL)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    screen._presenter.scroll(Plane.AXIAL, 9)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 70))
    screen._presenter.go_to_slice(Plane.AXIAL, 0)
    press(qtbot, screen, Qt.Key.Key_M)
    assert screen._presenter.slice_at(Plane.AXIAL) == there + 9
    first = rows(qtbot, screen)[0]
    qtbot.mouseClick(first, LEFT, pos=QPoint(30, 10))
    assert screen._presenter.slice_at(Plane.AXIAL) == there
    assert screen._measures.series.selected == "M1"
    press(qtbot, screen, Qt.Key.Key_Escape)
    press(qtbot, screen, Qt.Key.Key_Delete)
    assert names(session) == ["M2"], "what was chosen in the list can be removed without a tool in hand"


def test_that_the_list_follows_the_case_and_its_bin_removes(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    (row,) = rows(qtbot, screen)
    assert row.accessibleName() == f"M1 {measured(session)[0].lengths_mm[0]:.1f} mm"
    qtbot.mouseClick(row._remove, LEFT)
    assert measured(session) == ()
    session.model.undo_stack.undo()
    assert len(rows(qtbot, screen)) == 1


def test_that_measurements_outlive_the_screen_and_go_with_the_series(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    again = CtScreen(session)
    qtbot.addWidget(again)
    assert [measurement.name for measurement in again._measures.series.measurements] == ["M1"]
    session.model.set_ct(build.a_ct_input(uid="9.9"), ())
    assert measured(session) == ()
    assert again._measures.series.measurements == ()


def test_that_lines_are_painted_on_their_slice_and_nowhere_else(qtbot, screen, session) -> None:
    def bright(plane: Plane) -> int:
        pane = screen._panes[plane]
        image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        along = [image.pixelColor(at_pixel(screen, plane, 100.5, column)) for column in range(20, 60, 4)]
        return sum(colour.lightness() > 120 and colour.blue() > 150 for colour in along)

    press(qtbot, screen, Qt.Key.Key_D)
    before = bright(Plane.AXIAL)
    drag(qtbot, screen, Plane.AXIAL, (100.5, 15), (100.5, 65))
    assert bright(Plane.AXIAL) >= before + 8
    screen._presenter.scroll(Plane.AXIAL, 1)
    assert bright(Plane.AXIAL) <= before + 1
    screen._presenter.scroll(Plane.AXIAL, -1)
    press(qtbot, screen, Qt.Key.Key_W)
    assert bright(Plane.AXIAL) >= before + 8, "also with no tool in hand"


def test_that_a_measurement_does_not_make_the_result_old(qtbot, screen, session) -> None:
    session.model.set_result(build.a_result(), session.model.inputs)
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    assert session.model.result_is_current


def test_that_escape_gives_up_the_line_then_the_tool(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    pane = screen._panes[Plane.AXIAL]
    qtbot.mouseClick(pane, LEFT, pos=at_pixel(screen, Plane.AXIAL, 40, 30))
    assert screen._measures.editor.sketch is not None
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen._measures.editor.sketch is None
    assert screen._measures.hand is not None
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen._measures.hand is None
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (60, 60))
    assert measured(session) == ()


def test_that_another_tool_takes_over_and_the_button_comes_up(qtbot, screen, session) -> None:
    buttons = screen._measures.buttons
    qtbot.mouseClick(buttons.button(DISTANCE), LEFT)
    assert buttons.button(DISTANCE).isChecked()
    press(qtbot, screen, Qt.Key.Key_D, SHIFT)
    assert buttons.button(DIAMETERS).isChecked()
    assert not buttons.button(DISTANCE).isChecked()
    screen.use_tool(Tool.PAN)
    assert screen._measures.hand is None
    assert not buttons.button(DIAMETERS).isChecked()
    qtbot.mouseClick(buttons.button(DISTANCE), LEFT)
    qtbot.mouseClick(buttons.button(DISTANCE), LEFT)
    assert screen._measures.hand is None


def test_that_drawing_and_measuring_take_the_button_from_each_other(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    press(qtbot, screen, Qt.Key.Key_B)
    assert screen._measures.hand is None
    assert screen._rois.tool is not None
    press(qtbot, screen, Qt.Key.Key_D)
    assert screen._rois.tool is None
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (40, 60))
    assert names(session) == ["M1"]


def test_that_a_slip_of_the_hand_measures_nothing(qtbot, screen, session) -> None:
    press(qtbot, screen, Qt.Key.Key_D)
    pane, point = screen._panes[Plane.AXIAL], at_pixel(screen, Plane.AXIAL, 40, 30)
    qtbot.mouseClick(pane, LEFT, pos=point)
    qtbot.mouseClick(pane, LEFT, pos=point)
    assert measured(session) == ()
    assert screen._measures.editor.sketch is None


@pytest.mark.control("RISK-04-c")
def test_that_a_series_without_a_scale_is_not_measured_and_the_button_says_why(qtbot, screen, session) -> None:
    series = build.a_series(Suitability.VIEW, reasons=(Sentence.of("no pixel spacing is given"),))
    session.model.show_ct(ViewedCt(series, build.a_volume()))
    button = screen._measures.buttons.button(DISTANCE)
    assert not button.isEnabled()
    assert "No pixel spacing" in button.toolTip()
    press(qtbot, screen, Qt.Key.Key_D)
    drag(qtbot, screen, Plane.AXIAL, (40, 30), (60, 60))
    assert measured(session) == ()
