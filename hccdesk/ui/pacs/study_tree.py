"""Studies that a PACS found, each with its series; the CT series are chosen by a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from hccdesk.domain.delivery import FoundSeries, FoundStudy
from hccdesk.ui import theme
from hccdesk.ui.pacs.pacs_words import series_columns, study_columns

COLUMNS_PX = (380, 100, 300, 120)


class StudyTree(QTreeWidget):
    """The tree.

    Signals: `chosen_changed()` other series are ticked.
    """

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels([self.tr("Patient / series"), self.tr("Date"), self.tr("Study"), self.tr("Holds")])
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate(COLUMNS_PX):
            self.header().resizeSection(number, width)
        self.setAccessibleName(self.tr("Studies"))
        self._items: list[tuple[QTreeWidgetItem, FoundStudy, FoundSeries]] = []
        self.itemChanged.connect(self._on_changed)

    def show_studies(self, studies: Sequence[FoundStudy]) -> None:
        """These in the place of those before; where there is one study alone it is open."""
        self.blockSignals(True)
        self.clear()
        self._items.clear()
        for study in studies:
            item = QTreeWidgetItem(list(study_columns(study)))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsSelectable)
            _tip(item)
            self.addTopLevelItem(item)
            for series in study.series:
                self._add(item, study, series)
            item.setExpanded(len(studies) == 1)
        self.blockSignals(False)
        self.chosen_changed.emit()

    def chosen(self) -> tuple[FoundStudy, tuple[FoundSeries, ...]] | None:
        """The study of which series are ticked, and those; None where none is, or of several studies."""
        ticked = [(study, series) for item, study, series in self._items if _is_ticked(item)]
        studies = {study.study_instance_uid: study for study, _ in ticked}
        if len(studies) != 1:
            return None
        return next(iter(studies.values())), tuple(series for _, series in ticked)

    def _add(self, under: QTreeWidgetItem, study: FoundStudy, series: FoundSeries) -> None:
        item = QTreeWidgetItem(list(series_columns(series)))
        _tip(item)
        under.addChild(item)
        if series.modality == "CT":
            item.setCheckState(0, Qt.CheckState.Unchecked)
            self._items.append((item, study, series))
        else:  # nothing else of it is read here
            for number in range(len(COLUMNS_PX)):
                item.setForeground(number, QColor(theme.current()["muted"]))

    def _on_changed(self, changed: QTreeWidgetItem) -> None:
        """One study at a time: a tick elsewhere takes those of the study before away."""
        if _is_ticked(changed):
            self.blockSignals(True)
            for item, _, _ in self._items:
                if item.parent() is not changed.parent():
                    item.setCheckState(0, Qt.CheckState.Unchecked)
            self.blockSignals(False)
        self.chosen_changed.emit()


def _is_ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) is Qt.CheckState.Checked


def _tip(item: QTreeWidgetItem) -> None:
    for number in range(len(COLUMNS_PX)):
        item.setToolTip(number, item.text(number))
