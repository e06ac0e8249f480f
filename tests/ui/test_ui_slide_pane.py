"""The slide under mouse and keyboard: pan, zoom, turn, overview, and that a pan shows what a fresh painting would."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from slide_hands import CONTROL, SHIFT, a_screen, at, drag, mouse, shown, wheel

from hccdesk.domain.case import SlideInput
from hccdesk.ui.slide_viewer.key_image import rgb_of
from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.slide_viewer.slide_hand import Tool
from hccdesk.ui.slide_viewer.slide_marks import magnification, resolution_line


@pytest.fixture
def screen(qtbot, session):
    return a_screen(qtbot, session)


@pytest.fixture
def pane(screen):
    return screen._canvas


def test_that_the_wheel_zooms_at_the_cursor(pane):
    before, scale = pane.sight.to_slide(200, 150), pane.sight.scale
    wheel(pane, 200, 150, 2)
    assert pane.sight.scale < scale
    assert pane.sight.to_slide(200, 150) == pytest.approx(before)


def test_that_dragging_takes_the_tissue_along(pane):
    pane.zoom(8)
    before = pane.sight.to_slide(300, 300)
    drag(pane, (300, 300), (350, 280), (390, 260))
    assert pane.sight.to_slide(390, 260) == pytest.approx(before)


def test_that_ctrl_and_wheel_turn_the_slide_and_dragging_still_follows_the_mouse(pane):
    pane.zoom(4)
    wheel(pane, 400, 300, 2, CONTROL)
    assert pane.sight.turn_deg == 30
    before = pane.sight.to_slide(300, 300)
    drag(pane, (300, 300), (341, 322))
    assert pane.sight.to_slide(341, 322) == pytest.approx(before)


def test_that_keys_turn_and_the_button_puts_it_upright_again(screen, pane, qtbot):
    assert not screen._stage.tools._upright.isEnabled()
    qtbot.keyClick(pane, Qt.Key.Key_Period)
    assert pane.sight.turn_deg == 15
    qtbot.keyClick(pane, Qt.Key.Key_Greater, SHIFT)
    assert pane.sight.turn_deg == 105
    qtbot.mouseClick(screen._stage.tools._upright, Qt.MouseButton.LeftButton)
    assert pane.sight.turn_deg == 0


def test_that_arrows_pan_plus_zooms_and_home_shows_the_whole(pane, qtbot):
    pane.zoom(4)
    x = pane.sight.x_px
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    assert pane.sight.x_px > x
    scale = pane.sight.scale
    qtbot.keyClick(pane, Qt.Key.Key_Plus)
    assert pane.sight.scale == pytest.approx(scale / 2)
    qtbot.keyClick(pane, Qt.Key.Key_Home)
    assert pane.is_fitted


def test_that_a_double_click_zooms_where_it_was_made(pane):
    before, scale = pane.sight.to_slide(500, 200), pane.sight.scale
    mouse(pane, QEvent.Type.MouseButtonDblClick, 500, 200)
    assert pane.sight.scale == pytest.approx(scale / 2)
    assert pane.sight.to_slide(500, 200) == pytest.approx(before)


def test_that_space_held_pans_with_any_tool_in_the_hand(screen, pane, session, qtbot):
    screen._stage.take(Tool.RECTANGLE)
    pane.zoom(4)
    before, roi = pane.sight.to_slide(300, 300), session.model.rois.slide
    qtbot.keyPress(pane, Qt.Key.Key_Space)
    drag(pane, (300, 300), (380, 340))
    qtbot.keyRelease(pane, Qt.Key.Key_Space)
    assert pane.sight.to_slide(380, 340) == pytest.approx(before)
    assert session.model.rois.slide is roi
    pane.fit()
    drag(pane, (40, 200), (90, 260))
    assert session.model.rois.slide is not roi


@pytest.mark.parametrize("turn", [0.0, 90.0, 30.0])
def test_that_the_overview_is_gone_to_and_its_frame_dragged(pane, turn):
    pane.turn(turn)
    pane.zoom(10)
    place = pane.map.place(pane.sight)
    middle = place.center()
    drag(pane, (place.left() + 30, place.top() + 30), (middle.x(), middle.y()))
    assert (pane.sight.x_px, pane.sight.y_px) == pytest.approx((12_000, 8_000), abs=200)
    assert pane.sight.turn_deg == turn


def test_that_what_a_pan_leaves_is_what_painting_anew_would_show(screen, pane, qtbot, idle):
    pane.zoom(5)
    screen._stage.acted.emit("outline")
    for step in range(12):  # further than the margin painted ahead
        drag(pane, (400, 300), (400 + 37, 300 - 23))
        if step % 3 == 0:
            qtbot.wait(10)
    qtbot.wait(150)
    idle()
    panned = rgb_of(pane.picture())
    pane.repaint_layers()
    anew = rgb_of(pane.picture())
    assert np.abs(panned.astype(int) - anew).max() <= 8
    assert panned.std() > 10


def test_that_zooming_in_shows_the_coarse_picture_until_the_tiles_come(pane, qtbot):
    pane.look(pane.sight.zoomed(16, 400, 300, 1e9))
    image = pane.picture()  # nothing finer has been asked for yet
    assert image.pixelColor(pane.width() // 2, pane.height() // 2).saturation() > 30


def test_that_places_on_screen_are_true_in_a_turned_view(pane, qtbot, idle):
    pane.turn(60)
    qtbot.wait(100)
    idle()
    image = pane.picture()
    for x_px, y_px, is_tissue in (
        (1500, 1500, False),
        (4500, 8000, True),
        (19_000, 8000, True),
        (22_500, 15_000, False),
    ):
        x, y = at(pane, x_px, y_px)
        assert (image.pixelColor(round(x), round(y)).saturation() > 40) is is_tissue


def test_that_magnification_counts_as_quarter_micrometres_being_forty_times():
    assert magnification(Sight(0, 0, 1.0, 800, 600), 0.25) == "40×"
    assert magnification(Sight(0, 0, 1.0, 800, 600), 0.499) == "20×"
    assert magnification(Sight(0, 0, 3.226, 800, 600), 0.25) == "12.4×"
    assert magnification(Sight(0, 0, 1.0, 800, 600), None) == ""


@pytest.mark.control("RISK-05-c")
def test_that_an_unknown_resolution_is_said_and_never_guessed():
    line = resolution_line(Sight(0, 0, 2.0, 800, 600), None)
    assert "unknown" in line
    assert "×" not in line


def test_that_another_slide_is_shown_whole_and_nothing_of_the_old_one_stays(pane, session, qtbot, idle):
    pane.zoom(8)
    session.model.set_slide(SlideInput(build.a_slide(path=build.Path("b.svs")), None), ())
    assert pane.is_fitted
    assert pane.map is None
    assert not screen_tiles(pane)


def screen_tiles(pane):
    return pane._loader.kept


def test_that_the_view_outlives_the_widgets(qtbot, session, screen, pane):
    pane.zoom(8)
    drag(pane, (300, 300), (340, 330))
    before = pane.sight
    again = shown(qtbot, session)
    assert (again._canvas.sight.x_px, again._canvas.sight.scale) == (before.x_px, before.scale)


def test_that_a_device_of_two_pixels_a_point_is_painted_sharp(pane):
    image = pane.picture()
    assert image.format() == QImage.Format.Format_RGB32
    assert image.width() == round(pane.width() * pane.devicePixelRatioF())


@pytest.mark.bad("BAD-047")
@pytest.mark.control("RISK-38-d")
def test_that_no_label_is_ever_asked_for_and_the_facts_say_so(screen, verbs):
    assert any("never shown" in text.text() for text in screen.findChildren(QLabel))


def test_that_a_button_that_cannot_act_says_why(qtbot, session):
    tools = a_screen(qtbot, session)._stage.tools
    assert not tools._grid.isEnabled()
    assert "check the tissue" in tools._grid.toolTip()
