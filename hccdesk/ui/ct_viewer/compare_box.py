"""A view of another series: which one, its slice, its slider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from hccdesk.domain.ct import CtSeries
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.ct_viewer.series_words import MARKS, reasons, series_name, series_size
from hccdesk.ui.ct_viewer.slice_bar import SliceBar
from hccdesk.ui.ct_viewer.slice_pane import SlicePane
from hccdesk.ui.widgets.pieces import column

HEAD_PX = 28


class CompareBox(QWidget):
    """The box; `pane` is its view, `bar` its slider.

    Signals: `chosen(CtSeries)`.
    """

    chosen = Signal(object)

    def __init__(self, number: int) -> None:
        super().__init__()
        name = self.tr("Compared series {n}").format(n=number + 1)
        self.pane = SlicePane(Plane.AXIAL, name)
        self.bar = SliceBar(self.tr("Slices of compared series {n}").format(n=number + 1))
        self._found: tuple[CtSeries, ...] = ()
        self._choice = QComboBox()
        self._choice.setAccessibleName(name)
        self._choice.setFixedHeight(HEAD_PX)
        self._choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._choice.setMinimumContentsLength(10)
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setPlaceholderText(self.tr("Choose a series …"))
        self._choice.activated.connect(self._on_activated)
        layout = column(self, 0, 0)
        layout.addWidget(self._choice)
        layout.addWidget(self.pane, 1)
        layout.addWidget(self.bar)

    def show_choices(self, found: tuple[CtSeries, ...], chosen: CtSeries | None) -> None:
        """Among which series one chooses."""
        if found != self._found:
            self._found = found
            self._choice.clear()
            for number, series in enumerate(found):
                mark = MARKS[series.verdict.suitability]
                self._choice.addItem(f"{mark} {series_name(series)} · {series_size(series)}")
                self._choice.setItemData(number, reasons(series), Qt.ItemDataRole.ToolTipRole)
        place = next((i for i, series in enumerate(found) if series is chosen), -1)
        self._choice.setCurrentIndex(place)

    def _on_activated(self, place: int) -> None:
        self.chosen.emit(self._found[place])
