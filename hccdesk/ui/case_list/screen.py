"""The Cases screen put together on a session."""

from __future__ import annotations

from PySide6.QtCore import Slot

from hccdesk.ui.case_keeping.case_search import matching
from hccdesk.ui.case_list.view import CaseListView
from hccdesk.ui.session import Session


class CaseListScreen(CaseListView):
    """The list on a session's shelf."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        shelf = session.shelf
        shelf.entries_changed.connect(self._show)
        shelf.opened.connect(self._show)
        self.searched.connect(self._show)
        self.new_asked.connect(shelf.new)
        self.open_asked.connect(shelf.open)
        self.remove_asked.connect(shelf.remove)
        self._show()

    @Slot()
    def _show(self) -> None:
        shelf, text = self._session.shelf, self._search.text()
        found = matching(shelf.entries, text)
        self.show_cases(found, len(shelf.entries), shelf.open_id, self._session.now(), bool(text.strip()))
