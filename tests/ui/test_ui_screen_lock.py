"""The lock of the screen: nothing of the patient is left to be seen, nothing gets round it, and nothing is lost."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import ui_builder
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from shiboken6 import isValid

from hccdesk.domain.audit import AuditAction
from hccdesk.domain.case_library import LibraryState
from hccdesk.ui import language, theme
from hccdesk.ui.screen_lock.curtain import Curtain, LockDialog
from hccdesk.ui.screen_lock.idle_watch import IdleWatch, Moment
from hccdesk.ui.screen_lock.screen_lock import ScreenLock
from hccdesk.ui.screen_lock.tries import wait_after
from hccdesk.ui.screen_lock.unlock_panel import UnlockPanel, Way
from hccdesk.workflow.screen_pin import keep_pin

NAME = "Zhang San"


@dataclass
class Clock:
    steady_s: float = 100.0
    wall_s: float = 1_000_000.0

    def __call__(self) -> Moment:
        return Moment(self.steady_s, self.wall_s)

    def pass_(self, seconds: float) -> None:
        self.steady_s += seconds
        self.wall_s += seconds


@pytest.fixture
def lock(session, window, qtbot):
    session.model.set_clinical(ui_builder.a_record())
    qtbot.wait(20)
    yield session.screen_lock
    session.screen_lock.close()


def panel() -> UnlockPanel:
    found = [w for w in QApplication.allWidgets() if isinstance(w, UnlockPanel) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def curtains_of(window: QWidget) -> list[Curtain]:
    return [child for child in window.children() if isinstance(child, Curtain)]


def unlock(qtbot, lock) -> None:
    panel()._go.click()
    qtbot.waitUntil(lambda: not lock.is_locked)


def texts_to_be_seen() -> str:
    """What every visible widget shows or tells a screen reader."""
    told = []
    for widget in QApplication.allWidgets():
        if widget.isVisible():
            told += [widget.windowTitle(), widget.accessibleName(), widget.toolTip(), widget.accessibleDescription()]
            told += [widget.text()] if isinstance(widget, QLabel | QLineEdit) else []
    return "\n".join(told)


def test_that_nothing_of_the_patient_is_left_to_be_seen_and_all_of_it_comes_back(window, lock, qtbot):
    dialog = QDialog(window)
    dialog.setWindowTitle(f"Report of {NAME}")
    QLabel(f"Patient {NAME}", dialog)
    dialog.show()
    before = {w for w in QApplication.allWidgets() if w.isVisible()}
    assert NAME in texts_to_be_seen()
    lock.lock()
    qtbot.wait(20)
    assert NAME not in texts_to_be_seen()
    assert "000123" not in texts_to_be_seen()
    for shown in (window, dialog):
        (curtain,) = curtains_of(shown)
        assert curtain.isVisible()
        assert curtain.geometry() == shown.rect()
        picture = shown.grab().toImage()
        assert picture.pixelColor(3, 3) == picture.pixelColor(picture.width() - 4, picture.height() - 4)
    unlock(qtbot, lock)
    assert dialog.windowTitle() == f"Report of {NAME}"
    assert NAME in texts_to_be_seen()
    there = {w for w in before if isValid(w)}  # a list that was told of news meanwhile has made its lines anew
    assert dialog in there
    assert there <= {w for w in QApplication.allWidgets() if w.isVisible()}
    dialog.close()


def test_that_locking_opens_no_other_window(window, lock, qtbot):
    before = set(QApplication.topLevelWidgets())
    shown = {w for w in before if w.isVisible()}
    lock.lock()
    qtbot.wait(20)
    assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} == shown
    assert QApplication.activeWindow() is window
    unlock(qtbot, lock)


def test_that_a_curtain_is_as_large_as_its_window_becomes(window, lock, qtbot):
    lock.lock()
    window.resize(1500, 900)
    qtbot.wait(20)
    assert curtains_of(window)[0].geometry() == window.rect()
    unlock(qtbot, lock)


def test_that_the_keys_lock_and_none_goes_round_it(window, lock, session, qtbot):
    QTest.keyClick(
        window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: lock.is_locked)
    for key in (Qt.Key.Key_N, Qt.Key.Key_T, Qt.Key.Key_L, Qt.Key.Key_O):
        QTest.keyClick(window.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F8, Qt.Key.Key_F10, Qt.Key.Key_Escape):
        QTest.keyClick(window.windowHandle(), key)
    qtbot.wait(50)
    assert session.model.inputs.clinical == ui_builder.a_record()
    assert QApplication.activePopupWidget() is None
    assert language.current() == "en"
    assert NAME not in texts_to_be_seen()
    assert lock.is_locked
    unlock(qtbot, lock)


def test_that_an_open_menu_is_closed(window, lock, qtbot):
    menu = QMenu(window)
    menu.addAction(NAME)
    menu.popup(QPoint(10, 10))
    assert menu.isVisible()
    lock.lock()
    assert not menu.isVisible()
    unlock(qtbot, lock)


def test_that_a_window_that_comes_later_is_covered_before_it_is_painted(window, lock, qtbot):
    lock.lock()
    painted = []

    class Late(QDialog):
        def paintEvent(self, event):
            painted.append([child.isVisible() for child in self.findChildren(QLabel)])

    late = Late(window)
    late.setWindowTitle(NAME)
    QVBoxLayout(late).addWidget(QLabel(NAME))
    late.show()
    qtbot.wait(50)
    assert not any(any(visible) for visible in painted)
    assert NAME not in texts_to_be_seen()
    unlock(qtbot, lock)
    assert NAME in texts_to_be_seen()
    late.close()


def test_that_a_dialog_that_lets_nothing_else_be_used_is_covered_and_unlocked_before(window, lock, session, qtbot):
    dialog = QDialog(window)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    typed = QLineEdit(NAME, dialog)
    dialog.open()
    lock.lock()
    qtbot.wait(20)
    assert isinstance(panel().window(), LockDialog)
    assert NAME not in texts_to_be_seen()
    QTest.keyClick(panel().window(), Qt.Key.Key_Escape)
    panel().window().close()
    assert lock.is_locked
    QTest.mouseClick(panel()._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lock.is_locked)
    assert dialog.isVisible()
    assert typed.text() == NAME
    dialog.close()


def test_that_the_panel_stays_where_it_can_be_used_when_dialogs_come_and_go(window, lock, qtbot):
    lock.lock()
    assert panel().window() is window
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: isinstance(panel().window(), LockDialog))
    dialog.close()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: panel().window() is window)
    unlock(qtbot, lock)


def test_that_a_dialog_of_files_ends_without_a_choice(window, lock, qtbot):
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    lock.lock()
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected
    unlock(qtbot, lock)
    dialog.deleteLater()


def test_that_files_that_are_dropped_are_refused(window, lock, session, tmp_path, qtbot):
    lock.lock()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    place, copy, left = QPoint(50, 50), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for receiver in (window, window.windowHandle()):
        enter = QDragEnterEvent(place, copy, data, left, Qt.KeyboardModifier.NoModifier)
        enter.ignore()
        QApplication.sendEvent(receiver, enter)
        drop = QDropEvent(QPointF(place), copy, data, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(receiver, drop)
    qtbot.wait(50)
    assert "inspect" not in session.verbs.calls
    unlock(qtbot, lock)


def test_that_files_of_a_second_start_wait_until_it_is_unlocked(window, lock, session, tmp_path, qtbot):
    lock.lock()
    window.bring_forward((tmp_path,))
    qtbot.wait(50)
    assert "inspect" not in session.verbs.calls
    assert NAME not in texts_to_be_seen()
    unlock(qtbot, lock)
    qtbot.waitUntil(lambda: "inspect" in session.verbs.calls)


def test_that_jobs_and_saving_go_on_and_are_said(window, lock, session, qtbot):
    lock.lock()
    release = []
    job = session.compute.start(lambda progress: [progress.step(0, 1, "x"), _wait(release)])
    done = []
    job.succeeded.connect(done.append)
    qtbot.waitUntil(lambda: "(1)" in panel()._work.text())
    session.model.set_clinical(ui_builder.a_record(age_years=62.0))
    qtbot.waitUntil(lambda: _kept_age(session) == 62.0)
    release.append(True)
    qtbot.waitUntil(lambda: bool(done))
    assert lock.is_locked
    assert NAME not in texts_to_be_seen()
    unlock(qtbot, lock)


def _kept_age(session) -> float | None:
    kept = [entry for entry in session.library.list().entries if entry.case_id == session.keeper.case_id]
    return kept[0].age_years if kept else None


def _wait(release: list) -> None:
    while not release:
        time.sleep(0.01)


def test_that_the_language_is_switched_behind_it(window, lock, session, qtbot):
    lock.lock()
    panel().language_asked.emit()
    qtbot.waitUntil(lambda: panel()._go.text() == "继续")
    qtbot.wait(50)
    assert language.current() == "zh"
    assert NAME not in texts_to_be_seen()
    assert curtains_of(window)[0].isVisible()
    unlock(qtbot, lock)
    assert NAME in texts_to_be_seen()


def test_that_being_locked_and_unlocked_is_recorded(window, lock, session, qtbot):
    session.open_library()
    qtbot.waitUntil(lambda: session.library_state is not None)
    lock.lock()
    unlock(qtbot, lock)
    actions = (AuditAction.SCREEN_LOCKED, AuditAction.SCREEN_UNLOCKED)
    qtbot.waitUntil(lambda: len([r for r in session.library.audit_rows() if r.event.action in actions]) == 2)
    rows = [row.event for row in session.library.audit_rows() if row.event.action in actions]
    assert [(event.action, event.detail) for event in rows] == list(zip(actions, ("asked", "continue"), strict=True))


def test_that_with_a_pin_only_the_pin_unlocks(window, lock, session, qtbot):
    session.settings.screen_pin = keep_pin("2468-x")
    lock.lock()
    assert not panel()._go.isEnabled()
    attempt(qtbot, "2468-y")
    qtbot.waitUntil(lambda: "not the PIN" in panel()._said.text())
    assert lock.is_locked
    assert session.settings.wrong_unlocks == 1
    attempt(qtbot, "2468-x")
    qtbot.waitUntil(lambda: not lock.is_locked)
    assert session.settings.wrong_unlocks == 0


def attempt(qtbot, text: str) -> None:
    shown = panel()
    shown._line.setText(text)
    QTest.keyClick(shown._line, Qt.Key.Key_Return)


def test_that_wrong_tries_make_one_wait_longer_each_time_also_after_a_new_start(window, session, qtbot):
    assert [wait_after(n) for n in (0, 1, 2, 3, 4, 5, 9, 500)] == [0, 0, 0, 5, 10, 20, 300, 300]
    clock = Clock()
    session.settings.screen_pin, session.settings.wrong_unlocks = keep_pin("123456"), 4
    lock = ScreenLock(session, clock)
    lock.lock()
    qtbot.wait(20)
    assert "10 s" in panel()._said.text()
    assert not panel()._line.isEnabled()
    clock.wall_s += 10_000
    lock._unlocking._show_wait()
    assert not panel()._line.isEnabled()
    clock.pass_(10)
    lock._unlocking._show_wait()
    attempt(qtbot, "123456")
    qtbot.waitUntil(lambda: not lock.is_locked)
    lock.close()


def test_that_ending_and_starting_the_program_unlocks_nothing(window, session, qtbot, tmp_path):
    session.settings.screen_pin = keep_pin("123456")
    session.screen_lock.lock()
    session.screen_lock.close()
    again = ScreenLock(session)
    assert again.is_locked
    assert session.settings.screen_locked
    late = QWidget()
    QLabel(NAME, late)
    late.show()
    qtbot.wait(20)
    assert NAME not in texts_to_be_seen()
    again.close()
    late.close()
    late.deleteLater()


def test_that_the_passphrase_of_an_encrypted_library_goes_before_a_pin(window, lock, session, qtbot, tmp_path):
    session.settings.screen_pin = keep_pin("123456")
    session.set_library_state(LibraryState(tmp_path, is_encrypted=True))
    lock.remember_passphrase("correct horse battery staple")
    assert lock._unlocking.way is Way.PASSPHRASE
    lock.lock()
    attempt(qtbot, "123456")
    qtbot.waitUntil(lambda: "not the passphrase" in panel()._said.text())
    attempt(qtbot, "correct horse battery staple")
    qtbot.waitUntil(lambda: not lock.is_locked)
    session.set_library_state(LibraryState(tmp_path))
    assert lock._unlocking.way is Way.PIN


@pytest.mark.parametrize(
    ("minutes", "after_s", "locks"), [(15, 899, False), (15, 900, True), (1, 60, True), (0, 1e6, False)]
)
def test_that_it_locks_after_as_long_as_was_chosen(window, session, qtbot, minutes, after_s, locks):
    clock = Clock()
    lock = ScreenLock(session, clock)
    lock.idle.minutes = minutes
    clock.pass_(after_s)
    lock.idle.look()
    assert lock.is_locked is locks
    lock.close()


def test_that_a_computer_that_slept_counts_as_idle(window, session):
    clock = Clock()
    lock = ScreenLock(session, clock)
    clock.wall_s += 3600
    lock.idle.look()
    assert lock.is_locked
    lock.close()


@pytest.mark.parametrize("touch", ["key", "mouse", "wheel", "other window"])
def test_that_a_touch_in_any_window_keeps_it_open(window, session, qtbot, touch):
    clock = Clock()
    idle = IdleWatch(clock)
    idle.look()
    fell = []
    idle.fell_idle.connect(lambda: fell.append(True))
    other = QDialog(window)
    other.show()
    qtbot.waitExposed(other)
    idle.look()
    clock.pass_(890)
    if touch == "key":
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    elif touch == "mouse":
        QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
        QTest.mouseMove(window.windowHandle(), QPoint(50, 50))
    elif touch == "wheel":
        QTest.wheelEvent(window.windowHandle(), QPointF(300, 300), QPoint(0, 120))
    else:
        QTest.mouseClick(other.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.wait(20)
    clock.pass_(20)
    idle.look()
    assert fell == []
    clock.pass_(900)
    idle.look()
    assert fell == [True]
    other.close()
    idle.stop()
    idle.deleteLater()


def test_that_what_a_site_chose_is_used_once_the_library_is_open(window, session, qtbot):
    session.open_library()
    qtbot.waitUntil(lambda: session.library_state is not None)
    job = session.in_library(lambda library: library.keep_settings(_three_minutes(library.settings())))
    qtbot.waitSignal(job.ended)
    session.set_library_state(LibraryState(Path("elsewhere")))
    qtbot.waitUntil(lambda: session.screen_lock.idle.minutes == 3)


def _three_minutes(settings):
    return replace(settings, lock_after_minutes=3)


def test_that_the_filter_for_input_is_gone_once_it_is_open(window, lock, session, qtbot):
    lock.lock()
    unlock(qtbot, lock)
    button = window.desk
    event = QEvent(QEvent.Type.ToolTip)
    assert lock._curtains.panel is None
    assert not [child for child in window.children() if isinstance(child, Curtain) and child.isVisible()]
    QApplication.sendEvent(button, event)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.settings.theme == "light")


@pytest.mark.skipif(sys.platform == "win32", reason="measured where the clock is fine")
def test_that_watching_costs_painting_nothing(window, session):
    """The filter stands on native windows alone: a widget's own events never come by it."""
    seen = []
    idle = IdleWatch(Clock())
    idle.eventFilter = lambda watched, event: seen.append(watched) or False  # type: ignore[method-assign]
    idle.look()
    window.desk.repaint()
    QApplication.processEvents()
    assert not [watched for watched in seen if isinstance(watched, QWidget)]
    idle.stop()


def test_that_what_the_program_hid_meanwhile_stays_hidden_and_what_it_showed_is_there(window, lock, qtbot):
    dialog = QDialog(window)
    at_work, done, other = (QLabel(words, dialog) for words in ("at work", "done", "other"))
    done.hide()
    dialog.show()
    lock.lock()
    at_work.hide()
    done.show()
    qtbot.wait(20)
    assert not done.isVisible()
    unlock(qtbot, lock)
    assert [at_work.isVisible(), done.isVisible(), other.isVisible()] == [False, True, True]
    dialog.close()


def test_that_the_program_itself_may_still_close_its_dialog(window, lock, qtbot):
    dialog = QDialog(window)
    dialog.show()
    lock.lock()
    qtbot.wait(20)
    dialog.accept()
    assert not dialog.isVisible()
    unlock(qtbot, lock)
    assert not dialog.isVisible()


@pytest.mark.parametrize("kind", [Qt.WindowType.Popup, Qt.WindowType.ToolTip])
def test_that_a_bubble_that_pops_up_while_it_is_locked_is_never_painted(window, lock, qtbot, kind):
    painted: list[bool] = []

    class Bubble(QLabel):
        def paintEvent(self, event) -> None:
            painted.append(True)

    lock.lock()
    qtbot.wait(20)
    bubble = Bubble(NAME, window, kind)
    bubble.show()
    bubble.repaint()
    qtbot.wait(50)
    assert painted == []
    assert not bubble.isVisible()
    unlock(qtbot, lock)


def test_that_a_popup_that_does_not_want_to_close_holds_nothing_up(window, lock, qtbot):
    class Stubborn(QWidget):
        def closeEvent(self, event) -> None:
            event.ignore()

    popup = Stubborn(window, Qt.WindowType.Popup)
    popup.show()
    lock.lock()
    qtbot.wait(20)
    assert not popup.isVisible()
    unlock(qtbot, lock)


def test_that_a_title_that_is_set_while_it_is_locked_is_not_seen_and_comes_with_the_rest(window, lock, qtbot):
    dialog = QDialog(window)
    dialog.show()
    lock.lock()
    qtbot.wait(20)
    dialog.setWindowTitle(f"Report of {NAME}")
    qtbot.wait(20)
    assert NAME not in dialog.windowTitle()
    assert NAME not in dialog.windowHandle().title()
    unlock(qtbot, lock)
    assert dialog.windowTitle() == f"Report of {NAME}"
    dialog.close()


def test_that_a_theme_that_changes_while_it_is_locked_uncovers_nothing(window, lock, session, qtbot):
    lock.lock()
    qtbot.wait(20)
    was = theme.current().name
    theme.use(QApplication.instance(), "light" if was == "dark" else "dark")
    qtbot.wait(50)
    assert NAME not in texts_to_be_seen()
    assert panel().isVisible()
    theme.use(QApplication.instance(), was)
    unlock(qtbot, lock)
