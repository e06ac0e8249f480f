"""Drawing on the CT screen through real widgets, mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton
from roi_hands import ALT, NO_BUTTON, NONE, SHIFT, Screen, brush_of

from hccdesk.domain.ct import Suitability
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.roi_tools.toolbox import RoiTool, toolbox_of


@pytest.fixture
def screen(window, session, qtbot, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    made = Screen(window, qtbot)
    idle()
    return made


def test_that_a_stroke_with_the_brush_is_drawn_undone_redone_and_erased(screen, session, idle):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 40.0)
    screen.draw((64, 90), (64, 100))
    (lesion,) = session.model.rois.lesions
    axial = screen.view._presenter.sight.at[0]
    assert lesion.roi.slice_indices == (axial,)
    assert lesion.roi.mask[axial, 64, 95]
    area_mm2 = lesion.roi.mask.sum() * 2.8**2
    assert area_mm2 == pytest.approx(pi * 20**2 + 40 * 10 * 2.8, rel=0.04)
    screen.key(Qt.Key.Key_Z)
    assert session.model.rois.lesions == ()
    screen.key(Qt.Key.Key_Y)
    assert session.model.rois.lesions == (lesion,)
    screen.key(Qt.Key.Key_E)
    screen.draw((64, 90), (64, 100))
    assert session.model.rois.lesions == ()
    assert session.model.undo_stack.count() == 2


def test_that_alt_takes_away(screen, session):
    screen.key(Qt.Key.Key_B)
    brush_of(screen, 40.0)
    screen.draw((64, 90))
    screen.draw((64, 90), modifiers=ALT)
    assert session.model.rois.lesions == ()


def test_that_what_is_under_way_is_painted_before_the_button_comes_up(screen, session):
    def yellow():
        image = screen.pane().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
        blue, green, red = (pixels[..., i].astype(int) for i in range(3))
        return int(((red > 200) & (green > 150) & (blue < 120)).sum())

    screen.key(Qt.Key.Key_B)
    brush_of(screen, 30.0)
    before = yellow()
    screen.mouse(QEvent.Type.MouseButtonPress, screen.at(64, 60))
    screen.mouse(QEvent.Type.MouseMove, screen.at(64, 100), button=NO_BUTTON)
    assert yellow() > before + 200
    assert session.model.rois.lesions == ()
    assert "ml · drawing" in " ".join(screen.says()) or not session.model.rois.lesions
    screen.key(Qt.Key.Key_Escape)
    screen.mouse(QEvent.Type.MouseButtonRelease, screen.at(64, 100), buttons=NO_BUTTON)
    assert session.model.undo_stack.count() == 0


def test_that_a_polygon_on_the_coronal_view_closes_by_double_click(screen, session):
    screen.key(Qt.Key.Key_P)
    for pixel in ((10, 40), (10, 60), (20, 60), (20, 40)):
        screen.draw(pixel, plane=Plane.CORONAL)
    screen.mouse(QEvent.Type.MouseButtonDblClick, screen.at(20, 40, Plane.CORONAL), Plane.CORONAL)
    (lesion,) = session.model.rois.lesions
    rows = np.unique(np.argwhere(lesion.roi.mask)[:, 1])
    assert rows.tolist() == [screen.view._presenter.sight.at[1]]
    assert lesion.roi.mask.sum() == 10 * 20


def test_that_keys_and_buttons_choose_tools_and_view_tools_put_them_away(screen):
    for key, modifiers, tool in (
        (Qt.Key.Key_P, NONE, RoiTool.POLYGON),
        (Qt.Key.Key_F, NONE, RoiTool.FREEHAND),
        (Qt.Key.Key_B, NONE, RoiTool.BRUSH),
        (Qt.Key.Key_E, NONE, RoiTool.ERASER),
        (Qt.Key.Key_B, SHIFT, RoiTool.RANGE),
        (Qt.Key.Key_G, NONE, RoiTool.GROW),
    ):
        screen.key(key, modifiers)
        assert screen.rois.tool is tool
        assert screen.view._hand is screen.rois.hand is not None
    screen.key(Qt.Key.Key_W)
    assert screen.rois.tool is None
    assert screen.view._hand is None
    screen.tool_button("Brush (B)").click()
    assert screen.rois.tool is RoiTool.BRUSH
    screen.tool_button("Brush (B)").click()
    assert screen.rois.tool is None
    screen.key(Qt.Key.Key_B)
    screen.key(Qt.Key.Key_Escape)
    assert screen.view._hand is None


def test_that_only_one_of_drawing_and_measuring_has_the_left_button(screen):
    screen.key(Qt.Key.Key_B)
    screen.key(Qt.Key.Key_D)
    assert screen.rois.tool is None
    assert screen.view._hand is not None
    screen.key(Qt.Key.Key_E)
    assert screen.rois.tool is RoiTool.ERASER
    assert screen.view._hand is screen.rois.hand


def test_that_outlines_that_were_hidden_come_back_with_a_drawing_tool(screen):
    screen.key(Qt.Key.Key_A)
    assert not screen.view._presenter.sight.outlines_shown
    screen.key(Qt.Key.Key_B)
    assert screen.view._presenter.sight.outlines_shown


def test_that_the_views_keep_their_place_whatever_tool_is_in_hand(screen):
    def places():
        return [screen.pane(plane).mapTo(screen.view, screen.pane(plane).rect().topLeft()) for plane in Plane]

    QApplication.processEvents()
    before, size = places(), screen.pane().size()
    for tool in (*RoiTool, None):
        screen.rois.use(tool)
        QApplication.processEvents()
        assert places() == before
        assert screen.pane().size() == size


def test_that_the_wheel_with_shift_and_the_brackets_change_the_brush(screen):
    screen.key(Qt.Key.Key_B)
    size = toolbox_of(screen.rois._session).options.brush_mm
    where = screen.at(64, 64)
    turned = QPointF(120, 0).toPoint()  # Qt makes Shift+wheel a sideways one
    wheel = QWheelEvent(
        where, screen.pane().mapToGlobal(where), turned, turned, NO_BUTTON, SHIFT, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(screen.pane(), wheel)
    assert screen.rois.toolbox.options.brush_mm > size
    screen.key(Qt.Key.Key_BracketLeft)
    screen.key(Qt.Key.Key_BracketLeft)
    assert screen.rois.toolbox.options.brush_mm < size


def test_that_a_number_is_written_and_the_keyboard_goes_back_to_the_views(window, screen, qtbot):
    screen.key(Qt.Key.Key_B)
    size = screen.rois.options._brush._size
    size.setFocus()
    size.selectAll()
    qtbot.keyClicks(size, "25")
    qtbot.keyClick(size, Qt.Key.Key_Return)
    assert screen.rois.toolbox.options.brush_mm == 25.0
    assert window.focusWidget() is screen.view
    screen.button("Sphere").click()
    assert screen.rois.toolbox.options.sphere
    assert window.focusWidget() is screen.view


def test_that_the_range_is_taken_from_the_next_click_and_the_brush_is_back_in_hand(screen, session):
    screen.key(Qt.Key.Key_B, SHIFT)
    screen.button("From here").click()
    screen.draw((64, 64))
    options = screen.rois.toolbox.options
    at = screen.view._presenter.sight.at[0]
    assert options.lower_hu < session.model.viewed_ct.volume.hu[at, 63:66, 63:66].mean() < options.upper_hu
    assert session.model.rois.lesions == ()
    screen.draw((64, 64))
    assert len(session.model.rois.lesions) == 1
    screen.button("From here").click()
    screen.key(Qt.Key.Key_Escape)
    assert screen.rois.tool is RoiTool.RANGE
    assert not screen.button("From here").isChecked()


def test_that_a_region_grown_is_looked_at_first_and_kept_by_enter_as_one_step(screen, session, idle):
    session.model.set_ct(build.a_ct_input(roi=False, uid="7.7"), ())
    tumour = build.a_ct_roi().mask
    z, y, x = (int(value) for value in np.argwhere(tumour).mean(axis=0))
    screen.view._presenter.go_to_slice(Plane.AXIAL, z)
    screen.key(Qt.Key.Key_G)
    toolbox = screen.rois.toolbox
    options = toolbox.options.with_range(45, 95)
    toolbox.set_options(replace(options, range_from_click=False, reach_mm=60.0))
    screen.draw((y, x))
    idle()
    assert session.model.rois.lesions == ()
    grown = screen.rois.editor.preview.mask
    assert (grown & tumour).sum() > 0.6 * tumour.sum()
    assert screen.button("Keep").isEnabled()
    screen.key(Qt.Key.Key_Return)
    assert session.model.undo_stack.count() == 1
    assert session.model.rois.lesions[0].name == "T1"
    screen.draw((y, x))
    idle()
    screen.key(Qt.Key.Key_Escape)
    assert session.model.undo_stack.count() == 1
    assert screen.rois.editor.preview is None


def test_that_without_a_drawable_series_every_tool_is_off_and_says_why(screen, session, idle):
    session.model.show_ct(ViewedCt(build.a_series(Suitability.VIEW, uid="8.8"), build.a_volume()))
    for tool in screen.rois.buttons.findChildren(QToolButton):
        assert not tool.isEnabled()
        assert "cannot be measured" in tool.toolTip()
    assert not screen.button("New lesion").isEnabled()
    screen.key(Qt.Key.Key_B)
    assert screen.rois.tool is None
    assert "cannot be measured" in screen.pane()._notice
