"""What is remembered between sessions: theme, language, the window's place. Never anything of a patient."""

from __future__ import annotations

import locale
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from hccdesk.ui.language import CHINESE, ENGLISH
from hccdesk.ui.theme import DARK


class Settings:
    """An INI file; what cannot be read in it counts as not set."""

    def __init__(self, path: Path) -> None:
        self._stored = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """`dark` or `light`."""
        return str(self._stored.value("theme", DARK))

    @theme.setter
    def theme(self, name: str) -> None:
        self._stored.setValue("theme", name)

    @property
    def language(self) -> str:
        """`en` or `zh`; the machine's own at first."""
        return str(self._stored.value("language", _language_of_machine()))

    @language.setter
    def language(self, language: str) -> None:
        self._stored.setValue("language", language)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was."""
        value = self._stored.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, place: QByteArray) -> None:
        self._stored.setValue("geometry", place)


def _language_of_machine() -> str:
    return CHINESE if (locale.getlocale()[0] or "").startswith("zh") else ENGLISH
