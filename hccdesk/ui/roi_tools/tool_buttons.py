"""The drawing tools as buttons of the CT toolbar."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from hccdesk.ui.roi_tools.toolbox import RoiTool
from hccdesk.ui.widgets.pieces import column, icon_button

ICONS = {
    RoiTool.POLYGON: "pentagon-outline",
    RoiTool.FREEHAND: "lasso",
    RoiTool.BRUSH: "brush",
    RoiTool.ERASER: "eraser",
    RoiTool.RANGE: "format-paint",
    RoiTool.GROW: "magic-staff",
    RoiTool.REFINE: "auto-fix",
}


class ToolButtons(QWidget):
    """One may be down.

    Signals: `chosen(RoiTool)` pressed, also the one that is down, which puts the tool away.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[RoiTool, QToolButton] = {}
        self._tips = {
            RoiTool.POLYGON: self.tr("Polygon (P): click corners or drag; double-click or Enter closes"),
            RoiTool.FREEHAND: self.tr("Freehand (F): drag round the lesion"),
            RoiTool.BRUSH: self.tr("Brush (B): drag to paint; Alt takes away"),
            RoiTool.ERASER: self.tr("Eraser (E): drag to take away"),
            RoiTool.RANGE: self.tr("Brush within a range of HU (Shift+B)"),
            RoiTool.GROW: self.tr("Grow from a click (G)"),
            RoiTool.REFINE: self.tr("Refine the lesion (Shift+R): fill slices, smooth, islands, holes, margin"),
        }
        layout = column(self, 0, 4)
        for tool, icon in ICONS.items():
            choose = icon_button(icon, self._tips[tool])
            choose.setCheckable(True)
            choose.clicked.connect(partial(self.chosen.emit, tool))
            self._buttons[tool] = choose
            layout.addWidget(choose)

    def show_tool(self, tool: RoiTool | None) -> None:
        """The tool in hand, or none."""
        for other, choose in self._buttons.items():
            choose.setChecked(other is tool)

    def show_refusal(self, why: str) -> None:
        """Why nothing can be drawn; empty where it can."""
        for tool, choose in self._buttons.items():
            choose.setEnabled(not why)
            choose.setToolTip(why or self._tips[tool])
