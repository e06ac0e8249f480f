"""Painting gives every reference back (PySide6 6.12 on Python 3.11 loses one to None with every void Qt call)."""

from __future__ import annotations

import sys

import pytest
import ui_builder as build
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

from hccdesk.domain.case import SlideInput
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.results.survival_curve import SurvivalPlot
from hccdesk.ui.slide_viewer.canvas import SlideCanvas

REPAINTS = {SlicePane: 20_000, SlideCanvas: 20_000, NomogramView: 2_000, SurvivalPlot: 4_000}
SLACK = 500
"""What the interpreter itself may take and give meanwhile."""


class PaintCounter(QObject):
    """Counts what really is painted: a hidden widget's repaint is nothing."""

    painted = 0

    def eventFilter(self, watched, event):
        self.painted += event.type() is QEvent.Type.Paint
        return False


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: nothing can be counted")
@pytest.mark.parametrize("kind", REPAINTS)
def test_that_thousands_of_repaints_lose_no_reference_to_none(qtbot, window, session, idle, kind):
    ct = build.a_ct_input()
    session.model.set_ct(ct, ())
    session.model.set_slide(SlideInput(build.a_slide(), build.a_slide_roi()), ())
    session.model.set_result(build.a_result(), session.model.inputs)
    window.desk.go_to({SlicePane: "ct", SlideCanvas: "slide"}.get(kind, "results"))
    idle()
    for area in window.findChildren(QScrollArea):
        for found in area.findChildren(kind):
            area.ensureWidgetVisible(found)
    widget: QWidget = next(found for found in window.findChildren(kind) if not found.visibleRegion().isEmpty())
    counter = PaintCounter()
    widget.installEventFilter(counter)
    widget.repaint()
    before = sys.getrefcount(None)
    for _ in range(REPAINTS[kind]):
        widget.repaint()
    assert counter.painted >= REPAINTS[kind]
    assert sys.getrefcount(None) > before - SLACK
