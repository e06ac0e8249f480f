"""File dialogs leave no folder named after a patient in the settings that all Qt programs share."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QFileDialog

from hccdesk.ui.dialog_history import no_dialog_history


@pytest.fixture
def shared(tmp_path):
    """Where Qt's own settings are kept, for this test and all after it: never the real ones."""
    folder = tmp_path / "config"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    return folder


def choose(qapp, folder: Path) -> str:
    QTimer.singleShot(200, lambda: qapp.activeModalWidget().accept())
    return QFileDialog.getExistingDirectory(None, "Folder of the patient", str(folder))


def written(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


@pytest.mark.control("RISK-37-c")
def test_that_a_file_dialog_writes_no_folder_of_a_patient(qtbot, qapp, shared, tmp_path):
    patient = tmp_path / "Zhang_San"
    patient.mkdir()
    with no_dialog_history():
        assert Path(choose(qapp, patient)) == patient
    assert "Zhang_San" not in written(shared)


def test_that_without_it_qt_writes_the_folder(qtbot, qapp, shared, tmp_path):
    patient = tmp_path / "Zhang_San"
    patient.mkdir()
    choose(qapp, patient)
    assert "Zhang_San" in written(shared)
