"""Files dropped anywhere come into the case, and a fault of the program is told once, calmly."""

from __future__ import annotations

import pytest
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit

from hccdesk.ui.shell.fault_dialog import FaultDialog


def drag(window, kind, paths, at=(640, 300)):
    """A drag as the window system sends it; gives whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    data.setText("text that a line edit would take")
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    if kind is QDragEnterEvent:
        event = QDragEnterEvent(QPoint(*at), action, data, left, none)
    else:
        event = QDropEvent(QPointF(*at), action, data, left, none)
    event.ignore()
    QCoreApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


class TestDrops:
    def test_that_files_dropped_on_a_text_field_come_into_the_case(self, window, session, verbs, idle):
        verbs.holds()
        window.desk.go_to("cases")
        field = window.desk._screens["cases"].findChild(QLineEdit)
        spot = field.mapTo(window, field.rect().center())
        assert drag(window, QDragEnterEvent, ["/patients/one"], (spot.x(), spot.y()))
        assert window._overlay.isVisible()
        assert window._overlay.geometry() == window.rect()
        assert drag(window, QDropEvent, ["/patients/one"], (spot.x(), spot.y()))
        idle()
        assert not window._overlay.isVisible()
        assert session.model.inputs.ct is not None
        assert field.text() == ""

    @pytest.mark.parametrize("name", ["cases", "case", "ct", "slide", "results", "report"])
    def test_that_they_come_in_on_every_screen(self, window, verbs, session, idle, name):
        verbs.holds()
        window.desk.go_to(name)
        assert drag(window, QDropEvent, ["/patients/one"], (500, 400))
        idle()
        assert session.model.inputs.slide is not None

    def test_that_the_veil_goes_when_the_drag_goes(self, window):
        drag(window, QDragEnterEvent, ["/patients/one"])
        QCoreApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
        assert not window._overlay.isVisible()

    def test_that_what_is_no_file_is_not_ours(self, window):
        drag(window, QDragEnterEvent, [])
        assert not window._overlay.isVisible()


class TestFaults:
    def test_that_a_fault_is_told_once_calmly_and_the_work_is_kept(self, window, session, qtbot):
        session.model.set_clinical(build.a_record())
        for _ in range(20):
            session.report_fault(RuntimeError("Zhang^San 000123"))
        dialogs = window.findChildren(FaultDialog)
        assert len(dialogs) == 1
        assert not dialogs[0].isModal()
        shown = " ".join(found.text() for found in dialogs[0].findChildren(QLabel))
        assert "kept" in shown
        assert str(session.log_folder) in shown
        dialogs[0].copy.click()
        copied = QGuiApplication.clipboard().text()
        assert "RuntimeError" in copied
        assert "Zhang" not in copied
        assert "000123" not in copied
        assert session.model.inputs.clinical == build.a_record()
        dialogs[0].close()
        qtbot.waitUntil(lambda: not window.findChildren(FaultDialog))

    def test_that_other_kinds_wait_for_the_list_while_one_is_told(self, window, session, qtbot):
        def fault_at(kind):
            session.report_fault(kind("Zhang^San"))

        fault_at(RuntimeError)
        fault_at(KeyError)
        assert len(window.findChildren(FaultDialog)) == 1
        window.findChildren(FaultDialog)[0].close()
        qtbot.waitUntil(lambda: not window.findChildren(FaultDialog))
        fault_at(ZeroDivisionError)
        assert len(window.findChildren(FaultDialog)) == 1
        window.findChildren(FaultDialog)[0].close()
        qtbot.waitUntil(lambda: not window.findChildren(FaultDialog))

    def test_that_a_log_that_cannot_be_written_is_no_second_fault(self, window, session, tmp_path, qtbot):
        session.log_folder = tmp_path / "file" / "logs"
        (tmp_path / "file").write_text("in the way")
        session.report_fault(RuntimeError("x"))
        dialog = window.findChild(FaultDialog)
        assert any("no log could be written" in found.text() for found in dialog.findChildren(QLabel))
        dialog.close()
        qtbot.waitUntil(lambda: not window.findChildren(FaultDialog))
