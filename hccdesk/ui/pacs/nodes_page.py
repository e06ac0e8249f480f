"""The PACS that are set up: a list, a form, and a test with a plain answer."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QMessageBox, QWidget

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.delivery import PacsAnswer, PacsNode
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.pacs.node_form import NodeForm
from hccdesk.ui.pacs.pacs_jobs import PacsJobs
from hccdesk.ui.pacs.pacs_verbs import PacsVerbs
from hccdesk.ui.pacs.pacs_words import answer_text, fault_text
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

LIST_PX = 190


class NodesPage(QWidget):
    """The page. What is typed is kept by Save alone; the test takes what is typed as it stands."""

    def __init__(self, session: Session, verbs: PacsVerbs, jobs: PacsJobs) -> None:
        super().__init__()
        self._session, self._verbs, self._jobs = session, verbs, jobs
        self._nodes: tuple[PacsNode, ...] = ()
        self._list, self._form = QListWidget(), NodeForm()
        self._intro = label(
            self.tr(
                "Nothing is connected until a PACS is set up here, and then only when you fetch, send or test, or "
                "while a report waits to be delivered. Without TLS names travel readable: within a protected network "
                "only."
            ),
            "muted",
            wrap=True,
        )
        self._said = label("", "muted", wrap=True)
        self._new = button(self.tr("New"), "", "plus")
        self._save = button(self.tr("Save"), "primary", "content-save-outline")
        self._remove = button(self.tr("Remove"), "", "delete-outline")
        self._test = button(self.tr("Test (C-ECHO)"), "", "connection")
        self._cancel = button(self.tr("Cancel"), "", "close")
        self._lay_out()
        self._list.currentRowChanged.connect(self._on_row)
        self._form.edited.connect(self._show_buttons)
        self._new.clicked.connect(self._begin_new)
        self._save.clicked.connect(self.save)
        self._remove.clicked.connect(self._ask_to_remove)
        self._test.clicked.connect(self.test)
        self._cancel.clicked.connect(jobs.cancel)
        self.read()

    def read(self) -> None:
        """The list as it is kept."""
        try:
            self._nodes = self._verbs.nodes()
        except HccdeskError as error:
            self.tell(f"▲ {fault_text(error)}", "problem")
        self._show_list(0 if self._nodes else -1)

    def save(self) -> None:
        """Keep what is typed, in the place of the one that is chosen or as a new one."""
        place, node = self._list.currentRow(), self._form.node()
        nodes = list(self._nodes)
        if 0 <= place < len(nodes):
            nodes[place] = node
        else:
            place = len(nodes)
            nodes.append(node)
        if self._keep(tuple(nodes), f"saved {node.name}"):
            self._show_list(place)
            self.tell(self.tr("{name} is set up. Test it now.").format(name=node.name))

    def remove(self) -> None:
        """Forget the one that is chosen."""
        place = self._list.currentRow()
        gone = self._nodes[place]
        if self._keep(tuple(node for node in self._nodes if node is not gone), f"removed {gone.name}"):
            self._show_list(min(place, len(self._nodes) - 1))
            self.tell(self.tr("{name} was removed.").format(name=gone.name))

    def test(self) -> None:
        """Ask the PACS as it is typed in."""
        node = self._form.node()
        self.tell(
            self.tr("Asking {host}, for at most {seconds:.0f} s …").format(host=node.host, seconds=node.timeout_s)
        )
        self._jobs.start(lambda progress: self._verbs.echo(node, progress), self._on_answer)

    def show_busy(self, busy: bool) -> None:
        """Whether something is under way."""
        self._cancel.setVisible(busy)
        self._show_buttons()

    def tell(self, text: str, role: str = "muted") -> None:
        """What was found or done."""
        set_role(self._said, role)
        self._said.setText(text)

    def _on_answer(self, answer: PacsAnswer) -> None:
        self.tell(answer_text(answer), "group")

    def _keep(self, nodes: tuple[PacsNode, ...], act: str) -> bool:
        try:
            self._verbs.keep_nodes(nodes)
        except HccdeskError as error:
            self.tell(f"▲ {fault_text(error)}", "problem")
            return False
        self._nodes = nodes
        self._session.record(AuditEvent(AuditAction.PACS_CHANGED, detail=act))
        return True

    def _ask_to_remove(self) -> None:
        box = QMessageBox(self)
        box.setText(self.tr("Remove {name}?").format(name=self._nodes[self._list.currentRow()].name))
        box.setInformativeText(self.tr("What waits for it stays in the list of deliveries."))
        gone = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is gone:
            self.remove()

    def _begin_new(self) -> None:
        self._list.setCurrentRow(-1)
        self._form.show_node(None)
        self._form.setFocus()
        self.tell("")
        self._show_buttons()

    def _on_row(self, place: int) -> None:
        self._form.show_node(self._nodes[place] if 0 <= place < len(self._nodes) else None)
        self._show_buttons()

    def _show_list(self, place: int) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([node.name for node in self._nodes])
        self._list.setCurrentRow(place)
        self._list.blockSignals(False)
        self._on_row(place)

    def _show_buttons(self) -> None:
        place, busy = self._list.currentRow(), self._jobs.is_busy
        chosen = self._nodes[place] if 0 <= place < len(self._nodes) else None
        typed = self._form.node()
        self._save.setEnabled(bool(typed.name and typed.host and typed.called_ae) and typed != chosen)
        self._remove.setEnabled(chosen is not None)
        self._test.setEnabled(bool(typed.host and typed.called_ae) and not busy)
        self._new.setEnabled(bool(self._nodes))

    def _lay_out(self) -> None:
        self._list.setFixedWidth(LIST_PX)
        self._list.setAccessibleName(self.tr("PACS"))
        left = column(spacing=8)
        left.addWidget(self._list, 1)
        left.addWidget(self._new)
        acts = row(spacing=8)
        for one in (self._save, self._test, self._cancel, self._remove):
            one.setAutoDefault(False)
            acts.addWidget(one)
        acts.addStretch(1)
        right = column(spacing=12)
        right.addWidget(self._form)
        right.addLayout(acts)
        right.addWidget(self._said)
        right.addStretch(1)
        both = row(spacing=16)
        both.addLayout(left)
        both.addLayout(right, 1)
        layout = column(self, 16, 12)
        layout.addWidget(self._intro)
        layout.addLayout(both, 1)
        self._new.setAutoDefault(False)
        self._cancel.setVisible(False)
