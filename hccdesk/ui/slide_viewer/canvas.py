"""The slide itself: tiles where they have come, the overview beneath, the outline above."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.slide_marks import paint_map, paint_outline, paint_scale, path_of
from hccdesk.ui.slide_viewer.tile_loader import TileLoader
from hccdesk.ui.slide_viewer.tiles import Sight, Tile, fitting, rectangle_of, visible_tiles
from hccdesk.ui.widgets.pixels import image_of

ZOOM_PER_WHEEL = 1.25
PAN_STEP_PX = 80
MAP_PX = 180
ASK_AFTER_MS = 40


class SlideCanvas(QWidget):
    """The slide.

    Signals: `moved` when another part is looked at.
    """

    moved = Signal()

    def __init__(self, loader: TileLoader) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._loader = loader
        self._slide: SlideFacts | None = None
        self._overview: QImage | None = None
        self._outline = QPainterPath()
        self._outline_shown = True
        self._sight = Sight(0, 0, 1.0, 1, 1)
        self._fitted = True
        self._last: QPointF | None = None
        self._on_map = False
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(ASK_AFTER_MS)
        self._ask.timeout.connect(self._ask_for_tiles)
        loader.arrived.connect(self._on_arrived)

    @property
    def sight(self) -> Sight:
        """What is looked at."""
        return self._sight

    def show_slide(self, slide: SlideFacts | None) -> None:
        """Another slide, the whole of it."""
        self._slide, self._overview, self._outline = slide, None, QPainterPath()
        self.fit()

    def show_overview(self, rgb: NDArray[np.uint8]) -> None:
        """The slide small, (row, column, 3)."""
        self._overview = image_of(rgb)
        self.update()

    def show_outline(self, roi: SlideRoi | None) -> None:
        """The outlined tissue."""
        self._outline = path_of(roi)
        self.update()

    def toggle_outline(self) -> None:
        """Show or hide it."""
        self._outline_shown = not self._outline_shown
        self.update()

    def fit(self) -> None:
        """The whole slide."""
        self._fitted = True
        if self._slide:
            self._look(fitting(self._size(), self.width(), self.height()))

    def look_at_outline(self) -> None:
        """The outlined tissue fills the view."""
        box = self._outline.boundingRect()
        if self._slide and not box.isEmpty():
            scale = max(box.width() / self.width(), box.height() / self.height()) * 1.1
            self._fitted = False
            self._look(Sight(box.center().x(), box.center().y(), scale, self.width(), self.height()))

    def zoom(self, factor: float) -> None:
        """Closer, at the middle."""
        self._zoom_at(factor, QPointF(self.width() / 2, self.height() / 2))

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(800, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A slide that was whole stays whole."""
        if self._fitted:
            self.fit()
        else:
            self._look(replace(self._sight, width=self.width(), height=self.height()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        self._zoom_at(ZOOM_PER_WHEEL ** (event.angleDelta().y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the slide, or point on the overview."""
        self._last = event.position()
        self._on_map = self._map_place().contains(event.position())
        if self._on_map:
            self._jump(event.position())
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        if self._last is None:
            return
        moved, self._last = event.position() - self._last, event.position()
        if self._on_map:
            self._jump(event.position())
        else:
            self._fitted = False
            self._look(self._sight.panned(moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._last = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, + and − zoom, R shows the whole slide, A the outline, G goes to it."""
        steps = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }.get(Qt.Key(event.key()))
        acts = {"+": lambda: self.zoom(2), "=": self.fit, "-": lambda: self.zoom(0.5), "R": self.fit,
                "A": self.toggle_outline, "G": self.look_at_outline}  # fmt: skip
        act = acts.get(event.text().upper())
        if steps:
            self._fitted = False
            self._look(self._sight.panned(steps[0] * PAN_STEP_PX, steps[1] * PAN_STEP_PX))
        elif act:
            act()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is here, coarse first."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current()["window"])
        if self._slide:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_overview(painter)
            for tile in sorted(self._loader.kept, key=lambda tile: -tile.level):
                self._paint_tile(painter, tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._outline_shown:
                paint_outline(painter, self._outline, self._sight)
            if self._overview:
                paint_map(painter, self._map_place(), self._overview, self._sight, self._size())
            paint_scale(painter, self._sight, self._slide.um_per_px)
        painter.end()

    def _look(self, sight: Sight) -> None:
        self._sight = sight
        if not self._ask.isActive():
            self._ask.start()
        self.update()
        self.moved.emit()

    def _zoom_at(self, factor: float, place: QPointF) -> None:
        if self._slide:
            self._fitted = False
            farthest = fitting(self._size(), self.width(), self.height()).scale * 1.5
            self._look(self._sight.zoomed(factor, place.x(), place.y(), farthest))

    def _jump(self, place: QPointF) -> None:
        area = self._map_place()
        width, height = self._size()
        x = (place.x() - area.x()) / area.width() * width
        y = (place.y() - area.y()) / area.height() * height
        self._fitted = False
        self._look(replace(self._sight, x_px=min(max(x, 0), width), y_px=min(max(y, 0), height)))

    def _ask_for_tiles(self) -> None:
        if self._slide:
            self._loader.want(visible_tiles(self._sight, self._size()))

    def _on_arrived(self, tile: Tile) -> None:
        self.update()

    def _size(self) -> tuple[int, int]:
        assert self._slide is not None
        return self._slide.width_px, self._slide.height_px

    def _on_screen(self, x: float, y: float, width: float, height: float) -> QRectF:
        left, top = self._sight.to_screen(x, y)
        return QRectF(left, top, width / self._sight.scale, height / self._sight.scale)

    def _paint_overview(self, painter: QPainter) -> None:
        place = self._on_screen(0, 0, *self._size())
        painter.fillRect(place, QColor(255, 255, 255))
        if self._overview:
            painter.drawImage(place, self._overview)

    def _paint_tile(self, painter: QPainter, tile: Tile) -> None:
        place = self._on_screen(*rectangle_of(tile, self._size()))
        rgb = self._loader.tile(tile) if place.intersects(QRectF(self.rect())) else None
        if rgb is not None:
            painter.drawImage(place, image_of(rgb))

    def _map_place(self) -> QRectF:
        if not self._slide:
            return QRectF()
        width, height = self._size()
        scale = MAP_PX / max(width, height)
        return QRectF(self.width() - width * scale - 12, 12, width * scale, height * scale)
