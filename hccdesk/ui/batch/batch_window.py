"""The window of a batch: a line a case, how far it is, what was wrong, and where the table is."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHeaderView, QProgressBar, QTreeWidget, QTreeWidgetItem, QWidget

from hccdesk.ui import theme
from hccdesk.ui.batch.batch_acts import BatchedCase, Fate, batch_of
from hccdesk.ui.case_keeping.entry_words import who
from hccdesk.ui.jobs import JobStep
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.session import Session
from hccdesk.ui.stages import stage_word
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

SIZE_PX = (760, 520)
ICONS = {
    Fate.WAITING: ("clock-outline", "muted"),
    Fate.RUNNING: ("play-circle-outline", "accent"),
    Fate.COMPUTED: ("check-circle-outline", "favours_response"),
    Fate.KEPT: ("check-circle-outline", "muted"),
    Fate.FAULTED: ("alert-circle-outline", "problem"),
    Fate.NOT_RUN: ("minus-circle-outline", "muted"),
}


class BatchWindow(QDialog):
    """Shows the session's batch; closing it stops nothing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Scores of several cases"))
        self.resize(*SIZE_PX)
        self._batch = batch_of(session)
        self._table = QTreeWidget()
        self._table.setHeaderLabels([self.tr("Patient"), self.tr("ID"), self.tr("State"), self.tr("What is wrong")])
        self._table.setRootIsDecorated(False)
        self._table.setAccessibleName(self.tr("Cases of the batch"))
        self._table.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._said = label("", wrap=True)
        self._where = label("", "muted", wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stop = button(self.tr("Stop"))
        self._show_folder = button(self.tr("Open the folder"), "", "folder-open-outline")
        self._close = button(self.tr("Close"), "primary")
        self._lay_out()
        self._batch.changed.connect(self._show)
        self._batch.progressed.connect(self._show_step)
        self._stop.clicked.connect(self._batch.cancel)
        self._show_folder.clicked.connect(self._open_folder)
        self._close.clicked.connect(self.close)
        self._show()

    @Slot()
    def _show(self) -> None:
        batch = self._batch
        cases = batch.cases
        if self._table.topLevelItemCount() != len(cases):
            self._table.clear()
            for case in cases:
                self._table.addTopLevelItem(QTreeWidgetItem([who(case.entry), case.entry.patient_id or "–"]))
        for place, case in enumerate(cases):
            item = self._table.topLevelItem(place)
            if item:
                self._fill(item, case)
        self._bar.setRange(0, max(len(cases), 1))
        self._bar.setValue(batch.done)
        self._bar.setVisible(batch.running)
        self._stop.setVisible(batch.running)
        self._stop.setEnabled(not batch.stopping)
        self._show_folder.setEnabled(batch.folder is not None and batch.folder.is_dir())
        self._say(self._summary(), "problem" if batch.fault else "")
        self._where.setText(str(batch.folder or ""))

    @Slot(object)
    def _show_step(self, step: JobStep) -> None:
        if self._batch.running and not self._batch.stopping:
            self._say(f"{self._summary()}  {stage_word(step.label)}", "")

    def _fill(self, item: QTreeWidgetItem, case: BatchedCase) -> None:
        item.setText(2, self._word(case.fate))
        item.setIcon(2, theme.current().icon(*ICONS[case.fate]))
        item.setText(3, "\n".join(_line(fault) for fault in case.faults))
        item.setToolTip(3, item.text(3))

    def _word(self, fate: Fate) -> str:
        return {
            Fate.WAITING: self.tr("waiting"),
            Fate.RUNNING: self.tr("at work"),
            Fate.COMPUTED: self.tr("scored"),
            Fate.KEPT: self.tr("scored before"),
            Fate.FAULTED: self.tr("not possible"),
            Fate.NOT_RUN: self.tr("not run"),
        }[fate]

    def _summary(self) -> str:
        batch = self._batch
        total, faulted = len(batch.cases), batch.count(Fate.FAULTED)
        if batch.fault:
            return "\n".join(_line(fault) for fault in batch.fault)
        if batch.running:
            said = self.tr("{done} of {total} cases done.").format(done=batch.done, total=total)
            return self.tr("Stopping …") if batch.stopping else said
        if not total:
            return self.tr("No cases were chosen.")
        scored = batch.count(Fate.COMPUTED) + batch.count(Fate.KEPT)
        text = self.tr("{scored} of {total} cases scored; scores.csv has a line for each.")
        said = text.format(scored=scored, total=total)
        wrong = self.tr("{n} could not be: faults.csv says why.").format(n=faulted) if faulted else ""
        return f"{said} {wrong}".strip()

    def _say(self, text: str, role: str) -> None:
        set_role(self._said, role)
        self._said.setText(text)

    def _open_folder(self) -> None:
        if self._batch.folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._batch.folder)))

    def _lay_out(self) -> None:
        header = self._table.header()
        header.setStretchLastSection(True)
        for place, width in enumerate((190, 110, 160)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(place, width)
        acts = row(spacing=8)
        acts.addWidget(self._show_folder)
        acts.addStretch(1)
        acts.addWidget(self._stop)
        acts.addWidget(self._close)
        layout = column(self, 20, 12)
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._where)
        layout.addLayout(acts)


def _line(fault: BoardProblem) -> str:
    where = f"{_role(fault.where)}: " if fault.where else ""
    return "\n".join(part for part in (f"{where}{fault.what}", fault.what_to_do) if part)


def _role(name: str) -> str:
    return {
        "ct": translate("BatchWindow", "CT"),
        "ct_roi": translate("BatchWindow", "tumour region"),
        "slide": translate("BatchWindow", "slide"),
        "slide_roi": translate("BatchWindow", "outline on the slide"),
    }.get(name, name)
