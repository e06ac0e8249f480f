"""The Cases screen put together on a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent

from hccdesk.domain.case_library import CaseLibrary
from hccdesk.ui.batch.score_cases import score_cases
from hccdesk.ui.case_keeping.case_search import matching
from hccdesk.ui.case_list.carrier_dialogs import cases_to_import, place_of_export
from hccdesk.ui.case_list.case_carrier import CaseCarrier
from hccdesk.ui.case_list.view import CaseListView
from hccdesk.ui.jobs import deliver
from hccdesk.ui.session import Session

if TYPE_CHECKING:
    from hccdesk.workflow.case_marks import CaseMark


class CaseListScreen(CaseListView):
    """The list on a session's shelf.

    Signals: `said(text)` for the strip.
    """

    said = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._carrier = CaseCarrier(session, self)
        self._carrier.said.connect(self.said)
        shelf = session.shelf
        shelf.entries_changed.connect(self._show)
        shelf.entries_changed.connect(self._learn_marks)
        shelf.opened.connect(self._show)
        session.library_changed.connect(self._show_library)
        session.board.changed.connect(self._show_library)
        self.searched.connect(self._show)
        self.new_asked.connect(shelf.new)
        self.open_asked.connect(shelf.open)
        self.remove_asked.connect(shelf.remove)
        self.import_asked.connect(self._ask_for_cases)
        self.export_asked.connect(self._ask_for_place)
        self.score_asked.connect(lambda ids: score_cases(session, ids, self))
        self._show()
        self._show_library()

    def showEvent(self, event: QShowEvent) -> None:
        """Who has which case may be another by now."""
        super().showEvent(event)
        self._learn_marks()

    @Slot()
    def _show(self) -> None:
        shelf, text = self._session.shelf, self._search.text()
        found = matching(shelf.entries, text)
        self.show_cases(found, len(shelf.entries), shelf.open_id, self._session.now(), bool(text.strip()))

    @Slot()
    def _show_library(self) -> None:
        lines = self._session.board.of("cases")
        faults = [" ".join(part for part in (line.where, line.what, line.what_to_do) if part) for line in lines]
        self.show_library(self._session.library_state, faults)

    @Slot()
    def _learn_marks(self) -> None:
        """How many results there are, and who has which case: asked while somebody looks, of a library on a disk."""
        state, shelf = self._session.library_state, self._session.shelf
        if not self.isVisible() or state is None or state.folder == Path() or not shelf.entries:
            return
        ids, ours, folder = [entry.case_id for entry in shelf.entries], shelf.open_id, state.folder

        def ask(library: CaseLibrary) -> dict[str, CaseMark]:
            from hccdesk.workflow.case_marks import case_marks  # noqa: PLC0415 - on the worker

            return case_marks(library, folder, ids, ours)

        deliver(self._session.in_library(ask), self, self.show_marks)

    def _ask_for_cases(self) -> None:
        self._carrier.bring_in(cases_to_import(self))

    def _ask_for_place(self, case_id: str, with_images: bool) -> None:
        chosen = place_of_export(self, case_id)
        if chosen:
            self._carrier.export(case_id, chosen, with_images=with_images)
