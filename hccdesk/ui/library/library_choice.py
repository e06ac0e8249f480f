"""Which library is opened at the start, and what is asked where it is not there."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from hccdesk import resources
from hccdesk.ui.language import translate
from hccdesk.ui.settings import Settings

PATIENCE_S = 4.0
"""How long a share may take to say whether it has the folder."""


def library_folder(settings: Settings, named: Path | None) -> Path | None:
    """The folder named at the start, else the one chosen in the window, else this user's own; None to quit.

    A folder that was chosen and is not there is never made anew in its place: it would look like a library that
    lost its cases.
    """
    if named:
        return named.absolute()
    if os.environ.get(resources.LIBRARY_VARIABLE) or settings.library is None:
        return resources.library_folder()
    while not is_there(settings.library):
        answer = _ask(settings.library)
        if answer is None:
            return None
        if answer:
            return resources.library_folder()
    return settings.library


def is_there(folder: Path) -> bool:
    """Whether it is a folder; one that does not answer in time is none."""
    answered: list[bool] = []
    asking = threading.Thread(target=lambda: answered.append(folder.is_dir()), daemon=True)
    asking.start()
    asking.join(PATIENCE_S)
    return bool(answered and answered[0])


def library_in(chosen: Path) -> Path:
    """The library that is in a folder, or the folder for a new one: never among somebody's other files.

    Raises `OSError` where none can be made.
    """
    if (chosen / "library.sqlite").exists() or not any(chosen.iterdir()):
        return chosen
    folder = chosen / "hccdesk library"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _ask(folder: Path) -> bool | None:
    """True for the user's own library this time, False to try again, None to quit."""
    box = QMessageBox()
    box.setWindowTitle("hccdesk")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(translate("LibraryChoice", "The library of cases is not there."))
    text = translate(
        "LibraryChoice", "{folder} cannot be reached. Connect its disk or the network share, and try again."
    )
    box.setInformativeText(text.format(folder=folder))
    again = box.addButton(translate("LibraryChoice", "Try again"), QMessageBox.ButtonRole.AcceptRole)
    own = box.addButton(translate("LibraryChoice", "Use my own library this time"), QMessageBox.ButtonRole.ActionRole)
    leave = box.addButton(translate("LibraryChoice", "Quit"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(again)
    box.setEscapeButton(leave)
    box.exec()
    clicked = box.clickedButton()
    return None if clicked is leave else clicked is own
