"""The Report screen: in which language, to which place, and that it is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedWidget, QWidget

from hccdesk.domain.result import CaseResult
from hccdesk.ui import language
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, card, column, label, row

CARD_PX = 640


class ReportScreen(QWidget):
    """The screen.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._session = session
        self._saved: Path | None = None
        self._stack = QStackedWidget()
        self._languages, self._stale = QComboBox(), label("", "warning", wrap=True)
        self._save = button(self.tr("Save PDF …"), "primary", "content-save-outline")
        self._save_all = button(self.tr("Save everything …"), "", "folder-zip-outline")
        self._open = button(self.tr("Open"), "", "open-in-new")
        self._place = label("", "muted", wrap=True)
        self._lay_out()
        self._save.clicked.connect(self._ask_for_file)
        self._save_all.clicked.connect(self._ask_for_folder)
        self._open.clicked.connect(self._open_saved)
        session.model.result_changed.connect(self._show_state)
        self._show_state()

    def save_pdf(self, path: Path) -> None:
        """Write the report there in the background."""
        result, written = self._session.model.result, self._languages.currentData()
        if result is None:
            return
        verbs = self._session.verbs
        job = self._session.compute.start(
            lambda _: verbs.write_report(result, path, written), self.tr("Writing the report")
        )
        self._follow(job, result)

    def save_all(self, folder: Path) -> None:
        """Write report, result.json and figures into a folder in the background."""
        result, written = self._session.model.result, self._languages.currentData()
        if result is None:
            return
        verbs = self._session.verbs
        job = self._session.compute.start(
            lambda _: verbs.write_outputs(result, folder, written).report, self.tr("Writing the report")
        )
        self._follow(job, result)

    def _follow(self, job: RunningJob, result: CaseResult) -> None:
        self._session.board.clear("report")
        self._save.setEnabled(False)
        self._save_all.setEnabled(False)
        deliver(job, self, partial(self._on_saved, result))
        job.failed.connect(self._on_failed)
        job.ended.connect(self._show_state)

    def _on_saved(self, result: CaseResult, path: Path) -> None:
        self._saved = path
        self._session.report_saved_for = result
        self._session.report_saved.emit()
        time = self._session.now().strftime("%H:%M:%S")
        self._place.setText(self.tr("Saved {time}: {path}").format(time=time, path=path))
        self._open.show()

    def _on_failed(self, error: BaseException) -> None:
        self._place.setText(self.tr("Not saved; the problem list says why."))
        self._session.board.replace("report", lines_of_error(error, "report"))

    def _show_state(self) -> None:
        model = self._session.model
        self._stack.setCurrentIndex(1 if model.result else 0)
        self._save.setEnabled(model.result is not None)
        self._save_all.setEnabled(model.result is not None)
        self._stale.setVisible(model.result is not None and not model.result_is_current)
        if model.result is None:
            self._place.setText("")
            self._open.hide()

    def _ask_for_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save PDF"), "report.pdf", self.tr("PDF (*.pdf)"))
        if chosen:
            self.save_pdf(Path(chosen))

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for report, result and pictures"))
        if chosen:
            self.save_all(Path(chosen))

    def _open_saved(self) -> None:
        if self._saved:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "file-document-outline",
            self.tr("Nothing to report yet"),
            self.tr("The report is made from a result. Analyse the case first."),
            self.tr("Go to the results"),
        )
        nothing.asked.connect(lambda: self.go_to.emit("results"))
        page = QWidget()
        layout = column(page, 32, 16)
        layout.addWidget(self._stale)
        middle = row()
        middle.addStretch(1)
        middle.addWidget(self._card())
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)
        self._stack.addWidget(nothing)
        self._stack.addWidget(page)
        column(self).addWidget(self._stack)
        self._stale.setText(self.tr("▲ The inputs have changed since this result was made. Analyse again first."))
        self._open.hide()

    def _card(self) -> QWidget:
        frame, body = card(24, 12)
        frame.setFixedWidth(CARD_PX)
        body.addWidget(label(self.tr("Report for the tumour board"), "section"))
        about = self.tr(
            "Page 1: summary, both response models, progression-free survival, applicability, signatures. "
            "Page 2: key images, curve, nomogram. Annexes: inputs, models, traceability, limitations."
        )
        body.addWidget(label(about, "muted", wrap=True))
        choice = row(spacing=8)
        choice.addWidget(label(self.tr("Language of the report")))
        for code, name in ((language.ENGLISH, "English"), (language.CHINESE, "简体中文")):
            self._languages.addItem(name, code)
        self._languages.setCurrentIndex(self._languages.findData(language.current()))
        self._languages.setAccessibleName(self.tr("Language of the report"))
        choice.addWidget(self._languages)
        choice.addStretch(1)
        acts = row(spacing=8)
        for widget in (self._save, self._save_all, self._open):
            acts.addWidget(widget)
        acts.addStretch(1)
        body.addLayout(choice)
        body.addLayout(acts)
        body.addWidget(self._place)
        return frame
