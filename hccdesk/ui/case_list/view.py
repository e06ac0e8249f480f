"""The case list: search above, the cases below, what can be done with one beside the search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QPushButton, QStackedWidget, QTreeWidget, QTreeWidgetItem, QWidget

from hccdesk.domain.case_snapshot import CaseEntry
from hccdesk.ui.case_keeping.entry_words import holdings, sex_and_age, when
from hccdesk.ui.patient_line import readable_name
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, card, column, label, row

LEAST_PX = (230, 96, 80, 120, 180, 120)
MOST_PX = 260
"""The widest a column becomes by what it holds; the name takes the room that is left."""
CELL_PX = 16
_CASE_ID = Qt.ItemDataRole.UserRole


class CaseTable(QTreeWidget):
    """The cases as lines.

    Signals: `remove_pressed` by the Delete key.
    """

    remove_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the case from the list; everything else is the table's own."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)


class CaseListView(QWidget):
    """The screen.

    Signals: `searched(str)`, `new_asked`, `open_asked(case_id)`, `remove_asked(case_id)`.
    """

    searched = Signal(str)
    new_asked = Signal()
    open_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._open_id: str | None = None
        self._search, self._table, self._stack = QLineEdit(), CaseTable(), QStackedWidget()
        self._new = button(self.tr("New case"), "primary", "plus")
        self._open = button(self.tr("Open"), "", "folder-open-outline")
        self._remove = button(self.tr("Remove from the list"), "", "playlist-remove")
        self._count = label("", "muted")
        self._nothing = label(self.tr("No case has this in its name or ID."), "muted")
        self._prepare()
        self._lay_out()
        self.setFocusProxy(self._search)
        self._search.textChanged.connect(self.searched)
        self._search.returnPressed.connect(self._open_only)
        self._new.clicked.connect(self.new_asked)
        self._open.clicked.connect(self._ask_to_open)
        self._remove.clicked.connect(self._ask_to_remove)
        self._table.itemActivated.connect(self._ask_to_open)
        self._table.remove_pressed.connect(self._ask_to_remove)
        self._table.currentItemChanged.connect(self._on_chosen)

    def show_cases(
        self, entries: Sequence[CaseEntry], total: int, open_id: str | None, now: datetime, searching: bool
    ) -> None:
        """These of `total` cases; the one that is open is marked."""
        chosen = self._chosen()
        self._open_id = open_id
        self._table.clear()
        for entry in entries:
            self._table.addTopLevelItem(self._line(entry, entry.case_id == open_id, now))
        self._fit_columns()
        self._choose(chosen or (entries[0].case_id if entries else ""))
        self._count.setText(self.tr("{shown} of {total}").format(shown=len(entries), total=total) if searching else "")
        self._stack.setCurrentIndex(0 if total == 0 else (1 if entries else 2))
        self._search.setEnabled(total > 0)
        self._on_chosen()

    def _line(self, entry: CaseEntry, is_open: bool, now: datetime) -> QTreeWidgetItem:
        written = readable_name(entry.name) or self.tr("no name")
        name = self.tr("{name} (open)").format(name=written) if is_open else written
        saved = when(entry.saved_at, now)
        texts = [name, entry.patient_id or "–", sex_and_age(entry), entry.regimen.label, holdings(entry), saved]
        line = QTreeWidgetItem(texts)
        line.setData(0, _CASE_ID, entry.case_id)
        for place in range(2):
            line.setToolTip(place, texts[place])
        line.setToolTip(4, self.tr("● there  ○ not there. An analysis is run again after opening."))
        if is_open:
            font = self.font()
            font.setBold(True)
            line.setFont(0, font)
        return line

    def _fit_columns(self) -> None:
        """Each as wide as what it holds."""
        for place, least in enumerate(LEAST_PX[1:], start=1):
            width = max(least, self._table.sizeHintForColumn(place) + CELL_PX)
            self._table.header().resizeSection(place, min(width, MOST_PX))

    def _chosen(self) -> str:
        line = self._table.currentItem()
        return str(line.data(0, _CASE_ID)) if line else ""

    def _choose(self, case_id: str) -> None:
        for place in range(self._table.topLevelItemCount()):
            line = self._table.topLevelItem(place)
            if line and line.data(0, _CASE_ID) == case_id:
                self._table.setCurrentItem(line)
                return
        first = self._table.topLevelItem(0)
        if first:
            self._table.setCurrentItem(first)

    def _on_chosen(self) -> None:
        chosen = self._chosen()
        self._open.setEnabled(bool(chosen))
        self._open.setToolTip("" if chosen else self.tr("Choose a case first."))
        self._remove.setEnabled(bool(chosen) and chosen != self._open_id)
        is_open = self.tr("This case is open: start a new one first.")
        self._remove.setToolTip(
            is_open if chosen and chosen == self._open_id else ("" if chosen else self.tr("Choose a case first."))
        )

    def _open_only(self) -> None:
        if self._chosen():
            self._ask_to_open()

    def _ask_to_open(self) -> None:
        if self._chosen():
            self.open_asked.emit(self._chosen())

    def _ask_to_remove(self) -> None:
        if self._remove.isEnabled():
            self.remove_asked.emit(self._chosen())

    def _prepare(self) -> None:
        self._search.setPlaceholderText(self.tr("Search by name or ID"))
        self._search.setAccessibleName(self.tr("Search by name or ID"))
        self._search.setClearButtonEnabled(True)
        self._search.setAcceptDrops(False)
        self._search.setMinimumWidth(280)
        self._table.setAccessibleName(self.tr("Cases"))
        titles = (
            self.tr("Patient"),
            self.tr("ID"),
            self.tr("Sex · age"),
            self.tr("Planned treatment"),
            self.tr("What is there"),
            self.tr("Saved"),
        )
        self._table.setHeaderLabels(titles)
        self._table.setRootIsDecorated(False)
        self._table.setUniformRowHeights(True)
        self._table.setAllColumnsShowFocus(True)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self._table.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    def _lay_out(self) -> None:
        body = column(self, 16, 12)
        head = row(spacing=8)
        head.addWidget(label(self.tr("Cases"), "section"))
        head.addWidget(self._count)
        head.addStretch(1)
        tools: tuple[QLineEdit | QPushButton, ...] = (self._search, self._open, self._remove, self._new)
        for tool in tools:
            head.addWidget(tool)
        empty = EmptyState(
            "folder-open-outline",
            self.tr("No case yet"),
            self.tr(
                "Drop a patient's folder anywhere in the window, or fill in the form: "
                "each case is kept here as you work."
            ),
        )
        frame, inside = card(4, 0)
        inside.addWidget(self._table)
        nothing = QWidget()
        column(nothing, 16).addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        for page in (empty, frame, nothing):
            self._stack.addWidget(page)
        body.addLayout(head)
        body.addWidget(self._stack, 1)
