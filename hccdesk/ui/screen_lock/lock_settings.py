"""The settings of the screen lock: after how long, and with which PIN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.jobs import deliver
from hccdesk.ui.screen_lock.host import LockHost
from hccdesk.ui.spoken import say_error
from hccdesk.ui.widgets.pieces import button, column, label, line, row, set_role

MOST_MINUTES = 240
LEAST_CHARACTERS = 6


class LockSettings(QWidget):
    """Minutes, and a PIN that is set, changed or removed; the PIN there is must be typed first."""

    def __init__(self, session: LockHost) -> None:
        super().__init__()
        self._session = session
        self._minutes = QSpinBox()
        self._minutes.setRange(0, MOST_MINUTES)
        self._minutes.setValue(session.screen_lock.idle.minutes)
        self._minutes.setSpecialValueText(self.tr("never"))
        self._minutes.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._minutes.setSuffix(self.tr(" min"))
        self._minutes.setAccessibleName(self.tr("Lock the screen after minutes without a touch"))
        self._now, self._new, self._again = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name in (
            (self._now, self.tr("PIN now")),
            (self._new, self.tr("New PIN")),
            (self._again, self.tr("New PIN once more")),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setMaximumWidth(260)
            field.textChanged.connect(self._enable)
        self._set = button(self.tr("Set the PIN"), "primary")
        self._remove = button(self.tr("Remove the PIN"))
        self._said = label("", "muted", wrap=True)
        self._lay_out()
        self._minutes.editingFinished.connect(self._keep_minutes)
        self._set.clicked.connect(self._ask_to_set)
        self._remove.clicked.connect(self._ask_to_remove)
        session.library_changed.connect(self._show_minutes)
        self._show_state()

    def _lay_out(self) -> None:
        after = row(spacing=8)
        after.addWidget(label(self.tr("Lock the screen after")))
        after.addWidget(self._minutes)
        after.addWidget(label(self.tr("without a touch; at once with Ctrl+Shift+L."), "muted"), 1)
        layout = column(self, 16, 12)
        layout.addLayout(after)
        layout.addWidget(line())
        layout.addWidget(label(self.tr("PIN"), "group"))
        words = self.tr(
            "Where the library is encrypted, its passphrase unlocks the screen. Otherwise a PIN does, of at least "
            "{least} characters; without one anybody can continue. It keeps passers-by from looking in and encrypts "
            "nothing: the computer's own lock and an encrypted library protect the data."
        ).format(least=LEAST_CHARACTERS)
        layout.addWidget(label(words, "muted", wrap=True))
        for field in (self._now, self._new, self._again):
            layout.addWidget(field)
        acts = row(spacing=8)
        acts.addWidget(self._set)
        acts.addWidget(self._remove)
        acts.addStretch(1)
        layout.addLayout(acts)
        layout.addWidget(self._said)
        layout.addStretch(1)

    def _show_state(self) -> None:
        there = bool(self._session.settings.screen_pin)
        self._now.setVisible(there)
        self._remove.setVisible(there)
        self._set.setText(self.tr("Change the PIN") if there else self.tr("Set the PIN"))
        for field in (self._now, self._new, self._again):
            field.clear()
        self._enable()

    @Slot()
    def _show_minutes(self) -> None:
        if not self._minutes.hasFocus():
            self._minutes.setValue(self._session.screen_lock.idle.minutes)

    @Slot()
    def _enable(self) -> None:
        known = not self._session.settings.screen_pin or bool(self._now.text())
        long_enough = len(self._new.text()) >= LEAST_CHARACTERS
        self._set.setEnabled(known and long_enough and self._new.text() == self._again.text())
        self._remove.setEnabled(known)

    def _keep_minutes(self) -> None:
        minutes = self._minutes.value()
        if minutes == self._session.screen_lock.idle.minutes:
            return
        self._session.screen_lock.idle.minutes = minutes
        job = self._session.in_library(lambda library: _keep(library, minutes))
        job.failed.connect(self._say_fault)

    def _ask_to_set(self) -> None:
        new = self._new.text()
        self._with_pin(partial(self._hash, new))

    def _ask_to_remove(self) -> None:
        self._with_pin(lambda: self._take("", self.tr("The PIN was removed.")))

    def _with_pin(self, then: Callable[[], None]) -> None:
        """Go on where the PIN that there is was typed, or there is none."""
        typed, kept = self._now.text(), self._session.settings.screen_pin
        if not kept:
            then()
            return
        job = self._session.tiles.start(lambda _: _is_pin(typed, kept))
        deliver(job, self, lambda right: then() if right else self._say_wrong())

    def _hash(self, new: str) -> None:
        job = self._session.tiles.start(lambda _: _kept(new))
        deliver(job, self, lambda kept: self._take(kept, self.tr("The PIN was set.")))

    def _take(self, kept: str, said: str) -> None:
        self._session.settings.screen_pin = kept
        self._session.settings.wrong_unlocks = 0
        self._session.record(AuditEvent(AuditAction.SETTINGS_CHANGED, detail="screen pin"))
        self._show_state()
        set_role(self._said, "muted")
        self._said.setText(said)

    def _say_wrong(self) -> None:
        set_role(self._said, "problem")
        self._said.setText(self.tr("This is not the PIN."))
        self._now.clear()

    @Slot(object)
    def _say_fault(self, error: BaseException) -> None:
        set_role(self._said, "problem")
        self._said.setText(say_error(error) if isinstance(error, HccdeskError) else type(error).__name__)


def _keep(library: CaseLibrary, minutes: int) -> None:
    library.keep_settings(replace(library.settings(), lock_after_minutes=minutes))


def _is_pin(typed: str, kept: str) -> bool:
    from hccdesk.workflow.screen_pin import is_screen_pin  # noqa: PLC0415 - on the worker

    return is_screen_pin(typed, kept)


def _kept(pin: str) -> str:
    from hccdesk.workflow.screen_pin import keep_pin  # noqa: PLC0415 - on the worker

    return keep_pin(pin)
