"""How the tool in hand is set: a row above the views that keeps its place whatever is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QLineEdit, QSizePolicy, QWidget

from hccdesk.ui.roi_tools.option_groups import BrushGroup, GrowGroup, RangeGroup
from hccdesk.ui.roi_tools.refine_group import RefineGroup
from hccdesk.ui.roi_tools.toolbox import PAINTING, RoiOptions, RoiTool
from hccdesk.ui.widgets.pieces import button, label, row

HEIGHT_PX = 44


class OptionRow(QFrame):
    """The row.

    Signals: `options_set(RoiOptions)`, `pick_asked` the range from a click, `refine_asked(str)` one of the acts of
    `LesionJobs.refine`, `margin_asked(float)` mm, `keep_asked`, `drop_asked` what was proposed, `entered` a number was
    written and the keyboard is free again.
    """

    options_set = Signal(object)
    pick_asked = Signal()
    refine_asked = Signal(str)
    margin_asked = Signal(float)
    keep_asked = Signal()
    drop_asked = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("options")
        self.setFixedHeight(HEIGHT_PX)
        self._hint, self._lesion = label("", "muted"), label("", "group")
        self._brush, self._range, self._grow = BrushGroup(), RangeGroup(), GrowGroup()
        self._refine, self._proposal = RefineGroup(), QWidget()
        self._groups = (self._brush, self._range, self._grow, self._refine)
        self._lay_out()
        for group in self._groups:
            group.options_set.connect(self.options_set)
        self._range.pick_asked.connect(self.pick_asked)
        self._refine.refine_asked.connect(self.refine_asked)
        self._refine.margin_asked.connect(self.margin_asked)
        self.show_tool(None, possible=False)

    def show_tool(self, tool: RoiTool | None, possible: bool) -> None:
        """What the tool needs; without one, a word on how to begin where that is possible."""
        self._brush.setVisible(tool in PAINTING)
        self._range.setVisible(tool in {RoiTool.RANGE, RoiTool.GROW})
        self._grow.setVisible(tool is RoiTool.GROW)
        self._refine.setVisible(tool is RoiTool.REFINE)
        self._hint.setText(self._hint_of(tool) if possible else "")

    def show_options(self, options: RoiOptions) -> None:
        """Settings; they may have changed by key, wheel or click."""
        for group in self._groups:
            group.show_options(options)

    def show_lesion(self, text: str, margin_mm: float, refusal: str) -> None:
        """The lesion that is worked on, its margin, and why nothing can be done to it as a whole (empty: it can)."""
        self._lesion.setText(text)
        self._lesion.setVisible(bool(text))
        self._refine.show_lesion(margin_mm, refusal)

    def show_proposal(self, proposed: bool) -> None:
        """Whether there is a region to keep or drop."""
        self._proposal.setVisible(proposed)

    def show_picking(self, picking: bool) -> None:
        """Whether the next click takes the range."""
        self._range.show_picking(picking)

    def _hint_of(self, tool: RoiTool | None) -> str:
        hints = {
            None: self.tr("B brush · E eraser · P polygon · F freehand · G grow · Q next lesion"),
            RoiTool.POLYGON: self.tr(
                "Click corners or drag · double-click or Enter closes · Backspace or X takes the last back"
            ),
            RoiTool.FREEHAND: self.tr("Drag round the lesion · Alt takes away"),
            RoiTool.BRUSH: self.tr("Alt takes away · Z undo"),
            RoiTool.ERASER: self.tr("Z undo"),
        }
        return hints.get(tool, "")

    def _lay_out(self) -> None:
        layout = row(self, 0, 12)
        layout.setContentsMargins(8, 4, 8, 4)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        keep, drop = button(self.tr("Keep"), "primary"), button(self.tr("Discard"))
        keep.setToolTip(self.tr("Enter"))
        drop.setToolTip(self.tr("Escape"))
        keep.clicked.connect(self.keep_asked)
        drop.clicked.connect(self.drop_asked)
        both = row(self._proposal, 0, 8)
        both.addWidget(keep)
        both.addWidget(drop)
        for widget in (self._lesion, *self._groups, self._proposal):
            layout.addWidget(widget)
        layout.addWidget(self._hint, 1)
        self._proposal.hide()
        for press in self.findChildren(QAbstractButton):
            press.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the views
        for written in self.findChildren(QLineEdit):
            written.returnPressed.connect(self.entered)
