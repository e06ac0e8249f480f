"""A choice that has no room for all of its words."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from hccdesk.ui.widgets.choice_box import ChoiceBox


def test_that_a_choice_that_is_cut_off_says_so_and_is_whole_under_the_mouse(qtbot):
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItem("moderate or severe")
    box.resize(400, 28)
    assert box.elided() == "moderate or severe"
    QApplication.sendEvent(box, QEvent(QEvent.Type.ToolTip))
    assert box.toolTip() == ""
    box.resize(100, 28)
    box.grab()
    assert box.elided().endswith("…")
    QApplication.sendEvent(box, QEvent(QEvent.Type.ToolTip))
    assert box.toolTip() == "moderate or severe"
