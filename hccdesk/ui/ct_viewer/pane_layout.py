"""How the views are laid out: three planes of one series, or one, two or four series side by side."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QGridLayout, QWidget

GAP_PX = 4


class PaneLayout(StrEnum):
    """The choices."""

    PLANES = "planes"
    ONE = "one"
    TWO = "two"
    FOUR = "four"

    @property
    def compared(self) -> int:
        """How many other series are beside the case's own."""
        return {PaneLayout.TWO: 1, PaneLayout.FOUR: 3}.get(self, 0)


_PLACES: dict[PaneLayout, tuple[tuple[int, int, int, int, int], ...]] = {
    PaneLayout.PLANES: ((0, 0, 0, 2, 1), (1, 0, 1, 1, 1), (2, 1, 1, 1, 1)),
    PaneLayout.ONE: ((0, 0, 0, 1, 1),),
    PaneLayout.TWO: ((0, 0, 0, 1, 1), (3, 0, 1, 1, 1)),
    PaneLayout.FOUR: ((0, 0, 0, 1, 1), (3, 0, 1, 1, 1), (4, 1, 0, 1, 1), (5, 1, 1, 1, 1)),
}
"""(box, row, column, rows, columns): box 0 to 2 are axial, coronal, sagittal, 3 to 5 the compared series."""


class PaneArea(QWidget):
    """The boxes: axial, coronal, sagittal, then three for compared series. One may fill the area."""

    def __init__(self, boxes: list[QWidget]) -> None:
        super().__init__()
        self._boxes, self._layout, self._alone = boxes, PaneLayout.PLANES, -1
        for box in boxes:
            box.setParent(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        self._grid.setSpacing(GAP_PX)
        self._arrange()

    @property
    def shown(self) -> tuple[int, ...]:
        """The boxes that are seen."""
        return (self._alone,) if self._alone >= 0 else tuple(place[0] for place in _PLACES[self._layout])

    @property
    def is_maximised(self) -> bool:
        """Whether one box fills the area."""
        return self._alone >= 0

    def use_layout(self, layout: PaneLayout) -> None:
        """Another layout; nothing fills the area alone any more."""
        self._layout, self._alone = layout, -1
        self._arrange()

    def maximise(self, box: int) -> None:
        """Let a box fill the area, or go back."""
        self._alone = -1 if self._alone == box else box
        self._arrange()

    def _arrange(self) -> None:
        """Place what is seen; an empty row or column takes no space."""
        alone = ((self._alone, 0, 0, 1, 1),) if self._alone >= 0 else _PLACES[self._layout]
        for box in self._boxes:
            self._grid.removeWidget(box)
        for number, row, column, rows, columns in alone:
            self._grid.addWidget(self._boxes[number], row, column, rows, columns)
        for number, one in enumerate(self._boxes):
            one.setVisible(number in self.shown)
        wide = 3 if self._layout is PaneLayout.PLANES else 2
        self._grid.setColumnStretch(0, wide)
        self._grid.setColumnStretch(1, 2 if any(place[2] == 1 for place in alone) else 0)
        self._grid.setRowStretch(0, 1)
        self._grid.setRowStretch(1, 1 if any(place[1] == 1 for place in alone) else 0)
