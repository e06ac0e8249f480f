"""The lesions beside the views: size, colour, lock, and what comes in and goes out as files."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from hccdesk.ui.roi_tools.lesion_line import LesionLine, LesionRow
from hccdesk.ui.widgets.pieces import button, column, icon_button, label, row, set_role

EXPORTS = (".nii.gz", ".nrrd", ".dcm")


class LesionList(QWidget):
    """The list.

    Signals: `chosen(str)`, `renamed(str, str)` old and new, `shown_asked(str, bool)`, `locked_asked(str, bool)`,
    `remove_asked(str)`, `go_asked(str, str)` to the `first`, `middle` or `last` slice, `new_asked`, `import_asked`,
    `export_asked(str)` a suffix.
    """

    chosen = Signal(str)
    renamed = Signal(str, str)
    shown_asked = Signal(str, bool)
    locked_asked = Signal(str, bool)
    remove_asked = Signal(str)
    go_asked = Signal(str, str)
    new_asked = Signal()
    import_asked = Signal()
    export_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[LesionLine, ...] = ()
        self._rows: list[LesionRow] = []
        self._new = button(self.tr("New lesion"), "quiet", "plus")
        self._more = icon_button("dots-horizontal", self.tr("Import and export"))
        self._exports: list[QAction] = []
        self._lesions, self._nothing = column(spacing=4), label("", "muted", wrap=True)
        self._word = label("", "caption", wrap=True)
        self._new.clicked.connect(self.new_asked)
        self._lay_out()
        self.show_word("")
        self._new.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the views

    def show_lesions(self, lines: tuple[LesionLine, ...]) -> None:
        """The lesions, in order."""
        self._lines = lines
        self._make_rows(len(lines))
        for shown, line in zip(self._rows, lines, strict=True):
            shown.show_line(line)
        self._nothing.setVisible(not lines)
        drawn = any(line.drawn for line in lines)
        for act in self._exports:
            act.setEnabled(drawn)
            act.setToolTip("" if drawn else self.tr("There is no lesion yet. Draw one first."))

    def show_size(self, name: str, text: str) -> None:
        """The size of one lesion while it is being drawn."""
        for shown, line in zip(self._rows, self._lines, strict=True):
            if line.name == name:
                shown.show_size(text)

    def show_refusal(self, why: str) -> None:
        """Why nothing can be drawn; empty where it can."""
        self._new.setEnabled(not why)
        self._new.setToolTip(why or self.tr("The next stroke begins another lesion"))
        begin = self.tr("No tumour region yet. Draw with the brush (B), or drop a mask (NIfTI, NRRD, DICOM SEG) here.")
        self._nothing.setText(why or begin)

    def show_word(self, text: str, fault: bool = False) -> None:
        """What became of the last export."""
        set_role(self._word, "fault" if fault else "caption")
        self._word.setText(text)
        self._word.setVisible(bool(text))

    def _make_rows(self, count: int) -> None:
        while len(self._rows) < count:
            self._rows.append(self._row(len(self._rows)))
        while len(self._rows) > count:
            gone = self._rows.pop()
            gone.hide()
            gone.deleteLater()

    def _row(self, number: int) -> LesionRow:
        made = LesionRow()
        made.chosen.connect(lambda: self.chosen.emit(self._lines[number].name))
        made.renamed.connect(lambda name: self.renamed.emit(self._lines[number].name, name))
        made.shown_asked.connect(lambda on: self.shown_asked.emit(self._lines[number].name, on))
        made.locked_asked.connect(lambda on: self.locked_asked.emit(self._lines[number].name, on))
        made.remove_asked.connect(lambda: self.remove_asked.emit(self._lines[number].name))
        made.go_asked.connect(lambda where: self.go_asked.emit(self._lines[number].name, where))
        self._lesions.addWidget(made)
        return made

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addAction(self.tr("Import a region …"), self.import_asked.emit)
        menu.addSeparator()
        titles = {
            ".nii.gz": self.tr("Export as NIfTI …"),
            ".nrrd": self.tr("Export as NRRD …"),
            ".dcm": self.tr("Export as DICOM SEG …"),
        }
        self._exports = [menu.addAction(titles[suffix], partial(self.export_asked.emit, suffix)) for suffix in EXPORTS]
        return menu

    def _lay_out(self) -> None:
        self._more.setMenu(self._menu())
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout, head = column(self, 0, 4), row(spacing=4)
        head.addWidget(label(self.tr("Lesions"), "section"))
        head.addStretch(1)
        head.addWidget(self._new)
        head.addWidget(self._more)
        layout.addLayout(head)
        layout.addWidget(self._nothing)
        layout.addLayout(self._lesions)
        layout.addWidget(self._word)
