"""The pages, small: one look over the whole report, one click to a page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from hccdesk.ui import theme

WIDTH_PX = 96
PANEL_PX = 152
_TALLEST = 1.5
_CELL_EXTRA_PX = 36


class PageThumbnails(QListWidget):
    """The column.

    Signals: `chosen(int)` a page, `page_wanted(int, int)` a page and its width in device pixels.
    """

    chosen = Signal(int)
    page_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thumbnails")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(PANEL_PX)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._on_row)

    def show_pages(self, sizes_pt: tuple[tuple[float, float], ...], titles: tuple[str, ...]) -> None:
        """These pages; the old pictures stay until the new ones come."""
        with_room = max((height / width for width, height in sizes_pt), default=_TALLEST)
        height = round(WIDTH_PX * min(with_room, _TALLEST))
        self.setIconSize(QSize(WIDTH_PX, height))
        self.setGridSize(QSize(PANEL_PX - 16, height + _CELL_EXTRA_PX))
        self.blockSignals(True)  # the row that is read does not change by this
        while self.count() > len(sizes_pt):
            self.takeItem(self.count() - 1)
        while self.count() < len(sizes_pt):
            self.addItem(self._item(height))
        self.blockSignals(False)
        for page, title in enumerate(titles):
            self.item(page).setText(str(page + 1))
            self.item(page).setToolTip(title)
            self.page_wanted.emit(page, round(WIDTH_PX * self.devicePixelRatioF()))

    def put_page(self, page: int, image: QImage) -> None:
        """The picture of a page."""
        if page < self.count():
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self.item(page).setIcon(_unchanged(_edged(QPixmap.fromImage(image))))

    def show_place(self, page: int) -> None:
        """The page that is read."""
        self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(False)

    def _item(self, height: int) -> QListWidgetItem:
        item = QListWidgetItem(_unchanged(_blank(height)), "")
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        return item

    def _on_row(self, page: int) -> None:
        if page >= 0:
            self.chosen.emit(page)


def _unchanged(picture: QPixmap) -> QIcon:
    """An icon that is not tinted where it is selected."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


def _blank(height: int) -> QPixmap:
    sheet = QPixmap(WIDTH_PX, height)
    sheet.fill(QColor(Qt.GlobalColor.white))
    return _edged(sheet)


def _edged(sheet: QPixmap) -> QPixmap:
    """White paper is seen on a white panel too."""
    painter = QPainter(sheet)
    painter.setPen(theme.current()["line"])
    size = sheet.deviceIndependentSize().toSize()
    painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
    painter.end()
    return sheet
