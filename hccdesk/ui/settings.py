"""What is remembered between sessions: theme, language, the window's place. Never anything of a patient."""

from __future__ import annotations

import locale
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from hccdesk.domain.report_options import Paper
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
    def report_language(self) -> str:
        """`en` or `zh`, the language of the report; the window's until another was chosen."""
        chosen = str(self._stored.value("report/language", ""))
        return chosen if chosen in (ENGLISH, CHINESE) else self.language

    @report_language.setter
    def report_language(self, language: str) -> None:
        self._stored.setValue("report/language", language)

    @property
    def report_paper(self) -> Paper:
        """The sheet of the report; A4 at first."""
        chosen = str(self._stored.value("report/paper", ""))
        return Paper(chosen) if chosen in tuple(Paper) else Paper.A4

    @report_paper.setter
    def report_paper(self, paper: Paper) -> None:
        self._stored.setValue("report/paper", paper.value)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was."""
        value = self._stored.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, place: QByteArray) -> None:
        self._stored.setValue("geometry", place)

    @property
    def units(self) -> dict[str, str]:
        """The unit one types in, by the clinical field's name, where it is not the row's own."""
        self._stored.beginGroup("units")
        units = {name: str(self._stored.value(name)) for name in self._stored.childKeys()}
        self._stored.endGroup()
        return units

    def set_unit(self, field: str, unit: str) -> None:
        """Type a field in this unit from now on."""
        self._stored.setValue(f"units/{field}", unit)

    @property
    def inspector_shown(self) -> bool:
        """Whether the screens show their inspectors."""
        return str(self._stored.value("inspector", "true")) != "false"

    @inspector_shown.setter
    def inspector_shown(self, shown: bool) -> None:
        self._stored.setValue("inspector", "true" if shown else "false")

    @property
    def problems_shown(self) -> bool:
        """Whether the problem list is open."""
        return str(self._stored.value("problems", "false")) == "true"

    @problems_shown.setter
    def problems_shown(self, shown: bool) -> None:
        self._stored.setValue("problems", "true" if shown else "false")

    @property
    def open_case(self) -> str:
        """The random name of the case on the desk; empty once the program ended as it should."""
        return str(self._stored.value("open_case", ""))

    @open_case.setter
    def open_case(self, case_id: str) -> None:
        if case_id != self.open_case:
            self._stored.setValue("open_case", case_id)
            self._stored.sync()  # a crash leaves no time for it

    def ct_window(self, name: str) -> tuple[float, float] | None:
        """Width and level, HU, kept under a number key (`6` to `9`) or for a contrast phase; None for none."""
        kept = self._stored.value(f"ct_windows/{name}")
        try:
            width, level = (float(part) for part in str(kept).split("/"))
        except ValueError:
            return None
        return (width, level) if isfinite(width) and isfinite(level) and width >= 1 else None

    def set_ct_window(self, name: str, width_hu: float, level_hu: float) -> None:
        """Keep a window."""
        self._stored.setValue(f"ct_windows/{name}", f"{width_hu:.1f}/{level_hu:.1f}")


def _language_of_machine() -> str:
    return CHINESE if (locale.getlocale()[0] or "").startswith("zh") else ENGLISH
