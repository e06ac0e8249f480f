"""Where the window was, brought back to a screen that is there."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from hccdesk.ui.settings import Settings

REACHABLE_PX = 80
"""So much of the title bar has to be on a screen to be taken hold of."""


def restore_place(window: QWidget, settings: Settings) -> None:
    """As it was left, also maximised; on the first screen where the one it was on is gone."""
    place = settings.geometry
    if place is not None:
        window.restoreGeometry(place)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not is_reachable(window.frameGeometry(), screens):
        window.move(screens[0].topLeft())


def is_reachable(frame: QRect, screens: list[QRect]) -> bool:
    """Whether enough of the upper edge lies on one of the screens."""
    edge = QRect(frame.left(), frame.top(), frame.width(), REACHABLE_PX // 2)
    return any(
        screen.intersected(edge).width() >= REACHABLE_PX and screen.intersected(edge).height() > 0 for screen in screens
    )
