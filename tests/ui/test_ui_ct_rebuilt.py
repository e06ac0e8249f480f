"""What is in the reader's hand when language or theme change."""

from __future__ import annotations

import pytest
import ui_builder as build
from PySide6.QtCore import Qt
from roi_hands import SHIFT, Screen

from hccdesk.domain.measurement import MeasurementKind
from hccdesk.ui.ct_viewer.slice_content import Tool
from hccdesk.ui.roi_tools.toolbox import RoiTool


@pytest.fixture(params=["switch_theme", "switch_language"])
def rebuild(request, window, session, qtbot, idle):
    """Switches once there and gives the screen that is new."""
    session.model.set_ct(build.a_ct_input(roi=False), ())

    def switch():
        getattr(window, request.param)()
        idle()
        return Screen(window, qtbot)

    return switch


@pytest.mark.parametrize("key", [(Qt.Key.Key_B, RoiTool.BRUSH), (Qt.Key.Key_P, RoiTool.POLYGON)])
def test_that_a_drawing_tool_stays_in_hand(window, session, qtbot, rebuild, key):
    Screen(window, qtbot).key(key[0])
    screen = rebuild()
    assert screen.rois.tool is key[1]
    assert screen.rois.hand is not None
    if key[1] is RoiTool.BRUSH:
        screen.draw((64, 90), (64, 100))
        assert len(session.model.rois.lesions) == 1
    assert not screen.view.rail._tools.button(0).isChecked()


def test_that_a_measuring_tool_stays_in_hand(window, qtbot, rebuild):
    Screen(window, qtbot).key(Qt.Key.Key_D, SHIFT)
    screen = rebuild()
    assert screen.view._measures.hand.kind is MeasurementKind.TWO_DIAMETERS
    assert screen.rois.tool is None


def test_that_the_left_button_s_tool_stays_and_nothing_that_was_put_down_comes_back(window, qtbot, rebuild):
    before = Screen(window, qtbot)
    before.key(Qt.Key.Key_B)
    before.key(Qt.Key.Key_T)
    screen = rebuild()
    assert screen.rois.tool is None
    assert screen.view.rail._tools.button(list(Tool).index(Tool.PAN)).isChecked()
    assert screen.pane()._tool is Tool.PAN
