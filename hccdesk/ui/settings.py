"""What is remembered between sessions: theme, language, the window's place. Never anything of a patient."""

from __future__ import annotations

import locale
from contextlib import suppress
from datetime import datetime
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from hccdesk.domain.report_options import Paper
from hccdesk.ui.language import CHINESE, ENGLISH
from hccdesk.ui.theme import DARK, LIGHT

FORMAT = 1
"""Grows where an earlier version would misread what a later one wrote."""
BAD = ".bad"


class Settings:
    """An INI file; what cannot be read in it counts as not set.

    A file that is none, or that a newer version wrote, is put aside with `.bad` behind its name, and everything is as
    at the first start; `set_aside` names it then.
    """

    def __init__(self, path: Path) -> None:
        self.set_aside = _put_aside(path) if _is_of_no_use(path) else None
        self._stored = QSettings(str(path), QSettings.Format.IniFormat)
        if not self._stored.contains("format"):
            self._stored.setValue("format", FORMAT)

    @property
    def theme(self) -> str:
        """`dark` or `light`."""
        named = str(self._stored.value("theme", DARK))
        return named if named in (DARK, LIGHT) else DARK

    @theme.setter
    def theme(self, name: str) -> None:
        self._stored.setValue("theme", name)

    @property
    def language(self) -> str:
        """`en` or `zh`; the machine's own at first."""
        named = str(self._stored.value("language", ""))
        return named if named in (ENGLISH, CHINESE) else _language_of_machine()

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
    def opinion_first(self) -> bool:
        """Whether a result is covered until the board said what it thinks of the case; so at first."""
        return str(self._stored.value("opinion_first", "true")) != "false"

    @opinion_first.setter
    def opinion_first(self, first: bool) -> None:
        self._stored.setValue("opinion_first", "true" if first else "false")

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

    @property
    def library(self) -> Path | None:
        """The folder of the library that was opened instead of the user's own; None for that one."""
        named = str(self._stored.value("library", ""))
        return Path(named) if named and Path(named).is_absolute() else None

    @library.setter
    def library(self, folder: Path | None) -> None:
        self._stored.setValue("library", str(folder) if folder else "")
        self._stored.sync()

    @property
    def screen_pin(self) -> str:
        """The PIN of the screen lock as it may be kept; empty for none."""
        return str(self._stored.value("screen_lock/pin", ""))

    @screen_pin.setter
    def screen_pin(self, kept: str) -> None:
        self._stored.setValue("screen_lock/pin", kept)
        self._stored.sync()

    @property
    def screen_locked(self) -> bool:
        """Whether the screen was locked when the program ended."""
        return str(self._stored.value("screen_lock/locked", "false")) == "true"

    @screen_locked.setter
    def screen_locked(self, locked: bool) -> None:
        self._stored.setValue("screen_lock/locked", "true" if locked else "false")
        self._stored.sync()

    @property
    def wrong_unlocks(self) -> int:
        """How often in a row the wrong thing was typed to unlock the screen."""
        told = str(self._stored.value("screen_lock/wrong", "0"))
        return int(told) if told.isascii() and told.isdigit() else 0

    @wrong_unlocks.setter
    def wrong_unlocks(self, count: int) -> None:
        self._stored.setValue("screen_lock/wrong", str(count))
        self._stored.sync()

    @property
    def last_selftest(self) -> tuple[datetime, bool] | None:
        """When the installation was checked last, and whether everything passed; None for never."""
        at, _, outcome = str(self._stored.value("selftest", "")).partition(" ")
        try:
            return datetime.fromisoformat(at), outcome == "passed"
        except ValueError:
            return None

    @last_selftest.setter
    def last_selftest(self, last: tuple[datetime, bool]) -> None:
        outcome = "passed" if last[1] else "failed"
        self._stored.setValue("selftest", f"{last[0].isoformat(timespec='seconds')} {outcome}")

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


def _is_of_no_use(path: Path) -> bool:
    """Whether there is a file that is no INI file, or one of a newer version."""
    try:
        content = path.read_bytes()
    except OSError:
        return path.is_dir()
    try:
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
    except UnicodeDecodeError:
        return True
    if "\0" in "".join(lines) or not all(line[:1] in ("", ";", "#", "[") or "=" in line for line in lines):
        return True
    told = [line.partition("=")[2].strip() for line in lines if line.startswith("format=")]
    return any(not number.isdigit() or int(number) > FORMAT for number in told)


def _put_aside(path: Path) -> Path:
    aside = path.with_name(path.name + BAD)
    with suppress(OSError):  # where not even that can be done, what can be read of it counts
        path.replace(aside)
    return aside


def _language_of_machine() -> str:
    return CHINESE if (locale.getlocale()[0] or "").startswith("zh") else ENGLISH
