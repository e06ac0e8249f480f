"""The window's fixtures: a session on instant verbs, and the window on it; no widget outlives its test."""

from __future__ import annotations

import gc

import pytest
import ui_builder
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from hccdesk.ui import language, theme
from hccdesk.ui.main_window import MainWindow


@pytest.fixture
def verbs():
    return ui_builder.InstantVerbs()


@pytest.fixture
def session(qtbot, tmp_path, verbs):
    language.use("en")
    made = ui_builder.a_session(tmp_path, verbs)
    yield made
    made.close()
    language.use("en")


@pytest.fixture
def window(qtbot, qapp, session):
    theme.use(qapp, theme.DARK)
    made = MainWindow(session)
    made.resize(1280, 800)  # whatever the display of the test run
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert QApplication.topLevelWidgets() == []


@pytest.fixture
def idle(qtbot, session):
    """Wait until nothing is being done any more."""

    def wait(timeout: int = 20_000) -> None:
        qtbot.waitUntil(lambda: not session.compute.running and not session.tiles.running, timeout=timeout)
        qtbot.wait(20)  # what was added to a layout is shown in the next turn of the event loop

    return wait
