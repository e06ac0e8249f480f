"""Every check under its section, filled in while they run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from hccdesk.domain.selftest import REFERENCE, SECTION_TITLES, CheckState, SelftestCheck, worst
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say

_COLOURS = {CheckState.FAILED: "problem", CheckState.NOT_APPLICABLE: "muted"}
_NAME_PX, _STATE_PX = 400, 140


class CheckTree(QTreeWidget):
    """Sections in their order; one that failed opens by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("checks")
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("Check"), self.tr("Result"), self.tr("What was found")])
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, _NAME_PX)
        self.header().resizeSection(1, _STATE_PX)
        self.header().setStretchLastSection(True)
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self._sections: dict[str, QTreeWidgetItem] = {}
        self._states: dict[str, list[CheckState]] = {}
        self.begin(quick=False)

    def begin(self, *, quick: bool) -> None:
        """Every section, with nothing checked yet."""
        self.clear()
        self._sections.clear()
        self._states.clear()
        for key, title in SECTION_TITLES.items():
            left_out = quick and key == REFERENCE
            item = QTreeWidgetItem([say(title), self.tr("○ left out") if left_out else self.tr("○ not yet"), ""])
            item.setForeground(1, _colour("muted"))
            self.addTopLevelItem(item)
            self._sections[key], self._states[key] = item, []

    def add(self, key: str, check: SelftestCheck) -> None:
        """A check that was just run; its section is at work until `finish`."""
        section = self._sections[key]
        line = QTreeWidgetItem([say(check.name), state_words(check.state), say(check.finding)])
        for number in range(3):
            line.setToolTip(number, line.text(number))
            line.setTextAlignment(number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        _paint(line, check.state)
        section.addChild(line)
        self._states[key].append(check.state)
        self._show_section(key, is_over=False)
        for earlier in tuple(SECTION_TITLES)[: tuple(SECTION_TITLES).index(key)]:
            self._show_section(earlier, is_over=True)

    def finish(self) -> None:
        """Nothing more comes: every section that was begun is over."""
        for key in self._sections:
            self._show_section(key, is_over=True)

    def _show_section(self, key: str, *, is_over: bool) -> None:
        states, item = self._states[key], self._sections[key]
        if not states:
            return
        together = worst(states)
        failed = states.count(CheckState.FAILED)
        item.setText(1, state_words(together) if is_over or failed else self.tr("◐ at work"))
        item.setText(2, self._counted(states, failed))
        _paint(item, together)
        if failed:
            item.setExpanded(True)

    def _counted(self, states: list[CheckState], failed: int) -> str:
        if failed:
            return self.tr("failed: {failed} of {all} checks").format(failed=failed, all=len(states))
        return self.tr("checks: {all}").format(all=len(states))


def state_words(state: CheckState) -> str:
    """Shape and word of a state."""
    return {
        CheckState.PASSED: translate("CheckTree", "● passed"),
        CheckState.FAILED: translate("CheckTree", "▲ failed"),
        CheckState.NOT_APPLICABLE: translate("CheckTree", "○ not applicable"),
    }[state]


def _paint(item: QTreeWidgetItem, state: CheckState) -> None:
    item.setForeground(1, _colour(_COLOURS.get(state, "text")))


def _colour(role: str) -> QColor:
    return QColor(theme.current()[role])
