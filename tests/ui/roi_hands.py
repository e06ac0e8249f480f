"""The CT screen under a user's hands, for the tests of its drawing tools."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from hccdesk.ui.ct_viewer.patient_grid import Plane

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NONE, ALT, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class Screen:
    """The CT screen under a user's hands."""

    def __init__(self, window, qtbot):
        window.desk.go_to("ct")
        self.view, self.qtbot = window.desk._screens["ct"], qtbot
        self.rois = self.view._rois

    def pane(self, plane=Plane.AXIAL):
        return self.view._panes[plane]

    def at(self, row, column, plane=Plane.AXIAL):
        """A voxel of the shown slice in pixels of its view."""
        pane = self.pane(plane)
        return pane._pixel_to_widget().map(QPointF(column + 0.5, row + 0.5))

    def mouse(self, kind, where, plane=Plane.AXIAL, button=LEFT, buttons=LEFT, modifiers=NONE):
        pane = self.pane(plane)
        event = QMouseEvent(kind, where, pane.mapToGlobal(where), button, buttons, modifiers)
        QApplication.sendEvent(pane, event)

    def draw(self, *pixels, plane=Plane.AXIAL, modifiers=NONE):
        places = [self.at(*pixel, plane) for pixel in pixels]
        self.mouse(QEvent.Type.MouseButtonPress, places[0], plane, modifiers=modifiers)
        for where in places[1:]:
            self.mouse(QEvent.Type.MouseMove, where, plane, NO_BUTTON, LEFT, modifiers)
        self.mouse(QEvent.Type.MouseButtonRelease, places[-1], plane, LEFT, NO_BUTTON, modifiers)

    def key(self, key, modifiers=NONE):
        self.qtbot.keyClick(self.view, key, modifiers)

    def says(self):
        QApplication.processEvents()
        return [
            found.text() for found in self.rois.lesions.findChildren(QLabel) if found.isVisibleTo(self.rois.lesions)
        ]

    def button(self, text):
        found = (*self.rois.lesions.findChildren(QPushButton), *self.rois.options.findChildren(QPushButton))
        return next(one for one in found if one.text() == text and one.isVisibleTo(one.window()))

    def tool_button(self, start):
        found = (*self.rois.buttons.findChildren(QToolButton), *self.rois.lesions.findChildren(QToolButton))
        return next(one for one in found if one.toolTip().startswith(start))


def brush_of(screen, brush_mm):
    toolbox = screen.rois.toolbox
    toolbox.set_options(replace(toolbox.options, brush_mm=brush_mm))
