"""The slide itself: tiles, what lies over them, and what is in the reader's hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.slide_viewer.backing import Backing
from hccdesk.ui.slide_viewer.overview_map import OverviewMap
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight, filling, fitting
from hccdesk.ui.slide_viewer.slide_hand import SlideHand
from hccdesk.ui.slide_viewer.slide_marks import paint_note, paint_scale
from hccdesk.ui.slide_viewer.tile_layer import TileLayer
from hccdesk.ui.slide_viewer.tile_loader import TileLoader
from hccdesk.ui.slide_viewer.tiles import Tile, neighbour_tiles, rectangle_of, visible_tiles
from hccdesk.ui.widgets.pixels import image_of

ASK_AFTER_MS, FILL_AFTER_MS = 40, 80
FLASHES, FLASH_MS = 6, 220


class Layer(Protocol):
    """Something that lies over the slide and moves with it."""

    def paint(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        """Paint what a part of the view (screen pixels) shows."""


class SlideCanvas(QWidget):
    """Shows the slide at a sight; what the mouse and keys do to it is `SlidePane`'s.

    Signals: `moved` when another part is looked at, `turned` when the slide was turned.
    """

    moved = Signal()
    turned = Signal()

    def __init__(self, loader: TileLoader, layers: Sequence[Layer] = ()) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setAccessibleName(translate("SlideCanvas", "Biopsy slide"))
        self.setAccessibleDescription(
            translate(
                "SlideCanvas", "Arrows move, plus and minus zoom, comma and full stop turn, 0 shows the whole slide."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._loader, self._layers = loader, tuple(layers)
        self._tiles, self._backing = TileLayer(loader), Backing(self._paint_part)
        self._slide: SlideFacts | None = None
        self._map: OverviewMap | None = None
        self._sight = Sight(0, 0, 1.0, 1, 1)
        self._fitted, self._note, self._legend = True, "", QPixmap()
        self.hand: SlideHand | None = None
        self._framed, self._flashes = QRectF(), 0
        self._ask, self._fill, self._flash = QTimer(self), QTimer(self), QTimer(self)
        for timer in (self._ask, self._fill):
            timer.setSingleShot(True)
        self._ask.setInterval(ASK_AFTER_MS)
        self._flash.setInterval(FLASH_MS)
        self._ask.timeout.connect(self._ask_for_tiles)
        self._fill.timeout.connect(self._on_time_to_spare)
        self._flash.timeout.connect(self._on_flash)
        loader.arrived.connect(self._on_arrived)

    @property
    def sight(self) -> Sight:
        """What is looked at."""
        return self._sight

    @property
    def slide(self) -> SlideFacts | None:
        """The slide that is shown."""
        return self._slide

    @property
    def is_fitted(self) -> bool:
        """Whether the whole slide is shown."""
        return self._fitted

    @property
    def size_px(self) -> tuple[int, int]:
        """(width, height) of the slide at level 0; (1, 1) without one."""
        return (self._slide.width_px, self._slide.height_px) if self._slide else (1, 1)

    @property
    def map(self) -> OverviewMap | None:
        """The overview in the corner, once it is here."""
        return self._map

    def show_slide(self, slide: SlideFacts | None) -> None:
        """Another slide, the whole of it."""
        self._slide, self._map = slide, None
        self._tiles.show_slide(self.size_px)
        self._sight = Sight(0, 0, 1.0, 1, 1)
        self.fit()

    def show_overview(self, rgb: NDArray[np.uint8]) -> None:
        """The slide small, (row, column, 3)."""
        overview = image_of(rgb).convertToFormat(QImage.Format.Format_RGB32)
        self._map = OverviewMap(overview, self.size_px)
        self._tiles.show_overview(overview)
        self.repaint_layers()

    def repaint_layers(self) -> None:
        """Something over the slide looks different."""
        self._backing.spoil()
        self.update()

    def show_note(self, text: str) -> None:
        """What lies under the cursor, in a line; nothing with an empty one."""
        if text != self._note:
            self._note = text
            self.update()

    def show_legend(self, legend: QPixmap) -> None:
        """What colours over the slide mean; nothing with a null pixmap."""
        self._legend = legend
        self.update()

    def flash(self, box: QRectF) -> None:
        """Draw the eye to a level-0 rectangle for a moment."""
        self._framed, self._flashes = box, FLASHES
        self._flash.start()
        self.update()

    def fit(self) -> None:
        """The whole slide."""
        self._fitted = True
        if self._slide:
            self.look(fitting(self.size_px, self.width(), self.height(), self._sight.turn_deg), fitted=True)

    def look_at_box(self, box: QRectF) -> None:
        """A level-0 rectangle fills the view."""
        if self._slide and not box.isEmpty():
            sides = (box.left(), box.top(), box.right(), box.bottom())
            self.look(filling(sides, self.width(), self.height(), self._sight.turn_deg))

    def zoom(self, factor: float, place: QPointF | None = None) -> None:
        """Closer, at a point of the view or its middle."""
        at = place or QPointF(self.width() / 2, self.height() / 2)
        farthest = fitting(self.size_px, self.width(), self.height(), self._sight.turn_deg).scale * 1.5
        self.look(self._sight.zoomed(factor, at.x(), at.y(), farthest))

    def turn(self, by_deg: float, place: QPointF | None = None) -> None:
        """Turn the slide clockwise, around a point of the view or its middle."""
        at = place or QPointF(self.width() / 2, self.height() / 2)
        if self._fitted:
            after = fitting(self.size_px, self.width(), self.height(), (self._sight.turn_deg + by_deg) % 360)
            self.look(after, fitted=True)
        else:
            self.look(self._sight.turned(by_deg, at.x(), at.y()))

    def turn_back(self) -> None:
        """Upright again."""
        self.turn(-self._sight.turn_deg)

    def pan(self, right: float, down: float) -> QPointF:
        """Move the slide by screen pixels, whole ones of the device; what was moved."""
        ratio = self.devicePixelRatioF()
        moved = QPointF(round(right * ratio) / ratio, round(down * ratio) / ratio)
        if not moved.isNull():
            self.look(self._sight.panned(moved.x(), moved.y()))
            self._fill.start(0)
        return moved

    def look(self, sight: Sight, *, fitted: bool = False) -> None:
        """Look there."""
        if not self._slide:
            return
        was_turned, self._sight, self._fitted = self._sight.turn_deg, sight, fitted
        if not self._ask.isActive():
            self._ask.start()
        self._fill.start(FILL_AFTER_MS)
        self.update()
        self.moved.emit()
        if was_turned != sight.turn_deg:
            self.turned.emit()

    def picture(self) -> QImage:
        """The view as it is seen, without cursor and hand, at the screen's own resolution."""
        ratio = self.devicePixelRatioF()
        image = QImage(round(self.width() * ratio), round(self.height() * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self._paint_view(painter)
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(800, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A slide that was whole stays whole."""
        if self._fitted:
            self.fit()
        else:
            self.look(self._sight.sized(self.width(), self.height()))

    def showEvent(self, event: QShowEvent) -> None:
        """Tiles are read only for who looks at them."""
        self._ask.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is here, coarse first."""
        painter = QPainter(self)
        if self._slide:
            self._paint_view(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.hand:
                self.hand.paint(painter, self._sight)
            if self._flashes % 2:
                self._paint_frame(painter)
            if self._note:
                paint_note(painter, self._sight, self._note)
        else:
            painter.fillRect(self.rect(), theme.current()["window"])
        painter.end()

    def _paint_view(self, painter: QPainter) -> None:
        assert self._slide is not None
        self._backing.paint(painter, self._sight, self.devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._map:
            self._map.paint(painter, self._sight, self.devicePixelRatioF())
        paint_scale(painter, self._sight, self._slide.um_per_px)
        if not self._legend.isNull():
            painter.drawPixmap(QPoint(8, 8), self._legend)

    def _paint_part(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        left, top, right, bottom = part
        painter.fillRect(QRectF(left, top, right - left, bottom - top), theme.current()["window"])
        self._tiles.paint(painter, sight, part)
        for layer in self._layers:
            layer.paint(painter, sight, part)

    def _paint_frame(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.Theme(theme.DARK)["consensus"], 4))
        painter.drawPolygon(self._sight.transform().map(self._framed))

    def _ask_for_tiles(self) -> None:
        if self._slide and self.isVisible():
            size = self.size_px
            self._loader.want(visible_tiles(self._sight, size), neighbour_tiles(self._sight, size))

    def _on_time_to_spare(self) -> None:
        if self._slide:
            self._backing.fill_up(self._sight, self.devicePixelRatioF())

    def _on_arrived(self, tile: Tile) -> None:
        self._backing.spoil_box(rectangle_of(tile, self.size_px))
        self.update()

    def _on_flash(self) -> None:
        self._flashes -= 1
        if self._flashes <= 0:
            self._flash.stop()
        self.update()
