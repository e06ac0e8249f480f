"""Paints the slide's pixels: the fine tiles where they have come, coarser ones or the overview beneath."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from hccdesk.ui.slide_viewer.placing import painted_place, turn_painter
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight
from hccdesk.ui.slide_viewer.tile_loader import TileLoader
from hccdesk.ui.slide_viewer.tiles import Tile, ancestors, children, level_of, rectangle_of, tiles_within

GLASS = QColor(255, 255, 255)
DAMAGE = QColor(120, 120, 120)


class TileLayer:
    """The pixels of one slide."""

    def __init__(self, loader: TileLoader) -> None:
        self._loader = loader
        self._size_px = (1, 1)
        self._overview: QImage | None = None

    def show_slide(self, size_px: tuple[int, int]) -> None:
        """Another slide, of which nothing is known yet."""
        self._size_px, self._overview = size_px, None

    def show_overview(self, overview: QImage) -> None:
        """The slide small."""
        self._overview = overview

    def paint(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        """Paint what a part of the view (screen pixels) shows."""
        tiles = tiles_within(sight.bounds(part), level_of(sight), self._size_px)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        turn_painter(painter, sight)
        missing = [tile for tile in tiles if not self._loader.has(tile)]
        if missing or sight.turn_deg:
            self._paint_overview(painter, sight)
        for tile in missing:
            self._paint_stand_in(painter, tile, sight)
        for tile in tiles:
            self._paint_tile(painter, tile, sight)
        painter.restore()

    def _paint_overview(self, painter: QPainter, sight: Sight) -> None:
        place = painted_place(0, 0, *self._size_px, sight)
        painter.fillRect(place, GLASS)
        if self._overview:
            painter.drawImage(place, self._overview)

    def _paint_stand_in(self, painter: QPainter, tile: Tile, sight: Sight) -> None:
        """The finest coarser tile that is here, and finer ones above it; hatching where the file is damaged."""
        box = rectangle_of(tile, self._size_px)
        if self._loader.is_unreadable(tile):
            painter.fillRect(painted_place(*box, sight), QBrush(DAMAGE, Qt.BrushStyle.BDiagPattern))
        coarse = next((up for up in ancestors(tile) if self._loader.has(up)), None)
        picture = self._loader.tile(coarse) if coarse else None
        if coarse and picture:
            x, y, width, height = rectangle_of(coarse, self._size_px)
            across, down = picture.width() / width, picture.height() / height
            source = QRectF((box[0] - x) * across, (box[1] - y) * down, box[2] * across, box[3] * down)
            painter.drawImage(painted_place(*box, sight), picture, source)
        for finer in children(tile):
            if self._loader.has(finer):
                self._paint_tile(painter, finer, sight)

    def _paint_tile(self, painter: QPainter, tile: Tile, sight: Sight) -> None:
        picture = self._loader.tile(tile)
        if picture is not None:
            painter.drawImage(painted_place(*rectangle_of(tile, self._size_px), sight), picture)
