"""What the program is made of: its version, its models and their kind, the libraries and their licences, a selftest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QTabWidget, QWidget

from hccdesk import __version__
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.help.licences import Library, libraries
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say_error, tell, words
from hccdesk.ui.widgets.pieces import button, column, label, row

if TYPE_CHECKING:
    from hccdesk.workflow.check_models import ModelCheck

SIZE_PX = (880, 560)


class AboutWindow(QDialog):
    """Version, models, libraries, selftest."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About hccdesk"))
        self.resize(*SIZE_PX)
        self._session = session
        self._run = button(self.tr("Check the models now"), "", "check-decagram-outline")
        self._said = label("", "muted", wrap=True)
        self._found = _table("checks", (self.tr("Model"), self.tr("Result"), self.tr("What was found")))
        self._lay_out()
        self._run.clicked.connect(self._check)

    def _check(self) -> None:
        verbs, device = self._session.verbs, self._session.device
        self._run.setEnabled(False)
        self._said.setText(self.tr("Checking; this takes a moment."))
        job = self._session.compute.start(lambda _: verbs.check_models(device), self.tr("Checking the models"))
        deliver(job, self, self._on_checked)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)

    def _on_checked(self, checks: tuple[ModelCheck, ...]) -> None:
        passed = sum(check.passed for check in checks)
        text = self.tr("{passed} of {all} checks passed, {time}.").format(
            passed=passed, all=len(checks), time=self._session.now().strftime("%Y-%m-%d %H:%M")
        )
        self._said.setText(text)
        marks = {True: self.tr("✓ passed"), False: self.tr("▲ failed")}
        _fill(self._found, [(check.model_id, marks[check.passed], tell(check.finding)) for check in checks])

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, HccdeskError):
            place = f"{error.where}: " if error.where is not None else ""
            self._said.setText(f"{place}{say_error(error)}")
        else:
            self._said.setText(self.tr("The check could not be run."))

    def _on_ended(self) -> None:
        self._run.setEnabled(True)

    def _lay_out(self) -> None:
        layout = column(self, 16, 12)
        layout.addWidget(label(f"hccdesk {__version__}", "section"))
        text = self.tr(
            "CT, biopsy slide and labs of an unresectable hepatocellular carcinoma become a report for the tumour "
            "board. Research use. Demonstration models are trained on synthetic patients: their numbers say nothing "
            "about a real one. Everything runs on this computer; nothing is sent anywhere unless you set a PACS up."
        )
        layout.addWidget(label(text, wrap=True))
        tabs = QTabWidget()
        tabs.addTab(self._models(), self.tr("Models"))
        tabs.addTab(self._checks(), self.tr("Selftest"))
        tabs.addTab(self._libraries(), self.tr("Libraries and licences"))
        layout.addWidget(tabs, 1)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(close)
        layout.addLayout(foot)

    def _models(self) -> QTableWidget:
        table = _table("models", (self.tr("Model"), self.tr("Version"), self.tr("Trained on"), self.tr("What it says")))
        kinds = {
            "phantom": self.tr("synthetic patients (demonstration)"),
            "public": self.tr("a public cohort"),
            "site": self.tr("this site's patients"),
        }
        rows = [
            (model.model_id, model.version, kinds[model.cohort_kind.value], words(model.title))
            for model in self._session.models
        ]
        unused = self.tr("▲ not used")
        rows += [(one.name, "", unused, say_error(one.fault)) for one in self._session.refused_models]
        _fill(table, rows)
        return table

    def _checks(self) -> QFrame:
        frame = QFrame()
        layout = column(frame, 12, 8)
        head = row(spacing=12)
        head.addWidget(self._run)
        head.addWidget(self._said, 1)
        layout.addLayout(head)
        layout.addWidget(self._found, 1)
        return frame

    def _libraries(self) -> QTableWidget:
        table = _table("libraries", (self.tr("Library"), self.tr("Version"), self.tr("Licence")))
        _fill(table, [_line(library) for library in libraries()])
        return table


def _line(library: Library) -> tuple[str, str, str]:
    return library.name, library.version, library.licence


def _table(name: str, titles: tuple[str, ...]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setObjectName(name)
    table.setHorizontalHeaderLabels(titles)
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setWordWrap(True)
    table.setShowGrid(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, lines: Sequence[tuple[str, ...]]) -> None:
    table.setRowCount(len(lines))
    put = partial(_put, table)
    for number, line in enumerate(lines):
        for column_number, text in enumerate(line):
            put(number, column_number, text)
    table.resizeRowsToContents()


def _put(table: QTableWidget, number: int, column_number: int, text: str) -> None:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    table.setItem(number, column_number, item)
