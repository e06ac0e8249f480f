"""Four tiles: CT, tumour region, slide, outlined tissue; each says what it holds and offers the choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from hccdesk.ui import theme
from hccdesk.ui.intake.tile_content import TileContent, TileState
from hccdesk.ui.widgets.pieces import button, column, icon_button, label, row, set_property

ROLES = ("ct", "ct_roi", "slide", "slide_roi")
_ICONS = {"ct": "radiology-box-outline", "ct_roi": "vector-polygon", "slide": "microscope", "slide_roi": "vector-curve"}


_STATE_ICONS = {
    TileState.EMPTY: ("circle-outline", "disabled"),
    TileState.READING: ("progress-clock", "accent"),
    TileState.CHOOSE: ("help-circle-outline", "caution"),
    TileState.READY: ("check-circle", "text"),
    TileState.FAULT: ("alert-octagon", "problem"),
}


class InputTile(QFrame):
    """One tile.

    Signals: `add_asked`, `remove_asked`, `chosen(int)`.
    """

    add_asked = Signal()
    remove_asked = Signal()
    chosen = Signal(int)

    def __init__(self, role: str, title: str, invitation: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._invitation = invitation
        self._state, self._line = label(), label("", wrap=True)
        self._detail = label("", "caption", wrap=True)
        self._choices = QComboBox()
        self._choices.setAccessibleName(title)
        self._choices.setMinimumContentsLength(8)
        self._choices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._add = button(self.tr("Add …"), "quiet", "folder-plus-outline")
        self._add.setAccessibleName(f"{title}: {self.tr('Add …')}")
        self._remove = icon_button("close", self.tr("Take out of the case"))
        self._lay_out(role, title)
        self._add.clicked.connect(self.add_asked)
        self._remove.clicked.connect(self.remove_asked)
        self._choices.activated.connect(self.chosen)

    def show_content(self, content: TileContent) -> None:
        """What the tile holds now."""
        icon, role = _STATE_ICONS[content.state]
        self._state.setPixmap(theme.current().icon(icon, role).pixmap(16, 16))
        self._line.setText(content.line or self._invitation)
        set_property(self._line, "role", "" if content.line else "muted")
        self._detail.setText(content.detail)
        self._detail.setVisible(bool(content.detail))
        self._show_choices(content)
        self._remove.setVisible(content.state is not TileState.EMPTY)
        set_property(self, "tone", {TileState.FAULT: "problem"}.get(content.state, ""))

    def _show_choices(self, content: TileContent) -> None:
        self._choices.clear()
        self._choices.addItems(content.choices)
        self._choices.setPlaceholderText(self.tr("Choose …"))
        self._choices.setCurrentIndex(content.chosen)
        self._choices.setVisible(len(content.choices) > 1)

    def _lay_out(self, role: str, title: str) -> None:
        layout = column(self, 12, 6)
        head = row(spacing=8)
        picture = label()
        picture.setPixmap(theme.current().icon(_ICONS[role], "muted").pixmap(20, 20))
        head.addWidget(picture)
        head.addWidget(label(title, "group"))
        head.addStretch(1)
        head.addWidget(self._state)
        foot = row(spacing=4)
        foot.setContentsMargins(-8, 0, -6, 0)  # the words line up, not the edges of flat buttons
        foot.addWidget(self._add)
        foot.addStretch(1)
        foot.addWidget(self._remove)
        layout.addLayout(head)
        for widget in (self._line, self._detail, self._choices):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(foot)


class InputTiles(QWidget):
    """The four.

    Signals: `add_asked(role)`, `remove_asked(role)`, `chosen(role, int)`.
    """

    add_asked = Signal(str)
    remove_asked = Signal(str)
    chosen = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        words: Sequence[tuple[str, str]] = (
            (self.tr("CT"), self.tr("A folder with the DICOM series.")),
            (self.tr("Tumour region"), self.tr("NIfTI, NRRD or DICOM SEG on this CT.")),
            (self.tr("Biopsy slide"), self.tr("SVS, NDPI, MRXS, SCN, TIFF or DICOM.")),
            (self.tr("Outlined tissue"), self.tr("ASAP XML or QuPath GeoJSON.")),
        )
        self._tiles = {
            role: InputTile(role, title, invitation) for role, (title, invitation) in zip(ROLES, words, strict=True)
        }
        layout = row(self, 0, 12)
        for role, tile in self._tiles.items():
            layout.addWidget(tile, 1)
            tile.show_content(TileContent(TileState.EMPTY))
            tile.add_asked.connect(lambda role=role: self.add_asked.emit(role))
            tile.remove_asked.connect(lambda role=role: self.remove_asked.emit(role))
            tile.chosen.connect(lambda index, role=role: self.chosen.emit(role, index))

    def show_content(self, role: str, content: TileContent) -> None:
        """What one tile holds."""
        self._tiles[role].show_content(content)
