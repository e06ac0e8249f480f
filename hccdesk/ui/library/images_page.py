"""Whether CT and slides are copied into the library, and how it is with the case on the desk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from hccdesk.domain.case_library import KeptInput
from hccdesk.ui.library.library_presenter import LibraryView
from hccdesk.ui.library.sizes import size_words
from hccdesk.ui.shell.elided_label import ElidedLabel
from hccdesk.ui.widgets.pieces import button, column, empty, label, row


class ImagesPage(QWidget):
    """The page.

    Signals: `copying_chosen(bool)` for what is read from now on; `keep_asked(bool)` copy or reference this case's.
    """

    copying_chosen = Signal(bool)
    keep_asked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._copies = QCheckBox(self.tr("Copy CT and slides into the library when they are read"))
        self._why = label(
            self.tr(
                "With copies a case opens when the CD, the USB stick or the share is gone, and with the very images "
                "it was analysed with. Each copy is read back from the disk and compared. Without copies the library "
                "stays small; a case whose images were moved opens without them, and one whose images were replaced "
                "says so."
            ),
            "muted",
            wrap=True,
        )
        self._said, self._lines = label("", wrap=True), QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(2, 1)
        self._copy = button(self.tr("Copy now"), "", "content-copy")
        self._reference = button(self.tr("Only reference"))
        acts = row(spacing=8)
        acts.addWidget(self._copy)
        acts.addWidget(self._reference)
        acts.addStretch(1)
        layout = column(self, 16, 12)
        layout.addWidget(self._copies)
        layout.addWidget(self._why)
        layout.addSpacing(8)
        layout.addWidget(label(self.tr("The case on the desk"), "group"))
        layout.addWidget(self._said)
        layout.addLayout(self._lines)
        layout.addLayout(acts)
        layout.addStretch(1)
        self._copies.clicked.connect(self.copying_chosen)
        self._copy.clicked.connect(lambda: self.keep_asked.emit(True))
        self._reference.clicked.connect(lambda: self.keep_asked.emit(False))

    def show_view(self, view: LibraryView) -> None:
        """As it is now."""
        writable = view.state.read_only is None
        self._copies.setChecked(view.settings.copy_inputs)
        self._copies.setEnabled(writable)
        empty(self._lines)
        inputs = view.inputs or ()
        for place, one in enumerate(inputs):
            self._show_input(place, one)
        self._said.setText("" if inputs else self._nothing(view))
        self._said.setVisible(not inputs)
        copied = bool(inputs) and all(one.kept for one in inputs)
        self._copy.setEnabled(writable and view.can_keep_inputs and not copied)
        self._reference.setEnabled(writable and view.can_keep_inputs and any(one.kept for one in inputs))
        for pressed in (self._copy, self._reference):
            pressed.setToolTip("" if view.can_keep_inputs else self.tr("Read the images from where they came first."))

    def _nothing(self, view: LibraryView) -> str:
        if view.inputs is None:
            return self.tr("No case is open that is kept in the library.")
        return self.tr("No image of it is on record yet.")

    def _show_input(self, place: int, one: KeptInput) -> None:
        names = {
            "ct": self.tr("CT"),
            "ct_roi": self.tr("Tumour region"),
            "slide": self.tr("Slide"),
            "slide_roi": self.tr("Outline"),
            "clinical": self.tr("Clinical row"),
        }
        how = self.tr("✓ copied") if one.kept else self.tr("→ referenced")
        files = self.tr("1 file") if one.n_files == 1 else self.tr("{n} files").format(n=one.n_files)
        parts = (
            label(names.get(one.role, one.role)),
            label(f"{how} · {files}, {size_words(one.size_bytes)}"),
            ElidedLabel(str(one.original), "muted", middle=True),
        )
        for number, part in enumerate(parts):
            self._lines.addWidget(part, place, number)
        parts[2].setToolTip(str(one.original))
