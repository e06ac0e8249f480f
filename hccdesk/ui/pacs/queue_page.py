"""What is on its way to a PACS, what arrived, what failed and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMessageBox, QTreeWidget, QTreeWidgetItem, QWidget

from hccdesk import resources
from hccdesk.domain.delivery import DeliveryOutcome, DeliveryState, QueuedDelivery
from hccdesk.ui import theme
from hccdesk.ui.case_keeping.entry_words import who
from hccdesk.ui.pacs.pacs_jobs import PacsJobs
from hccdesk.ui.pacs.pacs_verbs import PacsVerbs
from hccdesk.ui.pacs.pacs_words import entry_columns, entry_text
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

STATE_COLUMN = 4
COLUMNS_PX = (150, 170, 150, 130, 215, 60, 150)
_COLOURS = {DeliveryState.FAILED: "problem", DeliveryState.DELIVERED: "text"}


class QueuePage(QWidget):
    """The page. The newest entry is in front."""

    def __init__(self, session: Session, verbs: PacsVerbs, jobs: PacsJobs) -> None:
        super().__init__()
        self._session, self._verbs, self._jobs = session, verbs, jobs
        self._entries: tuple[QueuedDelivery, ...] = ()
        self._tree, self._detail, self._said = QTreeWidget(), label("", wrap=True), label("", "muted", wrap=True)
        self._retry = button(self.tr("Try all now"), "primary", "refresh")
        self._retry_one = button(self.tr("Try this one now"), "", "refresh")
        self._cancel = button(self.tr("Cancel"), "", "close")
        self._forget = button(self.tr("Take from the list"), "", "delete-outline")
        self._prepare()
        self._lay_out()
        self._tree.currentItemChanged.connect(self._on_chosen)
        self._retry.clicked.connect(self.retry)
        self._retry_one.clicked.connect(self.retry_chosen)
        self._cancel.clicked.connect(jobs.cancel)
        self._forget.clicked.connect(self._ask_to_forget)

    def read(self) -> None:
        """The list as it is kept."""
        library, verbs = self._library, self._verbs
        self._jobs.start(lambda _: verbs.entries(library), self.show_entries)

    def retry(self) -> None:
        """Send everything that did not arrive, failed ones too."""
        library, verbs = self._library, self._verbs
        at = datetime.now(UTC)
        self._jobs.start(lambda progress: verbs.run(library, at, progress, all_now=True), self._on_outcome)

    def retry_chosen(self) -> None:
        """Send the chosen one alone: another may be in a wrong chart, where it is not to be sent again."""
        chosen = self._chosen()
        if chosen is None:
            return
        library, verbs, at, only = self._library, self._verbs, datetime.now(UTC), [chosen.number]
        self._jobs.start(lambda progress: verbs.run(library, at, progress, all_now=False, only=only), self._on_outcome)

    def show_entries(self, entries: Sequence[QueuedDelivery]) -> None:
        """These in the place of those before."""
        before = self._chosen()
        self._entries = tuple(reversed(entries))
        patients = {case.case_id: who(case) for case in self._session.shelf.entries}
        self._tree.clear()
        for entry in self._entries:
            item = QTreeWidgetItem(list(entry_columns(entry, patients.get(entry.case_id or "", ""))))
            item.setForeground(STATE_COLUMN, QColor(theme.current()[_COLOURS.get(entry.state, "text")]))
            for number in range(len(COLUMNS_PX)):
                item.setToolTip(number, item.text(number))
            self._tree.addTopLevelItem(item)
        numbers = [entry.number for entry in self._entries]
        if self._entries:
            place = numbers.index(before.number) if before and before.number in numbers else 0
            self._tree.setCurrentIndex(self._tree.model().index(place, 0))
        if not self._entries:
            self.tell(self.tr("Nothing was sent to a PACS yet. Reports are sent from the Report screen."))
        self._show_buttons()

    def show_busy(self, busy: bool) -> None:
        """Whether something is under way."""
        self._cancel.setVisible(busy)
        self._show_buttons()

    def tell(self, text: str, role: str = "muted") -> None:
        """What was done."""
        set_role(self._said, role)
        self._said.setText(text)

    def _on_outcome(self, outcome: DeliveryOutcome) -> None:
        for event in self._verbs.events(outcome):
            self._session.record(event)
        n_left = len(outcome.failed) + len(outcome.waiting)
        said = self.tr("{n} delivered, {left} NOT delivered.").format(n=len(outcome.delivered), left=n_left)
        self.tell(f"▲ {said}" if n_left else f"● {said}", "problem" if n_left else "group")
        self.read()

    def _ask_to_forget(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if chosen.state is not DeliveryState.DELIVERED:
            box = QMessageBox(self)
            box.setText(self.tr("This object did NOT arrive. Take it from the list all the same?"))
            box.setInformativeText(self.tr("Its copy is deleted, and it is not tried again."))
            gone = box.addButton(self.tr("Take from the list"), QMessageBox.ButtonRole.DestructiveRole)
            box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
            box.exec()
            if box.clickedButton() is not gone:
                return
        self.forget(chosen)

    def forget(self, entry: QueuedDelivery) -> None:
        """Take an entry and its copy away."""
        library, verbs = self._library, self._verbs
        self._jobs.start(lambda _: verbs.forget(library, entry.number), lambda _: self.read())

    @property
    def _library(self) -> Path:
        state = self._session.library_state
        return state.folder if state else resources.library_folder()

    def _chosen(self) -> QueuedDelivery | None:
        place = self._tree.currentIndex().row()
        return self._entries[place] if 0 <= place < len(self._entries) else None

    def _on_chosen(self) -> None:
        chosen = self._chosen()
        set_role(self._detail, "problem" if chosen and chosen.state is DeliveryState.FAILED else "")
        self._detail.setText(entry_text(chosen) if chosen else "")
        self._show_buttons()

    def _show_buttons(self) -> None:
        busy = self._jobs.is_busy
        self._retry.setEnabled(not busy and any(one.state is not DeliveryState.DELIVERED for one in self._entries))
        chosen = self._chosen()
        self._retry_one.setEnabled(not busy and chosen is not None and chosen.state is not DeliveryState.DELIVERED)
        self._forget.setEnabled(not busy and chosen is not None)

    def _prepare(self) -> None:
        self._tree.setHeaderLabels(
            [
                self.tr("Queued"),
                self.tr("Patient"),
                self.tr("Object"),
                self.tr("PACS"),
                self.tr("State"),
                self.tr("Tries"),
                self.tr("Arrived / next try"),
            ]
        )
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setAccessibleName(self.tr("Deliveries"))
        self._tree.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, width in enumerate(COLUMNS_PX):
            self._tree.header().resizeSection(number, width)
        self._cancel.setVisible(False)
        self._show_buttons()

    def _lay_out(self) -> None:
        intro = self.tr(
            "An object counts as delivered only once it was fetched again and compared with what was sent. Until then "
            "a copy waits here, also over a restart, and is tried again after 1 minute up to 24 hours."
        )
        layout = column(self, 16, 12)
        layout.addWidget(label(intro, "muted", wrap=True))
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._detail)
        acts = row(spacing=8)
        for one in (self._retry, self._retry_one, self._cancel, self._forget):
            one.setAutoDefault(False)
            acts.addWidget(one)
        acts.addWidget(self._said, 1)
        layout.addLayout(acts)
