"""The folders that file dialogs were in: named after patients, and so never left behind on the computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings

_KEPT = ("FileDialog/history", "FileDialog/lastVisited")


@contextmanager
def no_dialog_history() -> Iterator[None]:
    """While it lasts, no file dialog writes to the settings that all Qt programs of the user share.

    Every `QFileDialog`, the system's own too, saves where it was in `QtProject.conf` when it goes away
    (`QFileDialogPrivate::saveSettings`). Those settings are kept in a folder that is gone afterwards; where they are
    no file (the registry of Windows), the places are taken out again. Within one start dialogs still remember.
    Call it once the application is there: it must read the user's own settings of looks.
    """
    with TemporaryDirectory(prefix="hccdesk-") as folder:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        try:
            yield
        finally:
            settings = QSettings(QSettings.Scope.UserScope, "QtProject")
            for key in _KEPT:
                settings.remove(key)
            settings.sync()
            del settings
