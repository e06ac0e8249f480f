"""The CT screen: tools, three views, inspector."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QStackedWidget, QWidget

from hccdesk.ui.ct_viewer.inspector import CtInspector
from hccdesk.ui.ct_viewer.pane_hand import PaneHand
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.presenter import SliceLesions
from hccdesk.ui.ct_viewer.slice_bar import SliceBar
from hccdesk.ui.ct_viewer.slice_content import SliceContent, Tool
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.ct_viewer.windowing import PRESETS, HuWindow, grey_table
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import column, icon_button, label, row

TOOL_KEYS = {"W": Tool.WINDOW, "T": Tool.PAN, "Z": Tool.ZOOM, "H": Tool.CROSSHAIR}
TOOL_ICONS = {
    Tool.WINDOW: "contrast-circle",
    Tool.PAN: "cursor-move",
    Tool.ZOOM: "magnify-plus-outline",
    Tool.CROSSHAIR: "crosshairs",
}


class CtView(QWidget):
    """The screen.

    Signals: `scrolled(Plane, int)`, `slice_asked(Plane, int)`, `pointed(Plane, int, int)`,
    `hovered(Plane, int, int)`, `left(Plane)`, `windowed(float, float)`, `window_asked(HuWindow)`,
    `invert_asked`, `outlines_asked`, `crosshair_asked`, `go_to(str)` another screen.
    """

    scrolled = Signal(object, int)
    slice_asked = Signal(object, int)
    pointed = Signal(object, int, int)
    hovered = Signal(object, int, int)
    left = Signal(object)
    windowed = Signal(float, float)
    window_asked = Signal(object)
    invert_asked = Signal()
    outlines_asked = Signal()
    crosshair_asked = Signal()
    go_to = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        names = {Plane.AXIAL: self.tr("Axial"), Plane.CORONAL: self.tr("Coronal"), Plane.SAGITTAL: self.tr("Sagittal")}
        self._panes = {plane: SlicePane(plane, names[plane]) for plane in Plane}
        self._bars = {
            plane: SliceBar(self.tr("Slices with lesions: {plane}").format(plane=names[plane])) for plane in Plane
        }
        self._boxes: dict[Plane, QWidget] = {}
        self._hand: PaneHand | None = None
        self._active, self._maximised = Plane.AXIAL, False
        self._tools = QButtonGroup(self)
        self._warning = label("", "warning", wrap=True)
        self._warning.hide()
        self.inspector = CtInspector()
        self._stack = QStackedWidget()
        self._lay_out()
        for plane, pane in self._panes.items():
            self._connect(plane, pane)

    def show_nothing(self) -> None:
        """No CT: say what to drop here."""
        self._stack.setCurrentIndex(0)
        for pane in self._panes.values():
            pane.show_content(None)

    def show_slice(self, plane: Plane, content: SliceContent) -> None:
        """One view's slice."""
        self._stack.setCurrentIndex(1)
        self._panes[plane].show_content(content)

    def show_slices(self, plane: Plane, count: int, at: int, lesions: SliceLesions) -> None:
        """One view's slider."""
        self._bars[plane].show_slices(count, at, lesions)

    def show_window(self, window: HuWindow, inverted: bool) -> None:
        """Grey levels of all views."""
        table = grey_table(window, inverted)
        corner = f"W {window.width_hu:.0f} L {window.level_hu:.0f}".replace("-", "−")
        for pane in self._panes.values():
            pane.show_window(table, corner)

    def show_hu(self, plane: Plane, text: str) -> None:
        """The value under the cursor."""
        self._panes[plane].show_hu(text)

    def show_crosshair(self, shown: bool) -> None:
        """Whether the crosshair is drawn."""
        for pane in self._panes.values():
            pane.show_crosshair(shown)

    def show_warning(self, text: str) -> None:
        """What is wrong with the geometry; empty, where nothing is."""
        self._warning.setText(f"▲ {text}" if text else "")
        self._warning.setVisible(bool(text))

    def use_tool(self, tool: Tool) -> None:
        """What the left button does."""
        self._tools.button(list(Tool).index(tool)).setChecked(True)
        for pane in self._panes.values():
            pane.use_tool(tool)

    def use_hand(self, hand: PaneHand | None) -> None:
        """A drawing or measuring tool takes the left button and its keys over; None gives them back."""
        self._hand = hand
        for pane in self._panes.values():
            pane.use_hand(hand)

    def repaint_hand(self) -> None:
        """The tool in hand has something else to show."""
        for pane in self._panes.values():
            pane.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of controls.md."""
        if self._hand and self._hand.key(event.key(), event.modifiers()):
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: 1_000_000}.get(Qt.Key(event.key()))
        if steps is not None:
            self.scrolled.emit(self._active, steps * (10 if shift else 1))
        elif ends is not None:
            self.slice_asked.emit(self._active, ends)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._letter(event.text().upper()):
            event.ignore()

    def _letter(self, key: str) -> bool:
        preset = next((preset for preset in PRESETS if preset.key == key), None)
        acts = {
            "I": self.invert_asked.emit,
            "A": self.outlines_asked.emit,
            "X": self.crosshair_asked.emit,
            "R": self._reset,
        }
        if preset:
            self.window_asked.emit(preset.window)
        elif key in TOOL_KEYS:
            self.use_tool(TOOL_KEYS[key])
        elif key in acts:
            acts[key]()
        else:
            return False
        return True

    def _reset(self) -> None:
        for pane in self._panes.values():
            pane.fit()
        self.window_asked.emit(PRESETS[2].window)

    def _maximise(self, plane: Plane) -> None:
        self._maximised = not self._maximised
        for other, box in self._boxes.items():
            box.setVisible(not self._maximised or other is plane)

    def _activate(self, plane: Plane) -> None:
        self._active = plane

    def _connect(self, plane: Plane, pane: SlicePane) -> None:
        pane.scrolled.connect(partial(self.scrolled.emit, plane))
        pane.pointed.connect(partial(self.pointed.emit, plane))
        pane.hovered.connect(partial(self.hovered.emit, plane))
        pane.left.connect(partial(self.left.emit, plane))
        pane.windowed.connect(self.windowed)
        pane.maximise_asked.connect(partial(self._maximise, plane))
        pane.entered.connect(partial(self._activate, plane))
        self._bars[plane].moved.connect(partial(self.slice_asked.emit, plane))

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "radiology-box-outline",
            self.tr("No CT yet"),
            self.tr("Drop a folder with a DICOM CT here, with its tumour mask, or choose them on the Case screen."),
            self.tr("Go to the Case screen"),
        )
        nothing.asked.connect(lambda: self.go_to.emit("case"))
        self._stack.addWidget(nothing)
        self._stack.addWidget(self._desk())
        column(self).addWidget(self._stack)

    def _desk(self) -> QWidget:
        desk, panes = QWidget(), QWidget()
        grid = QGridLayout(panes)
        grid.setContentsMargins(4, 4, 4, 4)
        grid.setSpacing(4)
        for plane in Plane:
            self._boxes[plane] = self._box(plane)
        grid.addWidget(self._boxes[Plane.AXIAL], 0, 0, 2, 1)
        grid.addWidget(self._boxes[Plane.CORONAL], 0, 1)
        grid.addWidget(self._boxes[Plane.SAGITTAL], 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        middle = column(spacing=4)
        middle.addWidget(self._warning)
        middle.addWidget(panes, 1)
        layout = row(desk, 0, 0)
        layout.addWidget(self._toolbar())
        layout.addLayout(middle, 1)
        layout.addWidget(self.inspector)
        return desk

    def _box(self, plane: Plane) -> QWidget:
        box = QWidget()
        layout = column(box, 0, 0)
        layout.addWidget(self._panes[plane], 1)
        layout.addWidget(self._bars[plane])
        return box

    def _toolbar(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("rail")
        layout = column(frame, 4, 4)
        tips = {
            Tool.WINDOW: self.tr("Window (W)"),
            Tool.PAN: self.tr("Pan (T)"),
            Tool.ZOOM: self.tr("Zoom (Z)"),
            Tool.CROSSHAIR: self.tr("Crosshair (H)"),
        }
        for number, tool in enumerate(Tool):
            choose = icon_button(TOOL_ICONS[tool], tips[tool])
            choose.setCheckable(True)
            choose.setChecked(tool is Tool.WINDOW)
            choose.clicked.connect(partial(self.use_tool, tool))
            self._tools.addButton(choose, number)
            layout.addWidget(choose)
        layout.addSpacing(12)
        for icon, tip, signal in (
            ("vector-polygon", self.tr("Outlines (A)"), self.outlines_asked),
            ("plus-thick", self.tr("Show crosshair (X)"), self.crosshair_asked),
            ("invert-colors", self.tr("Invert (I)"), self.invert_asked),
        ):
            act = icon_button(icon, tip)
            act.clicked.connect(signal)
            layout.addWidget(act)
        reset = icon_button("fit-to-screen-outline", self.tr("Reset (R)"))
        reset.clicked.connect(self._reset)
        layout.addWidget(reset)
        layout.addSpacing(12)
        for preset in PRESETS:
            use = icon_button(
                f"numeric-{preset.key}-box-outline", f"{translate('CtView', preset.title)} ({preset.key})"
            )
            use.clicked.connect(partial(self.window_asked.emit, preset.window))
            layout.addWidget(use)
        layout.addStretch(1)
        return frame
