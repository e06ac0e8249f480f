"""One PACS as one types it in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QLineEdit, QSpinBox, QWidget

from hccdesk.domain.delivery import PacsNode, TlsChoice
from hccdesk.ui.widgets.pieces import button, label, row

LONGEST_TIMEOUT_S = 600
FIRST_PORT = 104


class NodeForm(QWidget):
    """The fields.

    Signals: `edited()` something was typed.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name, self._host = _line(self.tr("Name")), _line(self.tr("Address"))
        self._port, self._timeout = _number(self.tr("Port"), 65535), _number(self.tr("Longest wait"), LONGEST_TIMEOUT_S)
        self._called, self._calling = _line(self.tr("Its AE title"), 16), _line(self.tr("Our AE title"), 16)
        self._way, self._receive = QComboBox(), _number(self.tr("Our port"), 65535)
        self._secure = QCheckBox(self.tr("Encrypted (TLS)"))
        self._authority, self._certificate, self._key = (
            _FileLine(self.tr("Authority (PEM)")),
            _FileLine(self.tr("Our certificate")),
            _FileLine(self.tr("Its key")),
        )
        self._host_name = QCheckBox(self.tr("Its certificate must name the address"))
        self._prepare()
        self._lay_out()
        self.show_node(None)

    def show_node(self, node: PacsNode | None) -> None:
        """This PACS, or an empty form for a new one."""
        shown = node or PacsNode("", "", FIRST_PORT, "")
        tls = shown.tls
        for field, text in (
            (self._name, shown.name),
            (self._host, shown.host),
            (self._called, shown.called_ae),
            (self._calling, shown.calling_ae),
        ):
            field.setText(text)
        self._port.setValue(shown.port)
        self._timeout.setValue(int(shown.timeout_s))
        self._way.setCurrentIndex(0 if shown.prefer_get else 1)
        self._receive.setValue(shown.receive_port)
        self._secure.setChecked(tls is not None)
        self._authority.show_path(tls.authority if tls else None)
        self._certificate.show_path(tls.certificate if tls else None)
        self._key.show_path(tls.key if tls else None)
        self._host_name.setChecked(tls is None or tls.check_host_name)
        self._enable()

    def node(self) -> PacsNode:
        """What is typed in; whether it is one is checked where it is kept or used."""
        return PacsNode(
            self._name.text().strip(),
            self._host.text().strip(),
            self._port.value(),
            self._called.text().strip(),
            self._calling.text().strip(),
            self._tls(),
            float(self._timeout.value()),
            self._way.currentIndex() == 0,
            self._receive.value(),
        )

    def _tls(self) -> TlsChoice | None:
        if not self._secure.isChecked():
            return None
        return TlsChoice(
            self._authority.path() or Path(), self._certificate.path(), self._key.path(), self._host_name.isChecked()
        )

    def _enable(self) -> None:
        secure, moves = self._secure.isChecked(), self._way.currentIndex() == 1
        for field in (self._authority, self._certificate, self._key, self._host_name):
            field.setEnabled(secure)
        self._receive.setEnabled(moves)

    def _on_edit(self) -> None:
        self._enable()
        self.edited.emit()

    def _prepare(self) -> None:
        self._way.addItems([self.tr("over our connection (C-GET)"), self.tr("sent to a port of ours (C-MOVE)")])
        self._way.setAccessibleName(self.tr("Images come"))
        self._timeout.setSuffix(" s")
        for line in (self._name, self._host, self._called, self._calling):
            line.textEdited.connect(self._on_edit)
        for number in (self._port, self._timeout, self._receive):
            number.valueChanged.connect(self._on_edit)
        self._way.currentIndexChanged.connect(self._on_edit)
        for box in (self._secure, self._host_name):
            box.toggled.connect(self._on_edit)
        for file in (self._authority, self._certificate, self._key):
            file.edited.connect(self._on_edit)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        pairs = (
            (self._name, self._timeout),
            (self._host, self._port),
            (self._called, self._calling),
            (self._way, self._receive),
        )
        for number, (left, right) in enumerate(pairs):
            for place, field in ((0, left), (2, right)):
                grid.addWidget(label(field.accessibleName(), "caption"), number, place)
                grid.addWidget(field, number, place + 1)
        grid.addWidget(self._secure, 4, 1)
        grid.addWidget(self._host_name, 4, 2, 1, 2)
        for number, file in enumerate((self._authority, self._certificate, self._key), start=5):
            grid.addWidget(label(file.name, "caption"), number, 0)
            grid.addWidget(file, number, 1, 1, 3)


class _FileLine(QWidget):
    """A file by its path.

    Signals: `edited()`.
    """

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self._text = _line(name)
        self._choose = button("…", "quiet")
        self._choose.setAutoDefault(False)
        self._choose.setAccessibleName(name)
        layout = row(self, spacing=4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._choose)
        self._choose.clicked.connect(self._ask)
        self._text.textEdited.connect(self.edited)

    def path(self) -> Path | None:
        """What is named, if anything is."""
        text = self._text.text().strip()
        return Path(text) if text else None

    def show_path(self, path: Path | None) -> None:
        """Another one."""
        self._text.setText(str(path) if path else "")

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.name, "", "PEM (*.pem *.crt *.cer *.key);;* (*)")
        if chosen:
            self._text.setText(chosen)
            self.edited.emit()


def _line(name: str, longest: int = 200) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(longest)
    made.setAccessibleName(name)
    return made


def _number(name: str, largest: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, largest)
    made.setAccessibleName(name)
    return made
