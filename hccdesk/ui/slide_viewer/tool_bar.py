"""The tools beside the slide: what is in the hand, how the slide is turned and zoomed, what is shown over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from hccdesk.ui.slide_viewer.slide_hand import Tool
from hccdesk.ui.widgets.pieces import column, icon_button, line

WIDTH_PX = 48


class SlideToolBar(QFrame):
    """The column of buttons.

    Signals: `tool_asked(Tool)`, `acted(str)`: `closer`, `farther`, `fit`, `turn_left_90`, `turn_right_90`,
    `turn_back`, `outline`, `grid`, `key_image`.
    """

    tool_asked = Signal(object)
    acted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH_PX)
        joins = "\n" + self.tr("What touches a region joins it; Alt takes out.")
        self._tools = {
            Tool.MOVE: icon_button("hand-back-right-outline", self.tr("Move (M; hold Space in any tool)")),
            Tool.POLYGON: icon_button(
                "vector-polygon", self.tr("Polygon (P): click or drag, double click closes") + joins
            ),
            Tool.BRUSH: icon_button("brush", self.tr("Brush (B); [ and ] or Shift+wheel change its size") + joins),
            Tool.RECTANGLE: icon_button("rectangle-outline", self.tr("Rectangle (R)") + joins),
        }
        self._outline = self._act("outline", "vector-curve", self.tr("Outlines on and off (A); F fills them"))
        self._grid = self._act("grid", "grid", self.tr("Patch grid on and off (G)"))
        for toggle in (self._outline, self._grid):
            toggle.setCheckable(True)
        self._group = QButtonGroup(self)
        layout = column(self, 8, 4)
        for tool, chooser in self._tools.items():
            chooser.setCheckable(True)
            self._group.addButton(chooser)
            chooser.clicked.connect(partial(self.tool_asked.emit, tool))
            layout.addWidget(chooser)
        self._upright = self._act("turn_back", "arrow-up-circle-outline", self.tr("Upright again"))
        for group in (
            (
                self._act("closer", "magnify-plus-outline", self.tr("Closer (+, wheel, double click)")),
                self._act("farther", "magnify-minus-outline", self.tr("Farther (−, wheel)")),
                self._act("fit", "fit-to-screen-outline", self.tr("Whole slide (0 or Home)")),
            ),
            (
                self._act("turn_left_90", "rotate-left", self.tr("Turn left (Shift+, by 90°; , by 15°)")),
                self._act("turn_right_90", "rotate-right", self.tr("Turn right (Shift+. by 90°; . by 15°)")),
                self._upright,
            ),
            (self._outline, self._grid),
            (self._act("key_image", "camera-outline", self.tr("Picture for the report (K)")),),
        ):
            layout.addWidget(line())
            for one in group:
                layout.addWidget(one)
        layout.addStretch(1)

    def show_tool(self, tool: Tool) -> None:
        """What is in the hand."""
        self._tools[tool].setChecked(True)

    def show_state(self, *, outline: bool, grid: bool, why_no_grid: str, turned: bool) -> None:
        """What is shown, and why the grid cannot be."""
        self._outline.setChecked(outline)
        self._grid.setChecked(grid)
        self._grid.setEnabled(not why_no_grid)
        self._grid.setToolTip(why_no_grid or self.tr("Patch grid on and off (G)"))
        self._upright.setEnabled(turned)
        self._upright.setToolTip(self.tr("Upright again") if turned else self.tr("The slide is upright."))

    def _act(self, name: str, icon: str, tip: str) -> QToolButton:
        made = icon_button(icon, tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        emit: Callable[[], None] = partial(self.acted.emit, name)
        made.clicked.connect(emit)
        return made
