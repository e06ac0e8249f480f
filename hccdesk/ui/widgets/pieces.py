"""Labels, cards, buttons and lines in the one language of shapes; the sheet gives them their looks by role."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hccdesk.ui import theme

_Layout = TypeVar("_Layout", bound=QBoxLayout)


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A text; `role` is one of the sheet's (caption, muted, section, group, number, fault, mark, warning …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # a patient's name is never markup
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if role == "number":
        made.setFont(theme.text_font(28, bold=True))
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Another look for a widget that is already shown."""
    set_property(widget, "role", role)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the sheet selects by, and look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A push button; `kind` is primary, quiet, segment, step or empty, `icon` a Material Design name."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    if icon:
        made.setIcon(theme.current().icon(icon, "on_accent" if kind == "primary" else "text"))
        made.setIconSize(theme.icon_size())
    return made


def icon_button(icon: str, tip: str) -> QToolButton:
    """A button that shows only an icon; its name is the tooltip and what a screen reader says."""
    made = QToolButton()
    made.setProperty("kind", "quiet")
    made.setIcon(theme.current().icon(icon))
    made.setIconSize(theme.icon_size())
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    return made


def card(margins: int = 16, spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A raised panel and the column inside it."""
    frame = QFrame()
    frame.setObjectName("card")
    return frame, column(frame, margins, spacing)


def column(owner: QWidget | None = None, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """A vertical layout on the 4 px grid."""
    layout = QVBoxLayout(owner) if owner else QVBoxLayout()
    return _spaced(layout, margins, spacing)


def row(owner: QWidget | None = None, margins: int = 0, spacing: int = 8) -> QHBoxLayout:
    """A horizontal layout on the 4 px grid."""
    layout = QHBoxLayout(owner) if owner else QHBoxLayout()
    return _spaced(layout, margins, spacing)


def _spaced(layout: _Layout, margins: int, spacing: int) -> _Layout:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    return layout


def line() -> QFrame:
    """A hairline."""
    frame = QFrame()
    frame.setObjectName("line")
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """`content` with a vertical scroll bar when it needs one; it never scrolls sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if widget:
            widget.hide()
            widget.deleteLater()
        elif inner:
            empty(inner)
