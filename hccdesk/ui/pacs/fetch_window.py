"""Look for the patient's CT at a PACS, and bring a study here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QProgressBar, QWidget

from hccdesk import resources
from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.delivery import FoundStudy, PacsNode, StudyQuery
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.pacs.pacs_jobs import PacsJobs
from hccdesk.ui.pacs.pacs_verbs import PacsVerbs, WorkflowPacsVerbs
from hccdesk.ui.pacs.pacs_words import fault_text
from hccdesk.ui.pacs.study_tree import StudyTree
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

SIZE_PX = (980, 640)
FETCHED = "fetched"
"""In the folder of the library: images that came from a PACS, each time in a folder of their own."""


class FetchWindow(QDialog):
    """Asks, shows, fetches; closing it stops what is under way.

    Signals: `fetched(Path)` the folder with the images, whole.
    """

    fetched = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None, verbs: PacsVerbs | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Fetch from a PACS"))
        self.resize(*SIZE_PX)
        self._session, self._verbs, self._jobs = session, verbs or WorkflowPacsVerbs(), PacsJobs(self)
        self._nodes: tuple[PacsNode, ...] = ()
        self._which, self._tree, self._bar = QComboBox(), StudyTree(), QProgressBar()
        self._id, self._name = _line(self.tr("Patient ID")), _line(self.tr("Name, or a part of it"))
        self._accession, self._from = _line(self.tr("Accession number")), _line(self.tr("Study from"), "20260131")
        self._to = _line(self.tr("to"), "20261231")
        self._look = button(self.tr("Look"), "primary", "magnify")
        self._cancel = button(self.tr("Cancel"), "", "close")
        self._fetch = button(self.tr("Fetch the chosen series"), "primary", "download-outline")
        self._said = label("", "muted", wrap=True)
        self._lay_out()
        self._look.clicked.connect(self.look)
        self._cancel.clicked.connect(self._jobs.cancel)
        self._fetch.clicked.connect(self.fetch)
        self._tree.chosen_changed.connect(self._on_chosen)
        self._jobs.busy_changed.connect(self._show_busy)
        self._jobs.stepped.connect(self._say)
        self._jobs.failed.connect(self._say_fault)
        self._jobs.stopped.connect(self._on_stopped)
        self._read_nodes()
        self._show_busy(False)

    def look(self) -> None:
        """Look for what is typed in."""
        node = self._node()
        if node is None:
            return
        typed = [line.text().strip() for line in (self._id, self._name, self._accession, self._from, self._to)]
        query = StudyQuery(*(typed[:3]), *(text.replace("-", "") for text in typed[3:]))
        self._tree.show_studies(())
        self._jobs.start(lambda progress: self._verbs.find(node, query, progress), self._on_studies)

    def fetch(self) -> None:
        """Bring the ticked series here."""
        node, chosen = self._node(), self._tree.chosen()
        if node is None or chosen is None:
            return
        study, series = chosen[0].study_instance_uid, [one.series_instance_uid for one in chosen[1]]
        folder, verbs = self._library / FETCHED, self._verbs
        self._jobs.start(
            lambda progress: verbs.fetch(node, study, series, folder, progress),
            lambda fetched: self._on_fetched(node, fetched),
        )

    def done(self, result: int) -> None:
        """Closed by a button or by Escape."""
        self._jobs.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the frame."""
        self._jobs.close()
        super().closeEvent(event)

    def _on_studies(self, studies: tuple[FoundStudy, ...]) -> None:
        self._tree.show_studies(studies)
        if studies:
            self._say(self.tr("{n} studies. Tick the CT series to be fetched.").format(n=len(studies)))
        else:
            self._say(self.tr("Nothing matches. A part of the name or a longer time may find more."))

    def _on_fetched(self, node: PacsNode, folder: Path) -> None:
        n_files = sum(1 for _ in folder.iterdir())
        self._session.record(AuditEvent(AuditAction.IMAGES_FETCHED, detail=f"{n_files} {node.name}"))
        self.fetched.emit(folder)
        QTimer.singleShot(0, self.accept)

    def _on_chosen(self) -> None:
        chosen = self._tree.chosen()
        self._fetch.setEnabled(chosen is not None and not self._jobs.is_busy)
        wanted = self._session.model.inputs.clinical.patient_id
        if chosen is not None and wanted and chosen[0].patient_id and chosen[0].patient_id != wanted:
            said = self.tr("▲ This study is of patient ID {found}; the case is of {wanted}.")
            self._say_fault(said.format(found=chosen[0].patient_id, wanted=wanted))
        elif chosen is not None:
            n_images = sum(max(one.instances, 0) for one in chosen[1])
            self._say(self.tr("{n} series, {images} images.").format(n=len(chosen[1]), images=n_images or "?"))

    def _on_stopped(self) -> None:
        self._say(self.tr("Stopped; nothing of it was kept."))

    def _read_nodes(self) -> None:
        try:
            self._nodes = self._verbs.nodes()
        except HccdeskError as error:
            self._say_fault(fault_text(error))
            return
        self._which.addItems([node.name for node in self._nodes])
        if self._nodes:
            self._say(self.tr("Say who the patient is. Only this PACS is asked, and only now."))
        else:
            self._say(self.tr("No PACS is set up. The menu has: PACS and delivery …"))

    def _node(self) -> PacsNode | None:
        place = self._which.currentIndex()
        return self._nodes[place] if 0 <= place < len(self._nodes) else None

    @property
    def _library(self) -> Path:
        state = self._session.library_state
        return state.folder if state else resources.library_folder()

    def _show_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._look.setEnabled(not busy and bool(self._nodes))
        self._tree.setEnabled(not busy)
        self._fetch.setEnabled(not busy and self._tree.chosen() is not None)

    def _say(self, text: str) -> None:
        set_role(self._said, "muted")
        self._said.setText(text)

    def _say_fault(self, text: str) -> None:
        set_role(self._said, "problem")
        self._said.setText(text if text.startswith("▲") else f"▲ {text}")

    def _lay_out(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._which.setAccessibleName(self.tr("PACS"))
        self._id.setText(self._session.model.inputs.clinical.patient_id or "")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = ((self._which, self._id, self._name), (self._accession, self._from, self._to))
        placed = [
            (field, line, 2 * number) for line, of_line in enumerate(fields) for number, field in enumerate(of_line)
        ]
        for field, line, place in placed:
            grid.addWidget(label(field.accessibleName(), "caption"), line, place)
            grid.addWidget(field, line, place + 1)
            grid.setColumnStretch(place + 1, 1)
        asks = row(spacing=8)
        for one in (self._look, self._cancel):
            asks.addWidget(one)
        asks.addStretch(1)
        close = button(self.tr("Close"))
        close.clicked.connect(self.accept)
        foot = row(spacing=12)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._fetch)
        foot.addWidget(close)
        for one in (self._cancel, self._fetch, close):
            one.setAutoDefault(False)
        self._look.setDefault(True)
        layout = column(self, 16, 12)
        layout.addLayout(grid)
        layout.addLayout(asks)
        layout.addWidget(self._bar)
        layout.addWidget(self._tree, 1)
        layout.addLayout(foot)


def _line(name: str, example: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(64)
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    return made
