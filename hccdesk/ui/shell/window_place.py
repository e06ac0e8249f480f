"""Where the window was, brought back to a screen that is there, frame and all."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from hccdesk.ui.settings import Settings

FRAME = QMargins(4, 32, 4, 4)
"""Title bar and borders as they are reckoned before the window system has made them."""
_FILLS = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen


def restore_place(window: QWidget, settings: Settings) -> None:
    """As it was left, also maximised; wholly on a screen, with its frame."""
    place = settings.geometry
    if place is not None:
        window.restoreGeometry(place)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not window.windowState() & _FILLS:
        window.setGeometry(placed_on(window.geometry(), screens, window.minimumSize().width()))


def placed_on(content: QRect, screens: list[QRect], narrowest: int = 0) -> QRect:
    """The place of a window's content so that its frame lies on the screen it covers most of, made smaller if need be.

    Where even `narrowest` does not fit, the upper left corner stays in reach. The first screen, where it lies on none.
    """
    frame = content.marginsAdded(FRAME)
    screen = max(screens, key=lambda one: _area(one.intersected(frame)))
    frame.setWidth(max(min(frame.width(), screen.width()), min(narrowest, frame.width())))
    frame.setHeight(min(frame.height(), screen.height()))
    left = max(screen.left(), min(frame.left(), screen.left() + screen.width() - frame.width()))
    top = max(screen.top(), min(frame.top(), screen.top() + screen.height() - frame.height()))
    frame.moveTo(left, top)
    return frame.marginsRemoved(FRAME)


def _area(part: QRect) -> int:
    return max(part.width(), 0) * max(part.height(), 0)
