"""The case list: search above, the cases below, what can be done with one beside the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from hccdesk.domain.case_library import LibraryState
from hccdesk.domain.case_snapshot import CaseEntry
from hccdesk.ui import theme
from hccdesk.ui.case_keeping.entry_words import holdings, sex_and_age, when
from hccdesk.ui.case_keeping.held import held_by
from hccdesk.ui.case_list.library_lines import LibraryLines
from hccdesk.ui.patient_line import readable_name
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, card, column, icon_button, label, row

if TYPE_CHECKING:
    from hccdesk.workflow.case_marks import CaseMark

LEAST_PX = (230, 96, 96, 120, 180, 84, 120)
MOST_PX = 260
"""The widest a column becomes by what it holds; the name takes the room that is left."""
CELL_PX = 16
RESULTS = 5
"""The column that counts results."""
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

    Signals: `searched(str)`, `new_asked`, `open_asked(case_id)`, `remove_asked(case_id)`, `import_asked`,
    `export_asked(case_id, with_images)`, `score_asked(tuple of case_id)`.
    """

    searched = Signal(str)
    new_asked = Signal()
    open_asked = Signal(str)
    remove_asked = Signal(str)
    import_asked = Signal()
    export_asked = Signal(str, bool)
    score_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._open_id: str | None = None
        self._marks: dict[str, CaseMark] = {}
        self._search, self._table, self._stack = QLineEdit(), CaseTable(), QStackedWidget()
        self._new = button(self.tr("New case"), "primary", "plus")
        self._open = button(self.tr("Open"), "", "folder-open-outline")
        self._remove = button(self.tr("Remove from the list"), "", "playlist-remove")
        self._more = icon_button("dots-vertical", self.tr("Export, import and score cases"))
        self._carry = QMenu(self)
        self._export = self._carry.addAction(self.tr("Export case …"))
        self._export_whole = self._carry.addAction(self.tr("Export case with its images …"))
        self._carry.addSeparator()
        self._score = self._carry.addAction(self.tr("Score the chosen cases …"))
        self._carry.addSeparator()
        self._import = self._carry.addAction(self.tr("Import case …"))
        self._told = LibraryLines()
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
        self._export.triggered.connect(lambda: self._ask_to_export(with_images=False))
        self._export_whole.triggered.connect(lambda: self._ask_to_export(with_images=True))
        self._import.triggered.connect(self.import_asked)
        self._score.triggered.connect(lambda: self.score_asked.emit(self.chosen_ids()))
        self._table.customContextMenuRequested.connect(self._show_menu)
        self._table.itemActivated.connect(self._ask_to_open)
        self._table.remove_pressed.connect(self._ask_to_remove)
        self._table.currentItemChanged.connect(self._on_chosen)
        self._table.itemSelectionChanged.connect(self._on_chosen)

    def show_library(self, state: LibraryState | None, faults: Sequence[str]) -> None:
        """What the library says of itself, and what of it cannot be read."""
        self._told.show_state(state, faults)
        self._import.setEnabled(state is not None and state.read_only is None)

    def show_marks(self, marks: Mapping[str, CaseMark]) -> None:
        """How many results there are of each case, and who else has it open."""
        self._marks = dict(marks)
        for place in range(self._table.topLevelItemCount()):
            line = self._table.topLevelItem(place)
            if line:
                self._mark(line)

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
        texts = [name, entry.patient_id or "–", sex_and_age(entry), entry.regimen.label, holdings(entry), "", saved]
        line = QTreeWidgetItem(texts)
        line.setData(0, _CASE_ID, entry.case_id)
        for place in range(2):
            line.setToolTip(place, texts[place])
        line.setToolTip(4, self.tr("● there  ○ not there"))
        if is_open:
            font = self.font()
            font.setBold(True)
            line.setFont(0, font)
        self._mark(line)
        return line

    def _mark(self, line: QTreeWidgetItem) -> None:
        mark = self._marks.get(str(line.data(0, _CASE_ID)))
        line.setText(RESULTS, str(mark.n_results) if mark and mark.n_results else "–")
        line.setTextAlignment(RESULTS, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if mark and mark.holder:
            line.setIcon(0, theme.current().icon("lock-outline", "caution"))
            line.setToolTip(0, say(held_by(mark.holder).said))
        else:
            line.setIcon(0, QIcon())

    def _fit_columns(self) -> None:
        """Each as wide as what it holds."""
        for place, least in enumerate(LEAST_PX[1:], start=1):
            width = max(least, self._table.sizeHintForColumn(place) + CELL_PX)
            self._table.header().resizeSection(place, min(width, MOST_PX))

    def _chosen(self) -> str:
        line = self._table.currentItem()
        return str(line.data(0, _CASE_ID)) if line else ""

    def chosen_ids(self) -> tuple[str, ...]:
        """Every case that is chosen, in the order of the list."""
        lines = [self._table.topLevelItem(place) for place in range(self._table.topLevelItemCount())]
        return tuple(str(line.data(0, _CASE_ID)) for line in lines if line and line.isSelected())

    def _choose(self, case_id: str) -> None:
        for place in range(self._table.topLevelItemCount()):
            line = self._table.topLevelItem(place)
            if line and line.data(0, _CASE_ID) == case_id:
                self._table.setCurrentItem(line)
                return
        first = self._table.topLevelItem(0)
        if first:
            self._table.setCurrentItem(first)

    def _ask_to_export(self, *, with_images: bool) -> None:
        if self._chosen():
            self.export_asked.emit(self._chosen(), with_images)

    def _show_menu(self, place: QPoint) -> None:
        if self._table.itemAt(place):
            self._carry.popup(self._table.viewport().mapToGlobal(place))

    def _on_chosen(self) -> None:
        several = len(self.chosen_ids()) > 1
        self._score.setEnabled(bool(self.chosen_ids()))
        chosen = "" if several else self._chosen()
        first = self.tr("Several cases are chosen.") if several else self.tr("Choose a case first.")
        self._export.setEnabled(bool(chosen))
        self._export_whole.setEnabled(bool(chosen))
        self._open.setEnabled(bool(chosen))
        self._open.setToolTip("" if chosen else first)
        self._remove.setEnabled(bool(chosen) and chosen != self._open_id)
        is_open = self.tr("This case is open: start a new one first.")
        self._remove.setToolTip(is_open if chosen and chosen == self._open_id else ("" if chosen else first))

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
            self.tr("Results"),
            self.tr("Saved"),
        )
        self._table.setHeaderLabels(titles)
        self._table.setRootIsDecorated(False)
        self._table.setUniformRowHeights(True)
        self._table.setAllColumnsShowFocus(True)
        self._table.setSelectionMode(self._table.SelectionMode.ExtendedSelection)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._more.setMenu(self._carry)
        self._more.setPopupMode(self._more.ToolButtonPopupMode.InstantPopup)
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
        tools: tuple[QWidget, ...] = (self._search, self._open, self._remove, self._new, self._more)
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
        body.addWidget(self._told)
        body.addWidget(self._stack, 1)
