"""The pages of the report, one under the other: scrolled, zoomed, and sharp at the screen's own resolution."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from hccdesk.ui import theme
from hccdesk.ui.report_screen.page_layout import (
    GAP_PX,
    ZOOM_STEP,
    Fit,
    PageLayout,
    within_limits,
    zoom_to_fit,
)
from hccdesk.ui.report_screen.page_pictures import PagePictures

WIDEST_PX = 4000
"""No page is drawn with more pixels across: beyond, it is only magnified."""
LARGEST_AT_FIRST = 1.6
"""On a screen so wide that the letters would be larger than this, a whole page is shown first."""
_LINE_PX = 48


class PageView(QAbstractScrollArea):
    """The pages.

    Signals: `page_wanted(int, int)` a page and its width in device pixels, `page_changed(int)` another page is read,
    `zoom_changed(float, str)` the zoom and how it follows the window.
    """

    page_wanted = Signal(int, int)
    page_changed = Signal(int)
    zoom_changed = Signal(float, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the report"))
        self._fit = Fit.WIDTH
        self._layout = PageLayout((), 1.0, (0, 0))
        self._pictures = PagePictures()
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().setSingleStep(_LINE_PX)

    @property
    def page(self) -> int:
        """The page that is read, counted from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is about the size of paper."""
        return self._layout.zoom

    def image_of_page(self, page: int) -> QImage | None:
        """What is shown of a page now."""
        return self._pictures.get(page)

    def show_pages(self, sizes_pt: tuple[tuple[float, float], ...], places: Mapping[int, int] | None = None) -> None:
        """Pages of these sizes; `places` says where old ones are now: they stay until `put_page` brings the new."""
        kept = places or {}
        first, offset = not self._layout.sizes_pt, self.verticalScrollBar().value()
        within = offset - self._layout.top(self._page) if not first else 0
        read = kept.get(self._page, min(self._page, len(sizes_pt) - 1))
        self._pictures.outdate(kept)
        if first and self._fit is Fit.WIDTH and self._width_zoom(sizes_pt) > LARGEST_AT_FIRST:
            self._fit = Fit.PAGE
        self._lay_out(sizes_pt, self._layout.zoom, keep=first)
        if not first:
            self.verticalScrollBar().setValue(self._layout.top(read) + within)
        self._show_position()

    def _width_zoom(self, sizes_pt: tuple[tuple[float, float], ...]) -> float:
        return zoom_to_fit(Fit.WIDTH, sizes_pt, (self.viewport().width(), self.viewport().height()))

    def put_page(self, page: int, image: QImage) -> None:
        """The picture of a page."""
        self._pictures.put(page, image)
        self.viewport().update()

    def forget(self) -> None:
        """Another patient: nothing of the old pages stays."""
        self._pictures.clear()
        self._lay_out((), self._layout.zoom)

    def go_to_page(self, page: int) -> None:
        """Show the beginning of a page."""
        if self._layout.sizes_pt:
            page = min(max(page, 0), len(self._layout.sizes_pt) - 1)
            self.verticalScrollBar().setValue(self._layout.top(page) - GAP_PX)

    def fit(self, fit: Fit) -> None:
        """Let the zoom follow the window."""
        self._fit = fit
        self._lay_out(self._layout.sizes_pt, self._layout.zoom)

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Nearer or farther; the point `at` stays where it is."""
        self._fit = Fit.FREE
        place = at or self.viewport().rect().center()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        before = self._layout.zoom
        self._lay_out(self._layout.sizes_pt, within_limits(before * factor), keep=False)
        grown = self._layout.zoom / before
        down.setValue(round((down.value() + place.y()) * grown) - place.y())
        across.setValue(round((across.value() + place.x()) * grown) - place.x())

    def want_visible(self) -> None:
        """Ask for the pages in sight and next to it, at the resolution they are seen at; what is seen comes last."""
        shown = self._layout.shown(self.verticalScrollBar().value())
        if not shown:
            return
        self._pictures.let_go_far_from(shown)
        around = [n for n in (shown[0] - 1, shown[-1] + 1) if 0 <= n < len(self._layout.sizes_pt)]
        for page in (*around, *reversed(shown)):
            width = min(round(self._layout.size(page)[0] * self.devicePixelRatioF()), WIDEST_PX)
            if self._pictures.lacks(page, width):
                self.page_wanted.emit(page, width)

    def _lay_out(self, sizes_pt: tuple[tuple[float, float], ...], zoom: float, *, keep: bool = True) -> None:
        down, before = self.verticalScrollBar(), self._layout
        share = down.value() / before.extent[1] if before.sizes_pt else 0.0
        view = (self.viewport().width(), self.viewport().height())
        if sizes_pt and self._fit is not Fit.FREE:
            zoom = zoom_to_fit(self._fit, sizes_pt, view)
        self._layout = PageLayout(sizes_pt, zoom, view)
        width, height = self._layout.extent
        self.horizontalScrollBar().setRange(0, max(width - view[0], 0))
        self.horizontalScrollBar().setPageStep(view[0])
        down.setRange(0, max(height - view[1], 0))
        down.setPageStep(view[1])
        if keep:
            down.setValue(round(share * height))
        self.zoom_changed.emit(self._layout.zoom, self._fit.value)
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if not self._layout.sizes_pt:
            return
        self.want_visible()
        if self._layout.current(self.verticalScrollBar().value()) != self._page:
            self._show_position()

    def _show_position(self) -> None:
        self._page = self._layout.current(self.verticalScrollBar().value())
        self.page_changed.emit(self._page)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White sheets with what is known of them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current()["window"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for page in self._layout.shown(offset.y()):
            self._paint_page(painter, page, offset)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int, offset: QPoint) -> None:
        width, height = self._layout.size(page)
        sheet = QRect(self._layout.left(page) - offset.x(), self._layout.top(page) - offset.y(), width, height)
        painter.fillRect(sheet, Qt.GlobalColor.white)
        image = self._pictures.get(page)
        if image:
            painter.drawImage(sheet, image)
        painter.setPen(theme.current()["line"])
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The zoom may follow."""
        super().resizeEvent(event)
        self._lay_out(self._layout.sizes_pt, self._layout.zoom)

    def changeEvent(self, event: QEvent) -> None:
        """On another screen the same page has other pixels."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._layout.sizes_pt:
            self.want_visible()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl: zoom at the cursor."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages by PgUp, PgDn, Home and End; zoom by Ctrl with + − 0."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            handled = self._zoom_by_key(event.key())
        else:
            handled = self._turn_by_key(event.key())
        if not handled:
            super().keyPressEvent(event)

    def _zoom_by_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.fit(Fit.WIDTH)
        else:
            return False
        return True

    def _turn_by_key(self, key: int) -> bool:
        last = len(self._layout.sizes_pt) - 1
        places = {
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        page = next((place for name, place in places.items() if name == key), None)
        if page is None:
            return False
        self.go_to_page(page)
        return True
