"""PACS and delivery: which PACS there are, whether they answer, and what waits for them."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from hccdesk.ui.pacs.nodes_page import NodesPage
from hccdesk.ui.pacs.pacs_jobs import PacsJobs
from hccdesk.ui.pacs.pacs_verbs import PacsVerbs, WorkflowPacsVerbs
from hccdesk.ui.pacs.queue_page import QueuePage
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import button, column, row

SIZE_PX = (1100, 600)


class PacsWindow(QDialog):
    """A page each. Closing it stops what is under way; what waits stays in the queue."""

    def __init__(self, session: Session, parent: QWidget | None = None, verbs: PacsVerbs | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("PACS and delivery"))
        self.resize(*SIZE_PX)
        self._jobs = PacsJobs(self)
        used = verbs or WorkflowPacsVerbs()
        self.nodes, self.queue = NodesPage(session, used, self._jobs), QueuePage(session, used, self._jobs)
        self._pages = QTabWidget()
        self._lay_out()
        for page in (self.nodes, self.queue):
            self._jobs.busy_changed.connect(page.show_busy)
        self._jobs.stepped.connect(self._on_step)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.stopped.connect(self._on_stopped)
        self._pages.currentChanged.connect(self._on_page)
        self.queue.read()

    def show_page(self, number: int) -> None:
        """One of the pages, counted from 0."""
        self._pages.setCurrentIndex(number)

    def done(self, result: int) -> None:
        """Closed by a button or by Escape."""
        self._jobs.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the frame."""
        self._jobs.close()
        super().closeEvent(event)

    @property
    def _shown(self) -> NodesPage | QueuePage:
        return self.queue if self._pages.currentWidget() is self.queue else self.nodes

    def _on_step(self, text: str) -> None:
        self._shown.tell(text)

    def _on_failed(self, text: str) -> None:
        self._shown.tell(f"▲ {text}", "problem")

    def _on_stopped(self) -> None:
        self._shown.tell(self.tr("Stopped."))

    def _on_page(self) -> None:
        if self._shown is self.queue and not self._jobs.is_busy:
            self.queue.read()

    def _lay_out(self) -> None:
        self._pages.addTab(self.nodes, self.tr("PACS"))
        self._pages.addTab(self.queue, self.tr("Deliveries"))
        close = button(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = row(spacing=12)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = column(self, 16, 12)
        layout.addWidget(self._pages, 1)
        layout.addLayout(foot)
