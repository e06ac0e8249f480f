"""The measuring tools as buttons of the CT toolbar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from hccdesk.domain.measurement import MeasurementKind
from hccdesk.ui.widgets.pieces import column, icon_button

ICONS = {MeasurementKind.DISTANCE: "ruler", MeasurementKind.TWO_DIAMETERS: "ruler-square"}


class MeasureButtons(QWidget):
    """One may be down.

    Signals: `chosen(MeasurementKind)` pressed, also the one that is down, which puts the tool away.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[MeasurementKind, QToolButton] = {}
        self._tips = {
            MeasurementKind.DISTANCE: self.tr("Distance (D): drag, or click both ends"),
            MeasurementKind.TWO_DIAMETERS: self.tr("Two diameters (Shift+D): the long axis, then the short one"),
        }
        layout = column(self, 0, 4)
        for kind, icon in ICONS.items():
            choose = icon_button(icon, self._tips[kind])
            choose.setCheckable(True)
            choose.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            choose.clicked.connect(partial(self.chosen.emit, kind))
            self._buttons[kind] = choose
            layout.addWidget(choose)

    def button(self, kind: MeasurementKind) -> QToolButton:
        """The button of a tool."""
        return self._buttons[kind]

    def show_tool(self, kind: MeasurementKind | None) -> None:
        """The tool in hand, or none."""
        for other, choose in self._buttons.items():
            choose.setChecked(other is kind)

    def show_refusal(self, why: str) -> None:
        """Why nothing can be measured; empty where it can."""
        for kind, choose in self._buttons.items():
            choose.setEnabled(not why)
            choose.setToolTip(why or self._tips[kind])
