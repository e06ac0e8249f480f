"""What the window shows while files are dragged over it; drops arrive here whatever lies beneath."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from hccdesk.ui import theme


class DropOverlay(QWidget):
    """A veil over the window with one sentence; itself it takes no event.

    It watches the native window (`watch`), before Qt hands a drag to the widget under it: else a text field or an
    image view would swallow the files.

    Signals: `dropped(tuple of Path)`.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._watched: QObject | None = None
        self.hide()

    def watch(self) -> None:
        """Watch the window's native one, which is there once it was shown."""
        handle = self.window().windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files are welcome anywhere; any other drag goes on to the widget under it."""
        kind = event.type()
        if kind in _DRAGS and isinstance(event, (QDragEnterEvent, QDragMoveEvent, QDropEvent)):
            return self._on_drag(event)
        if kind == QEvent.Type.DragLeave and not self.isHidden():
            self.hide()
        return False

    def _on_drag(self, event: QDragEnterEvent | QDragMoveEvent | QDropEvent) -> bool:
        paths = local_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.hide()
            self.dropped.emit(paths)
        elif self.isHidden():
            self.setGeometry(self.window().rect())
            self.raise_()
            self.show()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil, a dashed frame, and the sentence."""
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colours.faded("window", 0.85))
        painter.setPen(QPen(colours["accent"], 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)
        middle = self.rect().center()
        picture = colours.icon("tray-arrow-down", "accent").pixmap(48, 48)
        painter.drawPixmap(middle.x() - 24, middle.y() - 64, picture)
        painter.setPen(colours["text"])
        painter.setFont(theme.text_font(16, bold=True))
        line = QRectF(0, middle.y(), self.width(), 28)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.tr("Drop to bring into this case"))
        painter.setPen(colours["muted"])
        painter.setFont(theme.text_font(13))
        kinds = self.tr("Folder, DICOM files, slide, tumour mask or outline, clinical row (CSV, JSON)")
        painter.drawText(line.translated(0, 28), Qt.AlignmentFlag.AlignCenter, kinds)
        painter.end()


_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def local_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer that are dragged."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
