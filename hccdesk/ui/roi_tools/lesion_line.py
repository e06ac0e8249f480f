"""A lesion as the list shows it: a value, and the row that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.slice_marks import LESION_ROLES
from hccdesk.ui.roi_tools.lesion_name import LesionName
from hccdesk.ui.widgets.pieces import button, column, icon_button, label, row, set_property

SWATCH_PX = 12


@dataclass(frozen=True, slots=True)
class LesionLine:
    """What is said of one lesion. `size` is volume and diameters, `slices` where it lies; `drawn` is False for a
    new one that was not begun yet."""

    name: str
    colour: int
    size: str
    slices: str = ""
    active: bool = False
    shown: bool = True
    locked: bool = False
    drawn: bool = True


class LesionRow(QFrame):
    """One lesion.

    Signals: `chosen`, `renamed(str)`, `shown_asked(bool)`, `locked_asked(bool)`, `remove_asked`,
    `go_asked(str)`: `first`, `middle` or `last` slice.
    """

    chosen = Signal()
    renamed = Signal(str)
    shown_asked = Signal(bool)
    locked_asked = Signal(bool)
    remove_asked = Signal()
    go_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesion")
        self._line = LesionLine("", 0, "")
        self._swatch, self._name = QLabel(), LesionName()
        self._size, self._slices = label("", "caption", wrap=True), label("", "caption")
        self._eye, self._lock = icon_button("eye-outline", ""), icon_button("lock-outline", "")
        self._remove = icon_button("trash-can-outline", "")
        self._ways = QWidget()
        self._lay_out()
        self._name.clicked.connect(self.chosen)
        self._name.renamed.connect(self.renamed)
        self._eye.clicked.connect(lambda: self.shown_asked.emit(not self._line.shown))
        self._lock.clicked.connect(lambda: self.locked_asked.emit(not self._line.locked))
        self._remove.clicked.connect(self.remove_asked)

    def show_line(self, line: LesionLine) -> None:
        """This lesion."""
        if line.colour != self._line.colour or not self._swatch.styleSheet():
            colour = theme.Theme(theme.DARK).hex(LESION_ROLES[line.colour % len(LESION_ROLES)])
            self._swatch.setStyleSheet(f"background: {colour}; border-radius: 3px;")
        self._line = line
        set_property(self, "active", line.active)
        self._name.show_name(line.name, line.drawn)
        self._name.setToolTip(self.tr("Click to draw on it, double-click to rename") if line.drawn else "")
        self._name.setAccessibleName(self.tr("Lesion {name}").format(name=line.name))
        self.show_size(line.size)
        self._slices.setText(line.slices)
        self._ways.setVisible(line.drawn)
        self._show_switch(self._eye, "eye-outline" if line.shown else "eye-off-outline", self._eye_words(line))
        lock = "lock" if line.locked else "lock-open-variant-outline"
        self._show_switch(self._lock, lock, self._lock_words(line))
        self._show_switch(self._remove, "trash-can-outline", self.tr("Remove {name}").format(name=line.name))
        for switch in (self._eye, self._lock):
            switch.setVisible(line.drawn)

    def show_size(self, text: str) -> None:
        """Its size by now."""
        self._size.setText(text)
        self._size.setVisible(bool(text))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Anywhere on the row chooses it."""
        self.chosen.emit()

    def _eye_words(self, line: LesionLine) -> str:
        hide, show = self.tr("Hide {name}; it still counts"), self.tr("Show {name}")
        return (hide if line.shown else show).format(name=line.name)

    def _lock_words(self, line: LesionLine) -> str:
        lock, free = self.tr("Lock {name} against changes"), self.tr("{name} is locked: open it to change")
        return (free if line.locked else lock).format(name=line.name)

    def _show_switch(self, switch: QToolButton, icon: str, tip: str) -> None:
        if switch.property("icon") != icon:
            switch.setProperty("icon", icon)
            switch.setIcon(theme.current().icon(icon))
        switch.setToolTip(tip)
        switch.setAccessibleName(tip)

    def _lay_out(self) -> None:
        layout = column(self, 0, 2)
        layout.setContentsMargins(8, 4, 4, 6)
        head = row(spacing=2)
        self._swatch.setFixedSize(SWATCH_PX, SWATCH_PX)
        head.addWidget(self._swatch)
        head.addSpacing(4)
        head.addWidget(self._name, 1)
        for switch in (self._eye, self._lock, self._remove):
            switch.setFixedSize(26, 26)
            head.addWidget(switch)
        layout.addLayout(head)
        layout.addWidget(self._size)
        ways = row(self._ways, 0, 0)
        ways.addWidget(self._slices)
        ways.addStretch(1)
        for where, text, tip in (
            ("first", self.tr("first"), self.tr("Go to its first slice")),
            ("middle", self.tr("middle"), self.tr("Go to its middle")),
            ("last", self.tr("last"), self.tr("Go to its last slice")),
        ):
            go = button(text, "link")
            go.setToolTip(tip)
            go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            go.clicked.connect(lambda _=False, where=where: self.go_asked.emit(where))
            ways.addWidget(go)
        layout.addWidget(self._ways)
