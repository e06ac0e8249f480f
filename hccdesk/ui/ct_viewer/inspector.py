"""Beside the views: the series and what it is good for, the lesions with their size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.slice_marks import LESION_ROLES
from hccdesk.ui.widgets.pieces import button, column, empty, icon_button, label, line, row, scrolled

WIDTH_PX = 300


@dataclass(frozen=True, slots=True)
class LesionLine:
    """A lesion as the list shows it."""

    name: str
    size: str
    colour: int


class CtInspector(QFrame):
    """The inspector.

    Signals: `lesion_chosen(int)`, `remove_asked(str)`, `rename_asked(str)`.
    """

    lesion_chosen = Signal(int)
    remove_asked = Signal(str)
    rename_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH_PX)
        content = QWidget()
        body = column(content, 16, 12)
        self._facts, self._lesions = column(spacing=4), column(spacing=4)
        body.addWidget(label(self.tr("Series"), "section"))
        body.addLayout(self._facts)
        body.addWidget(line())
        body.addWidget(label(self.tr("Lesions"), "section"))
        body.addLayout(self._lesions)
        body.addWidget(line())
        body.addWidget(label(self.tr("Keys"), "section"))
        body.addWidget(self._keys())
        body.addStretch(1)
        column(self).addWidget(scrolled(content))

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """What the series is, as (title, value)."""
        empty(self._facts)
        for title, value in facts:
            pair = row(spacing=8)
            name = label(title, "muted")
            name.setFixedWidth(96)
            pair.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            pair.addWidget(label(value, wrap=True), 1)
            self._facts.addLayout(pair)

    def show_lesions(self, lesions: tuple[LesionLine, ...]) -> None:
        """The lesions; a click goes to the middle of one."""
        empty(self._lesions)
        if not lesions:
            none = self.tr("No tumour region yet. Drop a mask (NIfTI, NRRD, DICOM SEG) of this CT on the window.")
            self._lesions.addWidget(label(none, "muted", wrap=True))
        for number, lesion in enumerate(lesions):
            self._lesions.addWidget(self._line(number, lesion))

    def _line(self, number: int, lesion: LesionLine) -> QWidget:
        widget = QWidget()
        layout = column(widget, 0, 0)
        head = row(spacing=4)
        mark = label("■")
        mark.setStyleSheet(f"color: {theme.current().hex(LESION_ROLES[lesion.colour % len(LESION_ROLES)])};")
        go = button(lesion.name, "quiet")
        go.setToolTip(self.tr("Go to its middle"))
        go.clicked.connect(lambda: self.lesion_chosen.emit(number))
        rename = icon_button("pencil-outline", self.tr("Rename {name}").format(name=lesion.name))
        rename.clicked.connect(lambda: self.rename_asked.emit(lesion.name))
        remove = icon_button("trash-can-outline", self.tr("Remove {name}").format(name=lesion.name))
        remove.clicked.connect(lambda: self.remove_asked.emit(lesion.name))
        head.addWidget(mark)
        head.addWidget(go)
        head.addStretch(1)
        head.addWidget(rename)
        head.addWidget(remove)
        layout.addLayout(head)
        if lesion.size:
            layout.addWidget(label(lesion.size, "caption", wrap=True))
        return widget

    def _keys(self) -> QLabel:
        text = self.tr(
            "1–5 window · wheel or ↑ ↓ slice (Shift ×10)\n"
            "drag: window · middle: pan · right: zoom\n"
            "click or Shift+move: crosshair\n"
            "W window · T pan · Z zoom · H crosshair\n"
            "A outlines · X crosshair · I invert · R reset\n"
            "double-click: fill the screen"
        )
        return label(text, "caption", wrap=True)
