"""The acts as a table that shows thousands at once and makes only the cells that are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hccdesk.domain.audit import AuditAction, AuditRow
from hccdesk.ui.audit_view.act_words import action_words, case_words, local_time, searched, utc_time

_Index = QModelIndex | QPersistentModelIndex
_HASH_DIGITS = 8


Searchable = tuple[AuditRow, str]
"""An act, and what a search for it looks into."""


def searchable(rows: Sequence[AuditRow]) -> tuple[Searchable, ...]:
    """The acts as the table takes them, the newest first; for a worker thread, as there may be many."""
    return tuple((row, searched(row)) for row in reversed(rows))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are shown: of one case, of one kind, and with all of these words; None and "" for every."""

    case_id: str | None = None
    action: AuditAction | None = None
    words: str = ""

    def takes(self, row: AuditRow, text: str) -> bool:
        """Whether a row is shown; `text` is what the search looks into."""
        if self.case_id is not None and row.event.case_id != self.case_id:
            return False
        if self.action is not None and row.event.action is not self.action:
            return False
        return all(word in text for word in self.words.lower().split())


class ActTable(QAbstractTableModel):
    """The acts, the newest first; `want` chooses among them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Searchable, ...] = ()
        self._shown: list[AuditRow] = []
        self._wanted = Wanted()

    @property
    def n_all(self) -> int:
        """How many acts there are, shown or not."""
        return len(self._all)

    def actions(self) -> tuple[AuditAction, ...]:
        """The kinds of act that there are, in the order of their list."""
        there = {row.event.action for row, _ in self._all}
        return tuple(action for action in AuditAction if action in there)

    def take(self, acts: tuple[Searchable, ...]) -> None:
        """Other acts in the place of those before, the newest first."""
        self._all = acts
        self.want(self._wanted)

    def want(self, wanted: Wanted) -> None:
        """Show these only."""
        self.beginResetModel()
        self._wanted = wanted
        self._shown = [row for row, text in self._all if wanted.takes(row, text)]
        self.endResetModel()

    def row_at(self, number: int) -> AuditRow:
        """The act in a line of the table."""
        return self._shown[number]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How much is told of each."""
        return 0 if parent.isValid() else len(self._titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        """What a column tells."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._titles()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """One cell; the whole of it as its tooltip."""
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return _whole_cells(row)[index.column()]
        return None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("No."),
            self.tr("Time"),
            self.tr("User"),
            self.tr("Computer"),
            self.tr("Act"),
            self.tr("Case"),
            self.tr("Object"),
            self.tr("Models"),
            self.tr("Reason"),
            self.tr("Detail"),
        )


def _cells(row: AuditRow) -> tuple[str, ...]:
    event = row.event
    return (
        str(row.sequence),
        local_time(row.at),
        row.os_user,
        row.computer,
        action_words(event.action),
        case_words(event.case_id),
        (event.object_sha256 or "")[:_HASH_DIGITS],
        ", ".join(event.models),
        _one_line(event.reason or ""),
        _one_line(event.detail),
    )


def _whole_cells(row: AuditRow) -> tuple[str, ...]:
    event = row.event
    whole = {1: utc_time(row.at), 5: event.case_id or "", 6: event.object_sha256 or ""}
    whole |= {7: "\n".join(event.models), 8: event.reason or "", 9: event.detail}
    return tuple(whole.get(number, cell) for number, cell in enumerate(_cells(row)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
