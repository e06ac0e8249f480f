"""Into the chart: what is made, in whose study it is filed, and where it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QMessageBox, QProgressBar, QWidget

from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, ObjectKind, PacsNode
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.delivery_view.chart_delivery import delivery_of
from hccdesk.ui.delivery_view.chart_words import patient_words, standing_line, study_line, warning_lines
from hccdesk.ui.delivery_view.object_table import ObjectTable
from hccdesk.ui.jobs import JobStep
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import say, say_error
from hccdesk.ui.stages import stage_word
from hccdesk.ui.widgets.pieces import button, column, label, row, scrolled, set_role

SIZE_PX = (820, 560)


class DeliveryWindow(QDialog):
    """Shows the session's delivery; closing it stops nothing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Into the chart"))
        self.resize(*SIZE_PX)
        self._session, self._delivery = session, delivery_of(session)
        self._study, self._standing = label("", "group", wrap=True), label("", "muted", wrap=True)
        self._mark = label("", "warning", wrap=True)
        self._join = button(self.tr("Join a CT study …"), "", "folder-search-outline")
        self.table = ObjectTable()
        self._said = label("", wrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._save = button(self.tr("Save to a folder …"), "primary", "content-save-outline")
        self._nodes = QComboBox()
        self._nodes.setAccessibleName(self.tr("PACS"))
        self._send = button(self.tr("Send to the PACS …"), "", "send-outline")
        self._stop, self._close = button(self.tr("Stop")), button(self.tr("Close"))
        self._known: tuple[PacsNode, ...] = ()
        self._lay_out()
        self._connect()
        self.learn_nodes()
        self._show()

    def learn_nodes(self) -> None:
        """Every PACS that is set up; a list that cannot be read is told where the button would be."""
        try:
            self._known, self._no_nodes = self._session.verbs.pacs_nodes(), ""
        except HccdeskError as error:
            self._known, self._no_nodes = (), say_error(error)
        chosen = self._nodes.currentText()
        self._nodes.clear()
        self._nodes.addItems([node.name for node in self._known])
        self._nodes.setCurrentText(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """A PACS may have been set up meanwhile, in its own window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.learn_nodes()
            self._show()

    def save_to(self, folder: Path) -> None:
        """Make what is ticked into this folder."""
        self._delivery.save(folder, self.table.wanted)

    def send_to(self, node: PacsNode) -> None:
        """Make what is ticked and send it."""
        self._delivery.send(node, self.table.wanted)

    def _connect(self) -> None:
        self._delivery.changed.connect(self._show)
        self._delivery.progressed.connect(self._show_step)
        self._session.model.ct_changed.connect(self._show)
        self._session.model.clinical_changed.connect(self._show)
        self.table.wanted_changed.connect(self._show)
        self._join.clicked.connect(self._ask_for_study)
        self._save.clicked.connect(self._ask_for_folder)
        self._send.clicked.connect(self._ask_to_send)
        self._stop.clicked.connect(self._delivery.cancel)
        self._close.clicked.connect(self.close)

    @Slot()
    def _show(self) -> None:
        delivery = self._delivery
        result = delivery.result
        self._study.setText(study_line(self._session.model, delivery))
        self._standing.setText(standing_line(delivery.report))
        mark = warning_lines(result) if result else ""
        self._mark.setText(mark)
        self._mark.setVisible(bool(mark))
        self._join.setVisible(result is not None and not delivery.has_open_ct)
        self.table.show_state(delivery.chart, delivery.outcome, joins_study=delivery.joins_study)
        self.table.setEnabled(not delivery.running)
        self._bar.setVisible(delivery.running)
        self._stop.setVisible(delivery.running)
        self._stop.setEnabled(not delivery.stopping)
        self._nodes.setVisible(bool(self._known))
        self._show_acts()
        self._say(*self._summary())

    def _show_acts(self) -> None:
        delivery, wanted = self._delivery, self.table.wanted
        blocked = self._blocked_by()
        to_send = wanted - {ObjectKind.FHIR}
        self._save.setEnabled(not blocked and bool(wanted))
        self._save.setToolTip(blocked or self.tr("DICOM files and FHIR, named without the patient"))
        no_way = self._no_nodes or (
            self.tr("No PACS is set up. PACS and delivery … in the menu sets one up.") if not self._known else ""
        )
        if not no_way and not delivery.joins_study:
            no_way = self.tr("A CT study to file the objects in is needed.")
        self._send.setEnabled(not blocked and not no_way and bool(to_send))
        self._send.setToolTip(blocked or no_way or self.tr("Sent, read back and compared; tried again if need be"))

    def _blocked_by(self) -> str:
        if self._delivery.running:
            return self.tr("Something is on its way.")
        if self._delivery.result is None:
            return self.tr("There is no result that is up to date and may be seen.")
        return ""

    def _summary(self) -> tuple[str, str]:
        delivery = self._delivery
        if delivery.faults:
            return "\n".join(_line(fault) for fault in delivery.faults), "problem"
        if delivery.running:
            return (self.tr("Stopping …") if delivery.stopping else ""), ""
        if delivery.was_cancelled:
            return self.tr("Stopped. What was queued by then stays in the queue."), "caution"
        return self._what_became() if delivery.chart is not None else ("", "")

    def _what_became(self) -> tuple[str, str]:
        chart, outcome = self._delivery.chart, self._delivery.outcome
        assert chart is not None
        notes = [say(note) for note in chart.notes]
        behind = _not_delivered(chart, outcome) if outcome else 0
        if outcome is None:
            said = self.tr("Saved: {folder}").format(folder=chart.folder)
        elif behind:
            said = self.tr("{n} objects are NOT in the PACS. PACS and delivery … in the menu shows the queue.").format(
                n=behind
            )
        else:
            said = self.tr("Everything arrived, was read back and is the same.")
        return "\n".join([said, *notes]), "problem" if behind else "caution" if notes else ""

    @Slot(object)
    def _show_step(self, step: JobStep) -> None:
        if self._delivery.running and not self._delivery.stopping:
            self._bar.setRange(0, max(step.total, 1))
            self._bar.setValue(step.done)
            self._say(stage_word(step.label), "")

    def _say(self, text: str, role: str) -> None:
        set_role(self._said, role)
        self._said.setText(text)

    def _ask_for_study(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the CT study to file the report in"))
        if chosen:
            self._delivery.set_ct_folder(Path(chosen))

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the objects"))
        if chosen:
            self.save_to(Path(chosen))

    def _ask_to_send(self) -> None:
        place = self._nodes.currentIndex()
        if not 0 <= place < len(self._known):
            return
        node = self._known[place]
        question = self.tr(
            "Send {n} objects of {patient} to {pacs}?\n\nWhat a PACS has taken cannot be taken back here."
        )
        count = len(self.table.wanted - {ObjectKind.FHIR})
        text = question.format(n=count, patient=patient_words(self._session.model), pacs=node.name)
        if QMessageBox.question(self, self.windowTitle(), text) is QMessageBox.StandardButton.Yes:
            self.send_to(node)

    def _lay_out(self) -> None:
        study = row(spacing=8)
        study.addWidget(self._study, 1)
        study.addWidget(self._join)
        acts = row(spacing=8)
        acts.addWidget(self._save)
        acts.addSpacing(8)
        acts.addWidget(self._nodes)
        acts.addWidget(self._send)
        acts.addStretch(1)
        acts.addWidget(self._stop)
        acts.addWidget(self._close)
        layout = column(self, 20, 12)
        layout.addLayout(study)
        layout.addWidget(self._standing)
        layout.addWidget(self._mark)
        layout.addWidget(scrolled(self.table), 1)
        layout.addWidget(self._bar)
        layout.addWidget(self._said)
        layout.addLayout(acts)


def _not_delivered(chart: ChartFolder, outcome: DeliveryOutcome) -> int:
    """How many of the objects nothing says of that they were read back."""
    there = {entry.thing.sop_instance_uid for entry in outcome.delivered}
    return sum(1 for thing in chart.objects if thing.sop_instance_uid and thing.sop_instance_uid not in there)


def _line(fault: BoardProblem) -> str:
    where = f"{fault.where}: " if fault.where else ""
    return "\n".join(part for part in (f"{where}{fault.what}", fault.what_to_do) if part)
