"""The settings of the screen lock: minutes are kept with the library, a PIN is set, changed and removed with care."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hccdesk.domain.audit import AuditAction
from hccdesk.ui.screen_lock.lock_settings import LockSettings
from hccdesk.workflow.screen_pin import is_screen_pin, keep_pin


@pytest.fixture
def settings(session, qtbot):
    session.open_library()
    qtbot.waitUntil(lambda: session.library_state is not None and not session.keeping.running)
    made = LockSettings(session)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_that_other_minutes_count_at_once_and_are_kept(settings, session, qtbot):
    assert settings._minutes.value() == 15
    settings._minutes.setValue(3)
    QTest.keyClick(settings._minutes, Qt.Key.Key_Return)
    assert session.screen_lock.idle.minutes == 3
    qtbot.waitUntil(lambda: not session.keeping.running)
    assert session.library.settings().lock_after_minutes == 3
    settings._minutes.setValue(0)
    assert settings._minutes.text() == "never"


@pytest.mark.parametrize(
    ("new", "again", "may"),
    [("12345", "12345", False), ("123456", "123457", False), ("张三丰的架子", "张三丰的架子", True)],
)
def test_that_a_pin_is_long_enough_and_typed_twice(settings, new, again, may):
    settings._new.setText(new)
    settings._again.setText(again)
    assert settings._set.isEnabled() is may


def test_that_a_pin_that_was_set_is_kept_unreadably_and_recorded(settings, session, qtbot):
    settings._new.setText("123456")
    settings._again.setText("123456")
    settings._set.click()
    qtbot.waitUntil(lambda: bool(session.settings.screen_pin))
    assert is_screen_pin("123456", session.settings.screen_pin)
    assert "123456" not in session.settings.screen_pin
    assert settings._new.text() == ""
    qtbot.waitUntil(lambda: not session.keeping.running)
    assert session.library.audit_rows()[-1].event.action is AuditAction.SETTINGS_CHANGED


def test_that_it_is_changed_and_removed_only_by_who_knows_it(settings, session, qtbot):
    kept = session.settings.screen_pin = keep_pin("123456")
    settings._show_state()
    assert not settings._remove.isEnabled()
    settings._now.setText("654321")
    settings._remove.click()
    qtbot.waitUntil(lambda: "not the PIN" in settings._said.text())
    assert session.settings.screen_pin == kept
    settings._now.setText("123456")
    settings._new.setText("abcdef")
    settings._again.setText("abcdef")
    settings._set.click()
    qtbot.waitUntil(lambda: session.settings.screen_pin != kept)
    assert is_screen_pin("abcdef", session.settings.screen_pin)
    settings._now.setText("abcdef")
    settings._remove.click()
    qtbot.waitUntil(lambda: not session.settings.screen_pin)
    assert not settings._remove.isVisible()
