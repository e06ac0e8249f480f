"""The audit trail: who did what to which case and when, whether that record is whole, and a copy to hand out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QLineEdit, QTableView, QWidget

from hccdesk.domain.audit import AuditAction, AuditRow, AuditVerdict
from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.audit_view.act_table import ActTable, Searchable, Wanted, searchable
from hccdesk.ui.audit_view.act_words import action_words, utc_time
from hccdesk.ui.audit_view.finding_list import FindingList
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say_error
from hccdesk.ui.widgets.pieces import button, column, icon_button, label, row

SIZE_PX = (1240, 700)
COLUMNS_PX = (56, 176, 84, 100, 180, 84, 84, 160, 120, 60)
SEARCH_PAUSE_MS = 150


class AuditWindow(QDialog):
    """The acts in a table, the newest first, with what can be done with them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Audit trail"))
        self.resize(*SIZE_PX)
        self._session, self._was_unread = session, False
        self._acts = ActTable(self)
        self._cases, self._kinds, self._search = QComboBox(), QComboBox(), QLineEdit()
        self._table, self._count = QTableView(), label("", "muted")
        self._chosen = label("", "caption", wrap=True)
        self._findings = FindingList()
        self._verify = button(self.tr("Verify"), "", "shield-check-outline")
        self._export = button(self.tr("Export …"), "", "export-variant")
        self._again = icon_button("refresh", self.tr("Read the acts again (F5)"))
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._lay_out()
        self._cases.currentIndexChanged.connect(self._choose)
        self._kinds.currentIndexChanged.connect(self._choose)
        self._search.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._choose)
        self._table.selectionModel().currentRowChanged.connect(self._on_row)
        self._verify.clicked.connect(self._ask_verdict)
        self._export.clicked.connect(self._ask_where)
        self._again.clicked.connect(self.refresh)
        session.keeper.state_changed.connect(self._offer_case)
        session.library_changed.connect(self.refresh)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the acts again."""
        self._count.setText(self.tr("Reading the acts …"))
        job = self._session.in_library(_acts)
        deliver(job, self, self._on_acts)
        job.failed.connect(self._on_unread)

    def export_to(self, path: Path) -> None:
        """Write the acts and what checking them found to a file; that is an act too."""
        self._busy(self.tr("Writing the audit trail …"))
        job = self._session.in_library(lambda library: _exported(library, path))
        deliver(job, self, self._on_exported)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)

    def _ask_where(self) -> None:
        kinds = self.tr("Table (*.csv);;JSON Lines (*.jsonl)")
        name = f"audit-{self._session.now():%Y-%m-%d}.csv"
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Export the audit trail"), name, kinds)
        if chosen:
            path = Path(chosen)
            self.export_to(path if path.suffix else path.with_suffix(".jsonl" if "jsonl" in kind else ".csv"))

    def _ask_verdict(self) -> None:
        self._busy(self.tr("Checking every act; this takes a moment."))
        job = self._session.in_library(_verdict)
        deliver(job, self, self._on_verdict)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_ended)

    def _on_acts(self, acts: tuple[Searchable, ...]) -> None:
        if self._was_unread:
            self._was_unread = False
            self._findings.tell("")
        self._acts.take(acts)
        self._offer_kinds()
        self._choose()

    def _on_unread(self, error: BaseException) -> None:
        self._was_unread = True
        self._count.setText("")
        self._on_failed(error)

    def _on_verdict(self, verdict: AuditVerdict) -> None:
        self._findings.show_verdict(verdict, self._session.now())

    def _on_exported(self, exported: tuple[int, Path]) -> None:
        said = self.tr("{n} acts were written to {file}.")
        self._findings.tell(said.format(n=exported[0], file=exported[1]))
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        place = f"{error.where}: " if isinstance(error, HccdeskError) and error.where is not None else ""
        said = say_error(error) if isinstance(error, HccdeskError) else self.tr("This could not be done.")
        self._findings.tell(f"▲ {place}{said}", "problem")

    def _on_ended(self) -> None:
        self._verify.setEnabled(True)
        self._export.setEnabled(True)

    def _busy(self, said: str) -> None:
        self._verify.setEnabled(False)
        self._export.setEnabled(False)
        self._findings.tell(said)

    def _choose(self) -> None:
        case_id = self._session.shelf.open_id if self._cases.currentIndex() else None
        self._acts.want(Wanted(case_id, self._kind(), self._search.text()))
        shown, there = self._acts.rowCount(), self._acts.n_all
        said = self.tr("{there} acts") if shown == there else self.tr("{shown} of {there} acts")
        self._count.setText(said.format(shown=f"{shown:,}", there=f"{there:,}"))
        self._chosen.clear()

    def _on_row(self, index: QModelIndex) -> None:
        self._chosen.setText(self._whole(self._acts.row_at(index.row())) if index.isValid() else "")

    def _whole(self, act: AuditRow) -> str:
        said = self.tr("{time} · hccdesk {version} · sha256 {sha256} · after {previous}")
        return said.format(
            time=utc_time(act.at), version=act.software_version, sha256=act.sha256, previous=act.previous_sha256
        )

    def _kind(self) -> AuditAction | None:
        chosen = self._kinds.currentData()
        return AuditAction(chosen) if chosen else None

    def _offer_case(self) -> None:
        self._cases.setEnabled(self._session.shelf.open_id is not None)

    def _offer_kinds(self) -> None:
        """Only what there is; what was chosen stays chosen."""
        before = self._kinds.currentData()
        self._kinds.blockSignals(True)
        self._kinds.clear()
        self._kinds.addItem(self.tr("All acts"), "")
        for action in self._acts.actions():
            self._kinds.addItem(action_words(action), action.value)
        self._kinds.setCurrentIndex(max(0, self._kinds.findData(before)))
        self._kinds.blockSignals(False)

    def _lay_out(self) -> None:
        layout = column(self, 16, 12)
        intro = self.tr(
            "What was done, by whom and when. Rows are only ever added, each sealed with the one before; no patient's "
            "name is in them."
        )
        layout.addWidget(label(intro, "muted", wrap=True))
        layout.addLayout(self._filters())
        self._dress_table()
        layout.addWidget(self._table, 1)
        layout.addWidget(self._chosen)
        layout.addWidget(self._findings)
        layout.addLayout(self._foot())

    def _filters(self) -> QHBoxLayout:
        self._cases.addItems([self.tr("All cases"), self.tr("This case")])
        self._cases.setAccessibleName(self.tr("Cases"))
        self._kinds.setAccessibleName(self.tr("Kind of act"))
        self._kinds.addItem(self.tr("All acts"), "")
        self._kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._offer_case()
        filters = row(spacing=8)
        filters.addWidget(self._cases)
        filters.addWidget(self._kinds)
        filters.addWidget(self._search, 1)
        filters.addWidget(self._count)
        filters.addWidget(self._again)
        return filters

    def _dress_table(self) -> None:
        self._table.setModel(self._acts)
        self._table.setObjectName("acts")
        self._table.setAccessibleName(self.tr("Acts"))
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(30)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._table.setWordWrap(False)
        self._table.setShowGrid(False)
        self._table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._table.horizontalHeader().setStretchLastSection(True)
        self._table.horizontalHeader().setHighlightSections(False)
        for number, width in enumerate(COLUMNS_PX):
            self._table.setColumnWidth(number, width)

    def _foot(self) -> QHBoxLayout:
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        for one in (self._verify, self._export, close):
            one.setAutoDefault(False)  # Enter in the search is no wish to verify
        foot = row()
        foot.addWidget(self._verify)
        foot.addWidget(self._export)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot


def _acts(library: CaseLibrary) -> tuple[Searchable, ...]:
    return searchable(library.audit_rows())


def _verdict(library: CaseLibrary) -> AuditVerdict:
    return library.verify_audit()


def _exported(library: CaseLibrary, path: Path) -> tuple[int, Path]:
    from hccdesk.workflow.audit_export import export_audit  # noqa: PLC0415 - on the worker thread, when it is wanted

    return export_audit(library, path), path
