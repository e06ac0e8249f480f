"""Undo and redo while something is being drawn or measured: what is finished stays."""

from __future__ import annotations

import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from roi_hands import NO_BUTTON, NONE, Screen, brush_of

from hccdesk.ui.roi_tools.toolbox import RoiTool

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(window, session, qtbot, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    made = Screen(window, qtbot)
    idle()
    return made


def acts(window):
    """Undo and redo of the window's menu."""
    found = {action.shortcut().toString(): action for action in window.actions()}
    return found["Ctrl+Z"], found["Ctrl+Y"]


def begin_stroke(screen) -> None:
    for kind, pixel in ((QEvent.Type.MouseButtonPress, (40, 40)), (QEvent.Type.MouseMove, (42, 44))):
        screen.mouse(kind, screen.at(*pixel))


def end_stroke(screen) -> None:
    screen.mouse(QEvent.Type.MouseMove, screen.at(44, 48))
    screen.mouse(QEvent.Type.MouseButtonRelease, screen.at(44, 48), buttons=NO_BUTTON)


def by_menu(window, screen) -> None:
    acts(window)[0].trigger()


def by_shortcut(window, screen) -> None:
    screen.key(Qt.Key.Key_Z, CTRL)


def by_z(window, screen) -> None:
    screen.key(Qt.Key.Key_Z)


@pytest.mark.parametrize("undo", [by_menu, by_shortcut, by_z])
def test_that_undo_in_mid_stroke_gives_up_the_stroke_only(screen, window, session, undo):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 40.0)
    screen.draw((64, 90), (64, 100))
    first = session.model.rois
    begin_stroke(screen)
    undo(window, screen)
    assert session.model.rois is first
    assert screen.rois.editor.preview is None
    end_stroke(screen)
    assert session.model.rois is first
    undo(window, screen)
    assert session.model.rois.lesions == ()


def test_that_the_very_first_stroke_can_be_given_up_by_undo(screen, window, session):
    screen.key(Qt.Key.Key_B)
    back, _ = acts(window)
    assert not back.isEnabled()
    begin_stroke(screen)
    assert back.isEnabled()
    screen.key(Qt.Key.Key_Z, CTRL)
    assert not back.isEnabled()
    end_stroke(screen)
    assert session.model.rois.lesions == ()


def test_that_redo_waits_until_the_stroke_is_done(screen, window, session):
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 90), (64, 100))
    screen.key(Qt.Key.Key_Z)
    begin_stroke(screen)
    assert not acts(window)[1].isEnabled()
    screen.key(Qt.Key.Key_Y)
    assert screen.rois.editor.preview is not None
    screen.key(Qt.Key.Key_Escape)
    end_stroke(screen)
    screen.key(Qt.Key.Key_Y)
    assert len(session.model.rois.lesions) == 1


def test_that_undo_takes_back_the_last_corner_of_an_open_polygon(screen, window, session):
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 90), (64, 100))
    first = session.model.rois
    screen.key(Qt.Key.Key_P)
    for pixel in ((30, 30), (30, 50), (50, 50)):
        screen.draw(pixel)
    screen.key(Qt.Key.Key_Z, CTRL)
    assert (screen.rois.hand.corners, session.model.rois) == (2, first)
    by_menu(window, screen)
    by_menu(window, screen)
    assert (screen.rois.hand.corners, session.model.rois) == (0, first)
    by_menu(window, screen)
    assert session.model.rois.lesions == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_X])
def test_that_the_polygon_s_row_names_the_keys_that_take_a_corner_back(screen, key):
    screen.key(Qt.Key.Key_P)
    assert "Backspace or X takes the last back" in screen.rois.options._hint.text()
    screen.draw((30, 30))
    screen.draw((30, 50))
    screen.key(key)
    assert screen.rois.hand.corners == 1


def test_that_a_tool_put_down_leaves_nothing_unfinished(screen, session):
    screen.key(Qt.Key.Key_P)
    screen.draw((30, 30))
    assert session.model.is_unfinished
    screen.rois.use(RoiTool.BRUSH)
    assert not session.model.is_unfinished


def test_that_undo_gives_up_a_line_that_is_being_measured(screen, window, session):
    screen.key(Qt.Key.Key_D)
    screen.draw((30, 30), (30, 60))
    screen.draw((50, 30))
    assert session.model.is_unfinished
    screen.key(Qt.Key.Key_Z, CTRL)
    assert screen.view._measures.editor.sketch is None
    assert len(session.model.rois.measurements) == 1
    screen.key(Qt.Key.Key_Z, CTRL)
    assert session.model.rois.measurements == ()


def test_that_the_menu_names_the_step(screen, window):
    back, again = acts(window)
    assert (back.text(), again.text()) == ("Undo", "Redo")
    screen.key(Qt.Key.Key_B)
    screen.draw((64, 90), (64, 100), modifiers=NONE)
    assert back.text() == "Undo Draw T1"
    back.trigger()
    assert again.text() == "Redo Draw T1"
