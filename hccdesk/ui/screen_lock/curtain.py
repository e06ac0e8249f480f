"""What stands in the place of a window's content while the screen is locked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from hccdesk.ui import theme
from hccdesk.ui.widgets.pieces import column

TITLE = "hccdesk"
_ASKED_FOR = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class Curtain(QWidget):
    """Opaque, over the whole of one window, whose content is hidden behind it: from screen readers too."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._window, self._title = window, window.windowTitle()
        self._hidden: list[QWidget] = []
        self._inside = column(self, 32)
        window.installEventFilter(self)
        self.hide_content()
        self.setGeometry(window.rect())
        self.show()

    def hold(self, panel: QWidget) -> None:
        """The panel in the middle."""
        self._inside.addWidget(panel, 0, Qt.AlignmentFlag.AlignCenter)
        panel.show()

    def hide_content(self) -> None:
        """Hide what is in the window, and what came into it meanwhile; its title says nothing."""
        window = self._window
        self.raise_()
        for child in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not self and not child.isWindow() and not child.isHidden():
                child.hide()
                child.setAttribute(_ASKED_FOR, False)  # from now on it tells whether the program hid it meanwhile
                self._hidden.append(child)
        if window.windowTitle() != TITLE:
            self._title = window.windowTitle()
            window.setWindowTitle(TITLE)

    def draw_back(self) -> None:
        """Show everything again but what the program has hidden meanwhile; the curtain goes."""
        window = self._window
        window.removeEventFilter(self)
        for child in self._hidden:
            if isValid(child) and child.parent() is window and not child.testAttribute(_ASKED_FOR):
                child.show()
        if self._title != window.windowTitle():
            window.setWindowTitle(self._title)
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing but the ground of the window."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current()["window"])
        painter.end()


class LockDialog(QDialog):
    """Holds the panel in front of a dialog that lets no other window be used."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self._inside = column(self, 24)

    def hold(self, panel: QWidget) -> None:
        """The panel in it."""
        self._inside.addWidget(panel)
        panel.show()

    def reject(self) -> None:
        """Neither Escape nor the window's frame unlocks anything."""
