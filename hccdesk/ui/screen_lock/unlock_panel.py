"""What is to be seen while the screen is locked: how to go on, and what the lock is good for. Nothing of a patient."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from hccdesk.ui import language, theme
from hccdesk.ui.widgets.pieces import button, column, empty, label, row, set_role

WIDTH_PX = 400


class Way(StrEnum):
    """How the screen is unlocked."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a word, not a secret
    PIN = "pin"
    CONTINUE = "continue"


class UnlockPanel(QWidget):
    """One line to type in where something is asked for, and a button.

    Signals: `tried(str)` what was typed; `language_asked`.
    """

    tried = Signal(str)
    language_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("unlock")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._way, self._fault, self._seconds, self._busy, self._jobs = Way.CONTINUE, "", 0, False, 0
        self._may_switch = True
        self._line = QLineEdit(self)
        self._layout = column(self, 0, 12)
        self._build()

    def show_way(self, way: Way, *, may_switch: bool) -> None:
        """Ask for this; the language can be switched where nothing would be closed by it."""
        if (way, may_switch) != (self._way, self._may_switch):
            self._way, self._may_switch = way, may_switch
            self._build()

    def show_jobs(self, running: int) -> None:
        """So many jobs go on behind it."""
        self._jobs = running
        self._work.setText(self._work_words())

    def show_wrong(self, seconds: int) -> None:
        """It was not the right one; the next try is possible in so many seconds."""
        self._busy = False
        self._fault = {
            Way.PASSPHRASE: self.tr("This is not the passphrase of the library."),
            Way.PIN: self.tr("This is not the PIN."),
            Way.CONTINUE: "",
        }[self._way]
        self._line.clear()
        self.show_wait(seconds)

    def show_wait(self, seconds: int) -> None:
        """Nothing can be tried for so long; 0: now."""
        self._seconds = seconds
        wait = self.tr("Try again in {seconds} s.").format(seconds=seconds) if seconds > 0 else ""
        self._said.setText(" ".join(part for part in (self._fault, wait) if part))
        self._said.setVisible(bool(self._said.text()))
        self._enable()
        if seconds <= 0:
            self.take_keyboard()

    def show_busy(self) -> None:
        """What was typed is being compared."""
        self._busy, self._fault = True, ""
        self._said.hide()
        self._enable()

    def take_keyboard(self) -> None:
        """The line, or the button where there is none."""
        (self._go if self._way is Way.CONTINUE else self._line).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the other language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._build()
        super().changeEvent(event)

    def _build(self) -> None:
        typed = self._line.text()
        self._line.hide()
        self._line.deleteLater()
        empty(self._layout)
        self._line = QLineEdit(typed)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setAcceptDrops(False)
        self._line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._go = button(self.tr("Continue") if self._way is Way.CONTINUE else self.tr("Unlock"), "primary")
        self._said = label("", "fault", wrap=True)
        self._work = label(self._work_words(), "muted", wrap=True)
        other = language.current() != language.CHINESE
        switch = button("中文" if other else "English", "quiet", "translate")
        self._line.returnPressed.connect(self._try)
        self._line.textChanged.connect(self._enable)
        self._go.clicked.connect(self._try)
        switch.clicked.connect(self.language_asked)
        self._lay_out(switch)
        switch.setVisible(self._may_switch)
        self.show_wait(self._seconds)

    def _lay_out(self, switch: QWidget) -> None:
        picture = label()
        picture.setPixmap(theme.current().icon("lock-outline", "accent").pixmap(40, 40))
        self._layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        title = label(self.tr("The screen is locked"), "section")
        self._layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        asked, explained = self._words()
        if self._way is Way.CONTINUE:
            self._line.hide()
            self._line.setParent(self)
        else:
            named = label(asked)
            named.setBuddy(self._line)
            self._line.setAccessibleName(asked)
            self._layout.addWidget(named)
            self._layout.addWidget(self._line)
        for part in (self._said, label(explained, "muted", wrap=True), self._work):
            part.setFixedWidth(WIDTH_PX)
            self._layout.addWidget(part)
        set_role(self._said, "fault")
        acts = row(spacing=8)
        acts.addWidget(switch)
        acts.addStretch(1)
        acts.addWidget(self._go)
        self._layout.addLayout(acts)

    def _words(self) -> tuple[str, str]:
        if self._way is Way.PASSPHRASE:
            return (
                self.tr("Passphrase of the library"),
                self.tr("The library is encrypted on the disk; while the program runs, it is open behind this screen."),
            )
        if self._way is Way.PIN:
            return (
                self.tr("PIN of this program"),
                self.tr(
                    "The PIN keeps others at this desk from looking in. It encrypts nothing: the computer's own lock "
                    "and an encrypted library do."
                ),
            )
        return "", self.tr(
            "This is only a privacy screen: anybody can continue, since no PIN was set. What protects is the "
            "computer's own lock."
        )

    def _work_words(self) -> str:
        if self._jobs == 0:
            return self.tr("Saving goes on by itself.")
        return self.tr("Work that was started goes on ({n}).").format(n=self._jobs)

    def _enable(self) -> None:
        open_ = not self._busy and self._seconds <= 0
        self._line.setEnabled(open_)
        self._go.setEnabled(open_ and (self._way is Way.CONTINUE or bool(self._line.text())))

    def _try(self) -> None:
        if self._go.isEnabled():
            self.tried.emit(self._line.text())
