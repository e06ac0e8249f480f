"""Beside the views: what the left button does, and what is drawn over the slices."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from hccdesk.ui.ct_viewer.slice_content import Tool
from hccdesk.ui.widgets.pieces import column, icon_button

TOOL_ICONS = {
    Tool.WINDOW: "contrast-circle",
    Tool.PAN: "cursor-move",
    Tool.ZOOM: "magnify-plus-outline",
    Tool.CROSSHAIR: "crosshairs",
}


class ToolRail(QFrame):
    """The rail; drawing and measuring tools are put into `more`, a column of their own.

    Signals: `tool_asked(Tool)`, `outlines_asked`, `crosshair_asked`, `invert_asked`, `reset_asked`.
    """

    tool_asked = Signal(object)
    outlines_asked = Signal()
    crosshair_asked = Signal()
    invert_asked = Signal()
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._tools = QButtonGroup(self)
        self.more: QVBoxLayout = column(spacing=4)
        layout = column(self, 4, 4)
        for number, (tool, tip) in enumerate(self._tips().items()):
            choose = icon_button(TOOL_ICONS[tool], tip)
            choose.setCheckable(True)
            choose.setChecked(tool is Tool.WINDOW)
            choose.clicked.connect(partial(self.tool_asked.emit, tool))
            self._tools.addButton(choose, number)
            layout.addWidget(choose)
        layout.addLayout(self.more)
        layout.addSpacing(12)
        for icon, tip, signal in (
            ("vector-polygon", self.tr("Outlines (A)"), self.outlines_asked),
            ("plus-thick", self.tr("Show crosshair (X)"), self.crosshair_asked),
            ("invert-colors", self.tr("Invert (I)"), self.invert_asked),
            ("fit-to-screen-outline", self.tr("Reset (R)"), self.reset_asked),
        ):
            act = icon_button(icon, tip)
            act.clicked.connect(signal)
            layout.addWidget(act)
        layout.addStretch(1)
        for found in self.findChildren(QToolButton):
            found.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_tool(self, tool: Tool | None) -> None:
        """Which tool the left button is; None while a drawing or measuring tool has it."""
        if tool is None:
            self._tools.setExclusive(False)
            for one in self._tools.buttons():
                one.setChecked(False)
            self._tools.setExclusive(True)
        else:
            self._tools.button(list(Tool).index(tool)).setChecked(True)

    def _tips(self) -> dict[Tool, str]:
        return {
            Tool.WINDOW: self.tr("Window (W)"),
            Tool.PAN: self.tr("Pan (T)"),
            Tool.ZOOM: self.tr("Zoom (Z)"),
            Tool.CROSSHAIR: self.tr("Crosshair (H)"),
        }
