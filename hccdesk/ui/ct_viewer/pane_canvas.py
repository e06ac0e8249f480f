"""The painted half of a view: a slice in grey with outlines, explanation, crosshair and corner texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.grey_image import GreyImage
from hccdesk.ui.ct_viewer.pane_hand import PaneHand
from hccdesk.ui.ct_viewer.pane_layer import PaneLayer
from hccdesk.ui.ct_viewer.pane_sight import LookedAt, PaneSight, sight_of
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.slice_banners import paint_message, paint_notice
from hccdesk.ui.ct_viewer.slice_content import Outline, SliceContent
from hccdesk.ui.ct_viewer.slice_marks import paint_crosshair, paint_under_cursor
from hccdesk.ui.ct_viewer.slice_painting import Lines, PaintedSlice, lines_of, paint_slice, paint_words
from hccdesk.ui.ct_viewer.windowing import LIVER, grey_table

NOTICE_MS = 2200


class PaneCanvas(QWidget):
    """A slice as it is painted. What does not follow the mouse is kept as one picture.

    Signals: `sight_changed(LookedAt)` the reader zoomed or panned.
    """

    sight_changed = Signal(object)

    def __init__(self, plane: Plane, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._plane = plane
        self._hand: PaneHand | None = None
        self._layers: Sequence[PaneLayer] = ()
        self._content: SliceContent | None = None
        self._painted: PaintedSlice | None = None
        self._grey = GreyImage(grey_table(LIVER, inverted=False))
        self._window, self._message, self._notice = "", "", ""
        self._under_cursor: tuple[str, ...] = ()
        self._sight, self._crosshair_shown = PaneSight(), True
        self._lines: Lines = []
        self._lines_of: tuple[Outline, ...] | None = None
        self._picture: QImage | None = None
        self._words_top = 0.0
        self._forget_notice = QTimer(self)
        self._forget_notice.setSingleShot(True)
        self._forget_notice.timeout.connect(self._on_notice_over)

    @property
    def content(self) -> SliceContent | None:
        """The slice that is shown."""
        return self._content

    def show_content(self, content: SliceContent | None) -> None:
        """Another slice, or none."""
        if not _same_picture(self._content, content):
            self._painted = self._picture = None
        self._content, self._message = content, "" if content else self._message
        if content is None:
            self._forget()
        self.update()

    def show_message(self, text: str) -> None:
        """No slice; words in its place."""
        self._content, self._message = None, text
        self._forget()
        self._repaint()

    def show_notice(self, text: str) -> None:
        """A brief word; it goes away by itself."""
        self._notice = text
        self._forget_notice.start(NOTICE_MS)
        self.update()

    def show_window(self, table: NDArray[np.uint8], corner: str) -> None:
        """Another window; `corner` names it."""
        self._grey.use(table)
        self._window = corner
        self._repaint()

    def show_hu(self, text: str) -> None:
        """The value under the cursor, and where it lies, on lines."""
        lines = tuple(text.splitlines())
        if lines != self._under_cursor:
            self._under_cursor = lines
            self.update()

    def show_crosshair(self, shown: bool) -> None:
        """Whether the crosshair is drawn."""
        self._crosshair_shown = shown
        self.update()

    def show_layers(self, layers: Sequence[PaneLayer]) -> None:
        """What is always painted over the slice."""
        self._layers = layers
        self.update()

    def fit(self) -> None:
        """The whole slice, in the middle."""
        self._set_sight(PaneSight())

    def look(self, looked_at: LookedAt) -> None:
        """Zoom and pan as another view, by patient position; nobody is told."""
        if self.content:
            self._sight = sight_of(looked_at, self.content, self._size())
            self._repaint()

    @property
    def looked_at(self) -> LookedAt | None:
        """Where this view looks."""
        return self._sight.looked_at(self.content, self._size()) if self.content else None

    @property
    def sight(self) -> PaneSight:
        """Zoom and pan."""
        return self._sight

    def use_sight(self, sight: PaneSight) -> None:
        """Zoom and pan as they were."""
        self._set_sight(sight)

    def picture(self, size: QSize) -> QImage | None:
        """The view as it is, at another size, without crosshair and cursor; None without a slice."""
        if not self._content:
            return None
        shown = self._made(self._content)
        shown = replace(shown, content=replace(shown.content, patient=""))  # a picture may leave the house
        image = QImage(size, QImage.Format.Format_RGB32)
        painter, whole = QPainter(image), QSizeF(size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        transform = paint_slice(painter, whole, shown, self._sight)
        self._paint_layers(painter, transform)
        paint_words(painter, whole, shown, self._sight)
        painter.end()
        return image

    def minimumSizeHint(self) -> QSize:
        """Small enough for a column of two."""
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slice and everything on it."""
        painter = QPainter(self)
        if self._content:
            self._paint_still(painter, self._content)
            self._paint_moving(painter, self._content)
        else:
            painter.fillRect(self.rect(), QColor(0, 0, 0))
            paint_message(painter, self._size(), self._message)
        if self._notice:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_notice(painter, self._size(), self._notice)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current()["accent"], 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slice keeps its zoom relative to the view."""
        self._repaint()

    def _paint_still(self, painter: QPainter, content: SliceContent) -> None:
        """From the kept picture where there is one; one is only made for what is painted a second time."""
        if self._picture is not None:
            painter.drawImage(0, 0, self._picture)
            return
        if self._painted is None:
            self._painted = self._made(content)
            self._paint_all(painter, self._painted)
            return
        ratio = self.devicePixelRatioF()
        self._picture = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        self._picture.setDevicePixelRatio(ratio)
        inner = QPainter(self._picture)
        self._paint_all(inner, self._painted)
        inner.end()
        painter.drawImage(0, 0, self._picture)

    def _made(self, content: SliceContent) -> PaintedSlice:
        """The slice with its grey pixels, which are kept while it scrolls under the crosshair or is zoomed."""
        if self._lines_of is not content.outlines:
            self._lines, self._lines_of = lines_of(content.outlines), content.outlines
        return PaintedSlice(content, self._grey.of(content.hu), self._lines, self._window)

    def _paint_all(self, painter: QPainter, shown: PaintedSlice) -> None:
        paint_slice(painter, self._size(), shown, self._sight)
        self._words_top = paint_words(painter, self._size(), shown, self._sight)

    def _paint_moving(self, painter: QPainter, content: SliceContent) -> None:
        transform = self._pixel_to_widget()
        self._paint_layers(painter, transform)
        if self._hand:
            painter.save()
            self._hand.paint(self._plane, painter, transform)
            painter.restore()
        if self._crosshair_shown and content.crosshair:
            row, column = content.crosshair
            paint_crosshair(painter, self._size(), transform.map(QPointF(column + 0.5, row + 0.5)), self._words_top)
        paint_under_cursor(painter, self._size(), self._under_cursor, self._words_top)

    def _paint_layers(self, painter: QPainter, transform: QTransform) -> None:
        for layer in self._layers:
            painter.save()
            layer.paint(self._plane, painter, transform)
            painter.restore()

    def _pixel_to_widget(self) -> QTransform:
        assert self._content is not None
        return self._sight.to_widget(self._content, self._size())

    def _set_sight(self, sight: PaneSight) -> None:
        self._sight = sight
        self._repaint()
        if self.looked_at:
            self.sight_changed.emit(self.looked_at)

    def _repaint(self) -> None:
        self._painted = self._picture = None
        self.update()

    def _forget(self) -> None:
        """Nothing of a CT that was closed is held."""
        self._painted, self._lines_of, self._lines = None, None, []
        self._grey.forget()

    def _size(self) -> QSizeF:
        return QRectF(self.rect()).size()

    def _on_notice_over(self) -> None:
        self._notice = ""
        self.update()


def _same_picture(before: SliceContent | None, after: SliceContent | None) -> bool:
    """Whether only what is painted anew each time differs: the crosshair."""
    if before is None or after is None:
        return before is after
    return (
        before.hu is after.hu
        and before.outlines is after.outlines
        and before.saliency is after.saliency
        and (before.place, before.warning, before.title, before.facts, before.patient)
        == (after.place, after.warning, after.title, after.facts, after.patient)
    )
