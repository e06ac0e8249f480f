"""What is said of the voxel under the cursor, on the case's own series and on those beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from test_ui_ct_screen import _no_widget_outlives_its_test, screen, wheel  # noqa: F401

from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane, voxel_at

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


def said(pane) -> str:
    return "\n".join(pane._under_cursor)


def true_words(screen, pane, at: QPoint) -> str:  # noqa: F811
    """The voxel that is painted under a point of the own axial view."""
    presenter = screen._presenter
    place = pane._place(QPointF(at))
    index = voxel_at(presenter.grid, Plane.AXIAL, presenter.sight.at, (int(place.row), int(place.column)))
    return presenter._maker.value_words(index)


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End])
def test_that_the_value_under_a_resting_cursor_follows_the_keys(screen, qtbot, key):  # noqa: F811
    pane, at = screen._panes[Plane.AXIAL], QPoint(200, 250)
    qtbot.mouseMove(pane, at)
    before = said(pane)
    assert before == true_words(screen, pane, at)
    qtbot.keyClick(screen, key)
    assert said(pane) == true_words(screen, pane, at) != before


def test_that_the_value_follows_the_wheel_and_the_zoom(screen, qtbot):  # noqa: F811
    pane, at = screen._panes[Plane.AXIAL], QPoint(200, 250)
    qtbot.mouseMove(pane, at)
    wheel(pane, 3)
    assert said(pane) == true_words(screen, pane, at)
    before = said(pane)
    wheel(pane, 4, Qt.KeyboardModifier.ControlModifier)
    assert said(pane) == true_words(screen, pane, at) != before


def test_that_the_value_follows_while_slices_play(screen, qtbot):  # noqa: F811
    pane, at = screen._panes[Plane.AXIAL], QPoint(200, 250)
    qtbot.mouseMove(pane, at)
    screen.acts.cine.advanced.emit()
    assert said(pane) == true_words(screen, pane, at)


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_that_the_value_follows_while_a_button_is_down(screen, qtbot, button):  # noqa: F811
    pane, there = screen._panes[Plane.AXIAL], QPoint(260, 280)
    qtbot.mouseMove(pane, QPoint(200, 250))
    qtbot.mousePress(pane, button, pos=QPoint(200, 250))
    qtbot.mouseMove(pane, QPoint(230, 260))
    qtbot.mouseMove(pane, there)
    assert said(pane) == true_words(screen, pane, there)
    qtbot.mouseMove(pane, QPoint(2, 2))
    assert said(pane) in ("", true_words(screen, pane, QPoint(2, 2)))
    qtbot.mouseRelease(pane, button, pos=QPoint(2, 2))


def test_that_the_value_follows_under_a_tool_in_hand(screen, qtbot):  # noqa: F811
    pane, there = screen._panes[Plane.AXIAL], QPoint(260, 280)
    qtbot.keyClick(screen, Qt.Key.Key_B)
    qtbot.mousePress(pane, LEFT, pos=QPoint(200, 250))
    qtbot.mouseMove(pane, there)
    assert said(pane) == true_words(screen, pane, there)
    qtbot.mouseRelease(pane, LEFT, pos=there)


def test_that_the_value_on_a_compared_series_follows_too(screen, idle, qtbot):  # noqa: F811
    screen.acts.use_layout(PaneLayout.TWO)
    idle()
    pane, at = screen.compared[0].pane, QPoint(200, 250)
    qtbot.mouseMove(pane, at)
    before = said(pane)
    wheel(screen._panes[Plane.AXIAL], 5)
    slot, place = screen.acts.compare._slots[0], pane._place(QPointF(at))
    index = voxel_at(slot.maker.grid, Plane.AXIAL, slot.at, (int(place.row), int(place.column)))
    assert said(pane) == slot.maker.value_words(index) != before


def test_that_nothing_is_said_where_the_cursor_has_left(screen, qtbot):  # noqa: F811
    pane = screen._panes[Plane.AXIAL]
    qtbot.mouseMove(pane, QPoint(200, 250))
    pane.leaveEvent(None)
    wheel(pane, 1)
    assert said(pane) == ""
