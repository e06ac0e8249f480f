"""How kept and dropped patches look, and what they are called: a colour, a pattern and a word each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap

from hccdesk.domain.slide import DropReason, PatchSelection
from hccdesk.ui import theme
from hccdesk.ui.language import translate

KEPT = "kept"
_SWATCH_PX = 16


@dataclass(frozen=True, slots=True)
class Look:
    """A role of the tokens, and the pattern that says it without colour."""

    role: str
    pattern: Qt.BrushStyle

    @property
    def colour(self) -> QColor:
        """The colour on a slide, which is light whatever the theme."""
        return theme.Theme(theme.LIGHT)[self.role]


LOOKS = {
    KEPT: Look("reader_a", Qt.BrushStyle.NoBrush),
    DropReason.BACKGROUND.value: Look("indeterminate", Qt.BrushStyle.BDiagPattern),
    DropReason.OUT_OF_FOCUS.value: Look("caution", Qt.BrushStyle.HorPattern),
    DropReason.BAD_STAIN.value: Look("reader_b", Qt.BrushStyle.DiagCrossPattern),
    DropReason.UNREADABLE.value: Look("problem", Qt.BrushStyle.Dense4Pattern),
    DropReason.NOT_SAMPLED.value: Look("liver", Qt.BrushStyle.VerPattern),
}
FATES = tuple(LOOKS)
"""What may become of a patch, in the order of the bar."""


def fate_word(fate: str) -> str:
    """What became of a patch, in the language of the window."""
    return {
        KEPT: translate("Patches", "Kept for the model"),
        DropReason.BACKGROUND.value: translate("Patches", "Too little tissue"),
        DropReason.OUT_OF_FOCUS.value: translate("Patches", "Out of focus"),
        DropReason.BAD_STAIN.value: translate("Patches", "Stain unlike H&E"),
        DropReason.UNREADABLE.value: translate("Patches", "Unreadable"),
        DropReason.NOT_SAMPLED.value: translate("Patches", "Beyond the model's limit"),
    }[fate]


def fates_of(selection: PatchSelection) -> NDArray[np.int8]:
    """What became of each patch of the grid, as its place in `FATES`."""
    fates = np.zeros(len(selection.grid.top_left_px), np.int8)
    for index, reason in selection.dropped.items():
        fates[index] = FATES.index(reason.value)
    return fates


def counts_of(selection: PatchSelection) -> dict[str, int]:
    """How many patches each fate has; every one is named."""
    return {KEPT: len(selection.kept), **selection.dropped_by_reason()}


def paint_swatch(painter: QPainter, place: QRectF, fate: str) -> None:
    """Colour and pattern of a fate, as the bar and its rows show it."""
    look = LOOKS[fate]
    painter.fillRect(place, look.colour)
    if look.pattern is not Qt.BrushStyle.NoBrush:
        painter.fillRect(place, QBrush(QColor(255, 255, 255, 170), look.pattern))


def swatch(fate: str) -> QIcon:
    """The same as an icon."""
    pixmap = QPixmap(_SWATCH_PX, _SWATCH_PX)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    place = QRectF(1, 1, _SWATCH_PX - 2, _SWATCH_PX - 2)
    paint_swatch(painter, place, fate)
    painter.setPen(QPen(theme.current()["muted"], 1))
    painter.drawRect(place)
    painter.end()
    return QIcon(pixmap)
