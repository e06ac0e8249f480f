"""The series that were found, as one chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.ui.ct_viewer.series_words import MARKS, reasons, series_name, series_size, verdict_word
from hccdesk.ui.image_words import patient_word, several_patients
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import column, empty, label, row


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series as the list shows it; `tip` says why it is good for no more."""

    name: str
    detail: str
    mark: str
    verdict: str
    tip: str
    usable: bool
    chosen: bool
    reading: bool


def series_lines(found: tuple[CtSeries, ...], chosen: CtSeries | None, reading: bool) -> tuple[SeriesLine, ...]:
    """A line for each series; the chosen one may still be read."""
    of_whom = several_patients(found)
    return tuple(
        _line(series, series is chosen, reading and series is chosen, patient_word(series) if of_whom else "")
        for series in found
    )


def _line(series: CtSeries, chosen: bool, reading: bool, patient: str) -> SeriesLine:
    name, suitability = series_name(series), series.verdict.suitability
    described = series.description if series.description != name else ""
    detail = " · ".join(text for text in (patient, described, series_size(series)) if text)
    return SeriesLine(
        name,
        detail,
        MARKS[suitability],
        translate("CtSeriesList", "reading …") if reading else verdict_word(suitability),
        reasons(series),
        suitability is not Suitability.NONE,
        chosen,
        reading,
    )


class SeriesRow(QFrame):
    """One line; a click or Enter chooses it.

    Signals: `chosen`.
    """

    chosen = Signal()

    def __init__(self, line: SeriesLine) -> None:
        super().__init__()
        self.setObjectName("series_row")
        self.setProperty("chosen", line.chosen)
        self.setEnabled(line.usable)
        self.setToolTip(line.tip or line.detail)
        self.setAccessibleName(f"{line.name}, {line.detail}, {line.verdict}")
        if line.usable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = column(self, 0, 0)
        layout.setContentsMargins(8, 4, 8, 4)
        head = row(spacing=8)
        name = label(line.name, "group" if line.chosen else "", wrap=True)
        mark = label(f"{line.mark} {line.verdict}", "caption")
        head.addWidget(name, 1)
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        layout.addWidget(label(line.detail, "caption", wrap=True))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit()


class CtSeriesList(QWidget):
    """The list.

    Signals: `chosen(int)` the place in what was found.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[SeriesLine, ...] = ()
        self._layout = column(self, 0, 2)

    def show_lines(self, lines: tuple[SeriesLine, ...]) -> None:
        """These series."""
        if lines == self._lines:
            return
        self._lines = lines
        empty(self._layout)
        for number, line in enumerate(lines):
            made = SeriesRow(line)
            made.chosen.connect(partial(self.chosen.emit, number))
            self._layout.addWidget(made)
