"""The two themes, dark for reading rooms and light: one set of tokens for the sheet, the palette and what we paint."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPalette

from hccdesk import resources

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

DARK, LIGHT = "dark", "light"
ICON_PX = 20


@dataclass(frozen=True, slots=True)
class Theme:
    """A named set of colours; `theme["accent"]` is one of tokens.json."""

    name: str

    def __getitem__(self, role: str) -> QColor:
        return QColor(self.hex(role))

    def hex(self, role: str) -> str:
        """The colour as `#RRGGBB`."""
        if role == "on_accent":
            return "#FFFFFF" if self.name == LIGHT else "#06121F"
        return str(resources.theme_tokens()[self.name][role])

    def faded(self, role: str, alpha: float) -> QColor:
        """The colour, seen through; `alpha` 0..1."""
        colour = self[role]
        colour.setAlphaF(alpha)
        return colour

    def icon(self, name: str, role: str = "text") -> QIcon:
        """An icon of the one set we use (Material Design), coloured by role."""
        import qtawesome  # noqa: PLC0415 - brings widgets with it, which what decides has no use for

        drawn = qtawesome.icon(f"mdi6.{name}", color=self.hex(role), color_disabled=self.hex("disabled"))
        return QIcon(drawn)


_current = Theme(DARK)


def current() -> Theme:
    """The theme in use; widgets read it when they paint."""
    return _current


def use(application: QApplication, name: str) -> None:
    """Put a theme on the whole application."""
    global _current  # noqa: PLW0603 - the application has one theme, as it has one style
    _current = Theme(name if name in resources.theme_tokens() else DARK)
    application.setStyle("Fusion")
    application.setPalette(_palette(_current))
    sheet = _sheet(_current)
    if application.styleSheet() != sheet:  # setting it again would style every widget again
        application.setStyleSheet(sheet)


def text_font(pixels: int = 13, bold: bool = False) -> QFont:
    """The interface font at a size of the scale 11, 13, 16, 28, with figures of one width."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_width(text: str, font: QFont) -> int:
    """How wide `text` is painted, pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def icon_size() -> QSize:
    """The size of every icon."""
    return QSize(ICON_PX, ICON_PX)


def _sheet(theme: Theme) -> str:
    text = (resources.assets_folder() / "theme" / "app.qss").read_text(encoding="utf-8")
    chevron = resources.assets_folder() / "theme" / f"chevron-{theme.name}.svg"
    check = resources.assets_folder() / "theme" / f"check-{theme.name}.svg"
    colours = {role: theme.hex(role) for role in resources.theme_tokens()[theme.name]}
    return Template(text).substitute(
        colours, on_accent=theme.hex("on_accent"), chevron=chevron.as_posix(), check=check.as_posix()
    )


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.Base: "window",
        QPalette.ColorRole.AlternateBase: "panel",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Link: "accent",
    }
    for role, token in roles.items():
        palette.setColor(role, theme[token])
    return palette
