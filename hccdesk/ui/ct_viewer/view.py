"""The CT screen: tools, the bar above the views, the views, inspector."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from hccdesk.ui.ct_viewer.ct_panes import CtPanes
from hccdesk.ui.ct_viewer.held_keys import HeldKeys
from hccdesk.ui.ct_viewer.inspector import CtInspector
from hccdesk.ui.ct_viewer.pane_hand import PaneHand
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_content import SliceContent, Tool
from hccdesk.ui.ct_viewer.tool_rail import ToolRail
from hccdesk.ui.ct_viewer.view_bar import ViewBar
from hccdesk.ui.ct_viewer.view_keys import Act, Meaning, Scroll, UserWindow, meaning_of
from hccdesk.ui.ct_viewer.windowing import HuWindow, window_words
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import column, label, row


class CtView(CtPanes):
    """The screen.

    Signals: those of the views, `window_asked(HuWindow)`, `user_window_asked(str)`, `user_window_kept(str)`,
    `act_asked(Act)`, `outlines_asked`, `crosshair_asked`, `invert_asked`, `tool_chosen(Tool)`,
    `windows_menu_asked(QMenu)` fill it, `window_changed`, `go_to(str)` another screen.
    """

    window_asked = Signal(object)
    user_window_asked = Signal(str)
    user_window_kept = Signal(str)
    act_asked = Signal(object)
    outlines_asked = Signal()
    crosshair_asked = Signal()
    invert_asked = Signal()
    tool_chosen = Signal(object)
    windows_menu_asked = Signal(object)
    window_changed = Signal()
    go_to = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar, self.rail, self.inspector = ViewBar(self._fill_windows), ToolRail(), CtInspector()
        self.options: QVBoxLayout = column(spacing=0)
        self.held, self._tool = HeldKeys(self), Tool.WINDOW
        self._warning = label("", "warning", wrap=True)
        self._warning.hide()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_nothing(self) -> None:
        """No CT: say what to drop here."""
        self._stack.setCurrentWidget(self._nothing)
        self._next_frame.do_now()
        for pane in self._panes.values():
            pane.show_content(None)

    def show_series_found(self, found: int) -> None:
        """How many series one can choose among; where none is shown yet, ask which."""
        shows = self._stack.currentWidget() is self._views
        self.inspector.setVisible(shows or found > 0)
        if not shows:
            self._stack.setCurrentWidget(self._choice if found else self._nothing)

    def show_slice(self, plane: Plane, content: SliceContent) -> None:
        """One view's slice; those beside the view in use may follow one frame later."""
        self._stack.setCurrentWidget(self._views)
        super().show_slice(plane, content)

    def show_window(self, window: HuWindow, inverted: bool) -> None:
        """Grey levels of all views."""
        super().show_window(window, inverted)
        self.bar.show_window(window_words(window))
        self.window_changed.emit()

    def show_warning(self, text: str) -> None:
        """What went wrong with the CT; empty, where nothing did."""
        self._warning.setText(f"▲ {text}" if text else "")
        self._warning.setVisible(bool(text))

    def show_layout(self, layout: PaneLayout, head: str, linked: bool) -> None:
        """Another layout; `head` names the case's own series when others are beside it."""
        super().show_layout(layout, head, linked)
        self.bar.show_layout(layout, linked)

    def use_tool(self, tool: Tool) -> None:
        """What the left button does; a drawing or measuring tool gives it back."""
        self._tool = tool
        super().use_tool(tool)
        self.rail.show_tool(tool)

    def use_hand(self, hand: PaneHand | None) -> None:
        """A drawing or measuring tool takes the left button and its keys over; None gives them back."""
        self.rail.show_tool(None if hand else self._tool)
        super().use_hand(hand)

    def reset(self) -> None:
        """Every view shows its whole slice again, in the usual window."""
        self.fit_all()
        self.act_asked.emit(Act.RESET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of controls.md."""
        if self._hand and self._hand.key(event.key(), event.modifiers()):
            return
        if self.held.press(event.key(), event.modifiers(), repeated=event.isAutoRepeat()):
            return
        meaning = meaning_of(event.key(), event.text(), event.modifiers())
        if meaning is None or not self._is_useful(meaning):
            event.ignore()
        else:
            self._do(meaning)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """What was held is let go."""
        if not self.held.release(event.key(), repeated=event.isAutoRepeat()):
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """In another window, nothing is held any more."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.held.let_go()
        super().changeEvent(event)

    def _is_useful(self, meaning: Meaning) -> bool:
        """Without a CT, only another series can be asked for."""
        steps = (Act.PREVIOUS_SERIES, Act.NEXT_SERIES)
        return self._stack.currentWidget() is self._views or meaning in steps

    def _do(self, meaning: Meaning) -> None:
        if isinstance(meaning, Scroll):
            self._scroll(meaning.slices)
        elif isinstance(meaning, Tool):
            self._choose_tool(meaning)
        elif isinstance(meaning, HuWindow):
            self.window_asked.emit(meaning)
        elif isinstance(meaning, UserWindow):
            (self.user_window_kept if meaning.keep else self.user_window_asked).emit(meaning.key)
        else:
            self._act(meaning)

    def _act(self, act: Act) -> None:
        pane = self.active_pane
        here: dict[Act, Callable[[], object]] = {
            Act.NEARER: partial(pane.zoom, 1), Act.FARTHER: partial(pane.zoom, -1), Act.FIT: pane.fit,
            Act.RESET: self.reset, Act.FIRST: partial(self._go, 0), Act.LAST: partial(self._go, 1_000_000),
            Act.INVERT: self.invert_asked.emit, Act.OUTLINES: self.outlines_asked.emit,
            Act.CROSSHAIR: self.crosshair_asked.emit,
        }  # fmt: skip
        if act in here:
            here[act]()
        else:
            self.act_asked.emit(act)

    def _scroll(self, slices: int) -> None:
        if isinstance(self._active, Plane):
            self.scrolled.emit(self._active, slices)
        else:
            self.compared_scrolled.emit(self._active, slices)

    def _go(self, number: int) -> None:
        if isinstance(self._active, Plane):
            self.slice_asked.emit(self._active, number)
        else:
            self.compared_slice_asked.emit(self._active, number)

    def _choose_tool(self, tool: Tool) -> None:
        self.use_tool(tool)
        self.tool_chosen.emit(tool)

    def _fill_windows(self, menu: QMenu) -> None:
        self.windows_menu_asked.emit(menu)

    def _connect(self) -> None:
        self.rail.tool_asked.connect(self._choose_tool)
        self.rail.outlines_asked.connect(self.outlines_asked)
        self.rail.crosshair_asked.connect(self.crosshair_asked)
        self.rail.invert_asked.connect(self.invert_asked)
        self.rail.reset_asked.connect(self.reset)
        self.held.panning.connect(self._on_pan)

    def _lay_out(self) -> None:
        self._nothing = EmptyState(
            "radiology-box-outline",
            self.tr("No CT yet"),
            self.tr("Drop a folder with a DICOM CT here, with its tumour mask, or choose them on the Case screen."),
            self.tr("Go to the Case screen"),
        )
        self._choice = EmptyState(
            "layers-search-outline",
            self.tr("Which series?"),
            self.tr("No series is open. Choose one in the list on the right, or with ← →."),
        )
        self._nothing.asked.connect(partial(self.go_to.emit, "case"))
        self._views = self._put_views()
        for page in (self._nothing, self._choice, self._views):
            self._stack.addWidget(page)
        layout = row(self, 0, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.inspector)

    def _put_views(self) -> QWidget:
        whole, middle = QWidget(), column(spacing=0)
        middle.addWidget(self.bar)
        middle.addLayout(self.options)
        middle.addWidget(self._warning)
        middle.addWidget(self._area, 1)
        layout = row(whole, 0, 0)
        layout.addWidget(self.rail)
        layout.addLayout(middle, 1)
        return whole
