"""Windows beside the main one: manual, controls, about. One of each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

_Dialog = TypeVar("_Dialog", bound=QDialog)


def shown_beside(window: QWidget, kind: type[_Dialog], make: Callable[[QWidget], _Dialog] | None = None) -> _Dialog:
    """The one of its kind that is open, brought to the front; else a new one, by `make` or from its class."""
    found = next((there for there in window.findChildren(kind) if not there.isHidden()), None)
    shown = found or (make or kind)(window)
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    return shown


def close_beside(window: QWidget) -> None:
    """Close them all: they speak the language and wear the theme of before."""
    for beside in window.findChildren(QDialog):
        beside.close()
