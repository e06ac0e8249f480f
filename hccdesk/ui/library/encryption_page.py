"""The library's encryption: on, off, another passphrase, and honestly what it covers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from hccdesk.ui.library.library_presenter import LibraryView
from hccdesk.ui.library.passphrase import LEAST_CHARACTERS, is_good, is_long_enough, typed
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role


class EncryptionPage(QWidget):
    """The page.

    Signals: `encrypt_asked(passphrase, current)`, `decrypt_asked(current)`; `current` is the passphrase that the
    library has now, empty where it has none.
    """

    encrypt_asked = Signal(str, str)
    decrypt_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._state = label("", "group", wrap=True)
        self._current = _line(self.tr("Present passphrase"))
        self._current_name = label(self._current.accessibleName())
        self._first, self._second = _line(self.tr("Passphrase")), _line(self.tr("Once more"))
        self._advice = label("", "caption", wrap=True)
        self._known = QCheckBox(self.tr("I know that nobody can read the library without the passphrase"))
        self._encrypt = button(self.tr("Encrypt the library"), "primary")
        self._decrypt = button(self.tr("Take the encryption away"))
        self._is_writable, self._is_encrypted = False, False
        self._lay_out()
        for line in (self._current, self._first, self._second):
            line.textChanged.connect(self._judge)
        self._known.toggled.connect(self._judge)
        self._encrypt.clicked.connect(self._ask)
        self._decrypt.clicked.connect(self._ask_to_decrypt)
        self._judge()

    def show_view(self, view: LibraryView) -> None:
        """As it is now."""
        encrypted = self._is_encrypted = view.state.is_encrypted
        self._is_writable = view.state.read_only is None
        self._state.setText(self.tr("● Encrypted") if encrypted else self.tr("○ Not encrypted"))
        self._encrypt.setText(self.tr("Change the passphrase") if encrypted else self.tr("Encrypt the library"))
        for part in (self._decrypt, self._current, self._current_name):
            part.setVisible(encrypted)
        self._judge()

    def forget(self) -> None:
        """What was typed is not kept in the window."""
        for line in (self._current, self._first, self._second):
            line.clear()
        self._known.setChecked(False)

    def _ask(self) -> None:
        passphrase, current = typed(self._first.text()), typed(self._current.text())
        self.forget()
        self.encrypt_asked.emit(passphrase, current)

    def _ask_to_decrypt(self) -> None:
        current = typed(self._current.text())
        self.forget()
        self.decrypt_asked.emit(current)

    def _judge(self) -> None:
        first, second = self._first.text(), self._second.text()
        same = bool(first) and typed(first) == typed(second)
        set_role(self._advice, "fault" if second and not same else "caption")
        self._advice.setText(self._advice_words(first, second, same))
        may = self._is_writable and (bool(self._current.text()) or not self._is_encrypted)
        self._encrypt.setEnabled(may and same and is_long_enough(first) and self._known.isChecked())
        self._decrypt.setEnabled(may and self._is_encrypted)

    def _advice_words(self, first: str, second: str, same: bool) -> str:
        if second and not same:
            return self.tr("The two are not the same.")
        if first and not is_long_enough(first):
            return self.tr("At least {n} characters; it may be as long as you like.").format(n=LEAST_CHARACTERS)
        if first and is_good(first):
            return self.tr("Long enough to be hard to guess.")
        return self.tr(
            "Four or five words that do not belong together are easier to remember and harder to guess than one word "
            "with digits. It may be as long as you like."
        )

    def _lay_out(self) -> None:
        covers = label(
            self.tr(
                "Encryption covers the database and its backups: names, values, regions, results, reports, opinions "
                "and the audit trail. It does not cover the copied CT and slides, files that you save elsewhere, nor "
                "what is on the screen. For the whole disk use what your computer has for it: BitLocker (Windows), "
                "FileVault (macOS), LUKS (Linux)."
            ),
            wrap=True,
        )
        lost = label(
            self.tr("A passphrase that is forgotten cannot be recovered by anybody. Keep it where you keep others."),
            "warning",
            wrap=True,
        )
        lines = QGridLayout()
        lines.setHorizontalSpacing(12)
        lines.setVerticalSpacing(8)
        lines.addWidget(self._current_name, 0, 0)
        lines.addWidget(self._current, 0, 1)
        for number, line in enumerate((self._first, self._second), start=1):
            lines.addWidget(label(line.accessibleName()), number, 0)
            lines.addWidget(line, number, 1)
        acts = row(spacing=8)
        acts.addWidget(self._decrypt)
        acts.addStretch(1)
        acts.addWidget(self._encrypt)
        layout = column(self, 16, 12)
        for part in (self._state, covers, lost):
            layout.addWidget(part)
        layout.addLayout(lines)
        layout.addWidget(self._advice)
        layout.addWidget(self._known)
        layout.addStretch(1)
        layout.addLayout(acts)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    return made
