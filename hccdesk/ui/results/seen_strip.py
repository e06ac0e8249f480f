"""What the models saw: the exact slices and patches; a click shows one in its viewer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QToolButton, QVBoxLayout

from hccdesk.ui.results.demonstration import caption_head
from hccdesk.ui.results.flow import Flow
from hccdesk.ui.results.seen import Seen
from hccdesk.ui.results.skeleton import Block
from hccdesk.ui.widgets.pieces import button, column, empty, label
from hccdesk.ui.widgets.pixels import image_of

PICTURE_PX = 104
TILE = QSize(PICTURE_PX + 8, PICTURE_PX + 44)
FIRST = 18
"""So many are shown; a button shows the rest."""


class SeenStrip(QFrame):
    """Two rows: slices and patches.

    Signals: `slice_chosen(int)` in the lattice, `patch_chosen(int)` in the result's grid.
    """

    slice_chosen = Signal(int)
    patch_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = column(self, 16, 8)
        outer.addWidget(label(self.tr("What the models saw"), "section"))
        self._slices, self._patches = column(spacing=4), column(spacing=4)
        outer.addLayout(self._slices)
        outer.addLayout(self._patches)
        self.show_skeleton()

    def show_skeleton(self) -> None:
        """Nothing is known yet."""
        for body, title in ((self._slices, self._slice_title()), (self._patches, self._patch_title())):
            empty(body)
            body.addLayout(caption_head(title, False))
            body.addWidget(Flow([Block(TILE.height()) for _ in range(6)], TILE))

    def show_seen(
        self, slices: tuple[Seen, ...], patches: tuple[Seen, ...], *, demonstrations: tuple[bool, bool]
    ) -> None:
        """These pieces; of those there are none it says so. `demonstrations`: whose values bear the mark."""
        empty(self._slices)
        empty(self._patches)
        no_slices = self.tr("No slices: the CT model was given none.")
        slice_head = caption_head(self._slice_title(), bool(slices) and demonstrations[0])
        self._fill(self._slices, slice_head, slices, no_slices, self.slice_chosen)
        no_patches = self.tr("No patches to show: the slide model gave no explanation.")
        patch_head = caption_head(self._patch_title(), bool(patches) and demonstrations[1])
        self._fill(self._patches, patch_head, patches, no_patches, self.patch_chosen)

    def show_reachable(self, ct: bool, slide: bool) -> None:
        """Whether the images that the pieces come from are on the desk: only then they lead there."""
        there = self.tr("Show it in the viewer")
        no_ct = self.tr("The CT of this result is not on the desk")
        no_slide = self.tr("The slide of this result is not on the desk")
        for tiles, reachable, why in ((self._slices, ct, no_ct), (self._patches, slide, no_slide)):
            for tile in _tiles(tiles):
                tile.setEnabled(reachable)
                tile.setToolTip(there if reachable else why)

    def _fill(
        self, body: QVBoxLayout, head: QLayout, pieces: tuple[Seen, ...], nothing: str, chosen: SignalInstance
    ) -> None:
        body.addLayout(head)
        if not pieces:
            body.addWidget(label(nothing, "muted", wrap=True))
            return
        body.addWidget(Flow([_Tile(piece, chosen) for piece in pieces[:FIRST]], TILE))
        if len(pieces) <= FIRST:
            return
        rest = Flow([_Tile(piece, chosen) for piece in pieces[FIRST:]], TILE)
        rest.hide()
        more = button(self.tr("Show all {n}").format(n=len(pieces)), "link")
        more.clicked.connect(rest.show)
        more.clicked.connect(more.hide)
        body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(rest)

    def _slice_title(self) -> str:
        return self.tr("CT slices as the network was given them, each with its own probability of response")

    def _patch_title(self) -> str:
        return self.tr("Patches that moved the slide score most; what speaks for it need not be its cause")


class _Tile(QToolButton):
    """A picture with two lines below it; pressed, it says where it leads."""

    def __init__(self, seen: Seen, chosen: SignalInstance) -> None:
        super().__init__()
        self._target, self._chosen = seen.target, chosen
        self.setProperty("kind", "quiet")
        self.setAccessibleName(f"{seen.title} · {seen.value}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = column(self, 4, 0)
        layout.addWidget(_picture(seen), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((seen.title, "caption"), (seen.value, seen.role)):
            said = label(text, role)
            said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self._chosen.emit(self._target)


def _tiles(body: QVBoxLayout) -> list[_Tile]:
    held = [item.widget() for item in map(body.itemAt, range(body.count())) if item]
    return [tile for widget in held if widget for tile in widget.findChildren(_Tile)]


def _picture(seen: Seen) -> QLabel:
    picture = label()
    ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    picture.setPixmap(QPixmap.fromImage(image_of(seen.rgb)).scaled(PICTURE_PX - 8, PICTURE_PX - 8, ratio, smooth))
    picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return picture
