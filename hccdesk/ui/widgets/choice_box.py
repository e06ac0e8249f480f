"""A box of choices that says where its words are cut off, and says them whole under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter


class ChoiceBox(QComboBox):
    """As Qt's, which cuts a text off without a mark."""

    def elided(self) -> str:
        """The present choice as far as there is room."""
        told = QStyleOptionComboBox()
        self.initStyleOption(told)
        style, field = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, told, field, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        told = QStyleOptionComboBox()
        self.initStyleOption(told)
        told.currentText = self.elided()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, told)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, told)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """The whole text under the mouse, where it is cut off."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.currentText() if self.elided() != self.currentText() else "")
        return super().event(event)
