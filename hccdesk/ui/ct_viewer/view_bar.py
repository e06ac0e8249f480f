"""Above the views: layout, linking, window, cine, explanation, key image."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QSlider, QSpinBox, QToolButton, QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.cine import FASTEST_FPS, SLOWEST_FPS, USUAL_FPS
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.widgets.pieces import icon_button, row

BAR_PX = 40
LAYOUT_ICONS = {
    PaneLayout.PLANES: "view-quilt-outline",
    PaneLayout.ONE: "square-outline",
    PaneLayout.TWO: "view-split-vertical",
    PaneLayout.FOUR: "view-grid-outline",
}


class ViewBar(QFrame):
    """The bar. Its buttons leave the keyboard to the views.

    Signals: `layout_asked(PaneLayout)`, `link_asked(bool)`, `cine_asked`, `rate_asked(int)` slices a second,
    `saliency_asked(bool)`, `opacity_asked(float)`, `key_image_asked`.
    """

    layout_asked = Signal(object)
    link_asked = Signal(bool)
    cine_asked = Signal()
    rate_asked = Signal(int)
    saliency_asked = Signal(bool)
    opacity_asked = Signal(float)
    key_image_asked = Signal()

    def __init__(self, fill_windows: Callable[[QMenu], None]) -> None:
        super().__init__()
        self.setObjectName("view_bar")
        self.setFixedHeight(BAR_PX)
        self._fill_windows = fill_windows
        self._layouts = QButtonGroup(self)
        self._link, self._saliency = self._toggle("link-variant", ""), self._toggle("gradient-horizontal", "")
        self._cine = icon_button("play", "")
        self._rate, self._opacity = QSpinBox(), QSlider(Qt.Orientation.Horizontal)
        self._window = QToolButton()
        self._key = icon_button("camera-plus-outline", self.tr("Keep this view as a key image for the report (K)"))
        self._set_up()
        self._lay_out()
        self._connect()

    def show_layout(self, layout: PaneLayout, linked: bool) -> None:
        """Which layout is used, and whether its views are linked."""
        self._layouts.button(list(PaneLayout).index(layout)).setChecked(True)
        self._link.setEnabled(layout.compared > 0)
        self._link.setChecked(linked and layout.compared > 0)
        several = self.tr("Scroll, zoom and pan the series together, by patient position (L)")
        alone = self.tr("Only series side by side can be linked")
        self._tell(self._link, several if layout.compared else alone)

    def show_comparable(self, others: int) -> None:
        """How many other series there are to compare with."""
        for layout in (PaneLayout.TWO, PaneLayout.FOUR):
            choose = self._layouts.button(list(PaneLayout).index(layout))
            choose.setEnabled(others > 0)
            none = self.tr("No other series of this patient was found")
            self._tell(choose, self._tips()[layout] if others else none)

    def show_window(self, text: str) -> None:
        """The window as it is."""
        self._window.setText(f"{text} ▾")

    def show_cine(self, playing: bool, rate_fps: int) -> None:
        """Whether it plays, and how fast."""
        self._cine.setIcon(theme.current().icon("pause" if playing else "play"))
        self._tell(self._cine, self.tr("Stop (C)") if playing else self.tr("Play the slices (C)"))
        self._rate.blockSignals(True)
        self._rate.setValue(rate_fps)
        self._rate.blockSignals(False)

    def show_saliency(self, shown: bool, opacity: float, why_not: str) -> None:
        """Whether the explanation lies over the slices; `why_not` where it cannot."""
        self._saliency.setEnabled(not why_not)
        self._saliency.setChecked(shown and not why_not)
        self._tell(self._saliency, why_not or self.tr("Show what moved the CT model (Shift+O, hold O to peek)"))
        self._opacity.setEnabled(shown and not why_not)
        self._opacity.blockSignals(True)
        self._opacity.setValue(round(opacity * 100))
        self._opacity.blockSignals(False)

    def show_key_images(self, count: int) -> None:
        """How many were kept."""
        self._key.setText(str(count) if count else "")

    def _set_up(self) -> None:
        self._rate.setRange(SLOWEST_FPS, FASTEST_FPS)
        self._rate.setValue(USUAL_FPS)
        self._rate.setSuffix(self.tr(" /s"))
        self._rate.setFixedWidth(84)
        self._rate.setAccessibleName(self.tr("Slices a second"))
        self._rate.setToolTip(self.tr("Slices a second"))
        self._rate.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._opacity.setRange(10, 100)
        self._opacity.setFixedWidth(80)
        self._opacity.setAccessibleName(self.tr("Strength of the explanation"))
        self._opacity.setToolTip(self.tr("Strength of the explanation"))
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._on_menu, menu))
        self._window.setMenu(menu)
        self._window.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._window.setProperty("kind", "quiet")
        self._window.setToolTip(self.tr("Window presets (0 to 9)"))
        self._key.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _on_menu(self, menu: QMenu) -> None:
        menu.clear()
        self._fill_windows(menu)

    def _connect(self) -> None:
        self._link.clicked.connect(self.link_asked)
        self._cine.clicked.connect(self.cine_asked)
        self._rate.valueChanged.connect(self.rate_asked)
        self._saliency.clicked.connect(self.saliency_asked)
        self._opacity.valueChanged.connect(self._on_opacity)
        self._key.clicked.connect(self.key_image_asked)

    def _on_opacity(self, percent: int) -> None:
        self.opacity_asked.emit(percent / 100)

    def _lay_out(self) -> None:
        layout = row(self, 0, 2)
        layout.setContentsMargins(4, 0, 4, 0)
        for number, (name, tip) in enumerate(self._tips().items()):
            choose = self._toggle(LAYOUT_ICONS[name], tip)
            choose.setChecked(name is PaneLayout.PLANES)
            choose.clicked.connect(partial(self.layout_asked.emit, name))
            self._layouts.addButton(choose, number)
            layout.addWidget(choose)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._link,),
            (self._window,),
            (self._cine, self._rate),
            (self._saliency, self._opacity),
        )
        for group in groups:
            layout.addSpacing(10)
            for widget in group:
                layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._key)
        for found in self.findChildren(QToolButton):
            found.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _tips(self) -> dict[PaneLayout, str]:
        return {
            PaneLayout.PLANES: self.tr("Axial, coronal and sagittal"),
            PaneLayout.ONE: self.tr("Axial alone"),
            PaneLayout.TWO: self.tr("Two series side by side"),
            PaneLayout.FOUR: self.tr("Four series side by side"),
        }

    def _toggle(self, icon: str, tip: str) -> QToolButton:
        made = icon_button(icon, tip)
        made.setCheckable(True)
        return made

    def _tell(self, widget: QWidget, tip: str) -> None:
        widget.setToolTip(tip)
        widget.setAccessibleName(tip)
