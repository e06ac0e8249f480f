"""The slide with its tools beside it: one tool in the hand, the layers over the tissue."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.brush_hand import BrushHand
from hccdesk.ui.slide_viewer.contribution_layer import ContributionLayer
from hccdesk.ui.slide_viewer.grid_layer import GridLayer
from hccdesk.ui.slide_viewer.outline_layer import OutlineLayer
from hccdesk.ui.slide_viewer.pane import SlidePane
from hccdesk.ui.slide_viewer.polygon_hand import PolygonHand
from hccdesk.ui.slide_viewer.rectangle_hand import RectangleHand
from hccdesk.ui.slide_viewer.slide_hand import SlideHand, Tool
from hccdesk.ui.slide_viewer.slide_memory import SlideMemory
from hccdesk.ui.slide_viewer.tile_loader import TileLoader
from hccdesk.ui.slide_viewer.tool_bar import SlideToolBar
from hccdesk.ui.widgets.pieces import row


class SlideStage(QWidget):
    """Tools and slide.

    Signals: `acted(str)` for what lies beyond moving the slide, see `SlidePane` and `SlideToolBar`;
    `drawn(DrawnRing | DrawnStroke)`.
    """

    acted = Signal(str)
    drawn = Signal(object)

    def __init__(self, session: Session, memory: SlideMemory) -> None:
        super().__init__()
        self._memory = memory
        self.loader = TileLoader(session.tiles, session.verbs, self)
        self.outline, self.grid, self.contribution = OutlineLayer(), GridLayer(), ContributionLayer()
        self.pane = SlidePane(self.loader, (self.contribution, self.grid, self.outline))
        self.tools = SlideToolBar()
        self.hands: dict[Tool, SlideHand] = {
            Tool.POLYGON: PolygonHand(),
            Tool.BRUSH: BrushHand(),
            Tool.RECTANGLE: RectangleHand(),
        }
        for hand in self.hands.values():
            hand.setParent(self)
            hand.drawn.connect(self.drawn)
        layout = row(self, 0, 0)
        layout.addWidget(self.tools)
        layout.addWidget(self.pane, 1)
        self._connect()
        self.take(Tool.MOVE)

    def show_slide(self, slide: SlideFacts | None) -> None:
        """Another slide, where it was last looked at."""
        known = self._memory.sight
        self.loader.open(slide)
        self.pane.show_slide(slide)
        if slide and known:
            self.pane.look(known.sized(self.pane.width(), self.pane.height()))

    def take(self, tool: Tool) -> None:
        """Another tool in the hand."""
        self.pane.take(self.hands.get(tool))
        self.tools.show_tool(tool)

    def _connect(self) -> None:
        self.pane.tool_asked.connect(self.take)
        self.tools.tool_asked.connect(self.take)
        self.tools.tool_asked.connect(self._focus_pane)
        self.pane.acted.connect(self.acted)
        self.tools.acted.connect(self._on_tool_bar)
        self.pane.moved.connect(self._remember)

    def _on_tool_bar(self, name: str) -> None:
        own = self.pane.acts()
        if name in own:
            own[name]()
        else:
            self.acted.emit(name)

    def _focus_pane(self) -> None:
        self.pane.setFocus()

    def _remember(self) -> None:
        is_plain = self.pane.is_fitted and not self.pane.sight.turn_deg
        self._memory.sight = None if is_plain else self.pane.sight
        self._memory.look_again()
