"""The pictures chosen in the viewers: seen, put in order, taken out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from hccdesk.domain.result import Figure
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import column, empty, icon_button, label, row
from hccdesk.ui.widgets.pixels import image_of

PICTURE_PX = (72, 54)


class KeyImageList(QWidget):
    """The list.

    Signals: `removed(int)`, `moved(int, int)` the place of a picture and by how much.
    """

    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Figure, ...] | None = None
        self._layout = column(self, 0, 8)
        self.show_images(())

    def show_images(self, images: tuple[Figure, ...]) -> None:
        """These, in their order."""
        if images is self._shown:
            return
        self._shown = images
        empty(self._layout)
        if not images:
            hint = self.tr("None yet. Press K in the CT or slide viewer: what you see there becomes a key image.")
            self._layout.addWidget(label(hint, "caption", wrap=True))
        for place, image in enumerate(images):
            self._layout.addWidget(self._entry(place, image, len(images)))

    def _entry(self, place: int, image: Figure, count: int) -> QWidget:
        entry = QFrame()
        entry.setObjectName("keyimage")
        caption = say(image.caption)
        words = label(f"{place + 1}. {caption}", "caption", wrap=True)
        words.setToolTip(caption)
        layout, side = row(entry, 0, 8), column(spacing=2)
        layout.addWidget(_picture(image, self.devicePixelRatioF()), 0, Qt.AlignmentFlag.AlignTop)
        side.addWidget(words)
        side.addLayout(self._acts(place, count))
        layout.addLayout(side, 1)
        return entry

    def _acts(self, place: int, count: int) -> QHBoxLayout:
        acts = row(spacing=0)
        up = icon_button("arrow-up", self.tr("Move up: picture {n}").format(n=place + 1))
        down = icon_button("arrow-down", self.tr("Move down: picture {n}").format(n=place + 1))
        out = icon_button("close", self.tr("Take out of the report: picture {n}").format(n=place + 1))
        if place == 0:
            _disable(up, self.tr("It is the first."))
        if place == count - 1:
            _disable(down, self.tr("It is the last."))
        up.clicked.connect(lambda: self.moved.emit(place, -1))
        down.clicked.connect(lambda: self.moved.emit(place, 1))
        out.clicked.connect(lambda: self.removed.emit(place))
        for each in (up, down, out):
            acts.addWidget(each)
        acts.addStretch(1)
        return acts


def _disable(control: QWidget, why: str) -> None:
    control.setEnabled(False)
    control.setToolTip(why)


def _picture(image: Figure, ratio: float) -> QLabel:
    made = QLabel()
    room = (round(PICTURE_PX[0] * ratio), round(PICTURE_PX[1] * ratio))
    step = max(min(image.rgb.shape[0] // (2 * room[1]), image.rgb.shape[1] // (2 * room[0])), 1)
    # Every n-th pixel first: scaling a whole screen smoothly takes longer than a frame.
    seen = QPixmap.fromImage(image_of(image.rgb[::step, ::step])).scaled(
        *room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    seen.setDevicePixelRatio(ratio)
    made.setPixmap(seen)
    made.setFixedSize(*PICTURE_PX)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
