"""One survival bundle's answer: curve and table on the left, the nomogram one can try values in on the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui.results.cards import other_regimen
from hccdesk.ui.results.demonstration import card_head
from hccdesk.ui.results.horizon_table import HorizonTable
from hccdesk.ui.results.nomogram_painter import ROW_PX
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.results.scope_words import role_of
from hccdesk.ui.results.survival_curve import SurvivalPlot
from hccdesk.ui.results.survival_words import (
    cohort_line,
    endpoint_title,
    median,
    of_hundred,
    reading,
    source,
    whose_patients,
)
from hccdesk.ui.spoken import say, words
from hccdesk.ui.widgets.pieces import button, card, label, row

SECTION_PX = 17 * ROW_PX + 114
"""The height of the paper's nomogram: twelve predictors, points, total and three horizons."""


class SurvivalSection(QWidget):
    """Curve and nomogram side by side.

    Signals: `value_asked(str, str, float)` model, predictor, another value; `put_back(str, str)` model, predictor;
    `reset_asked(str)` model; `row_chosen(QPoint)` in the window, the keys went to the ruler there.
    """

    value_asked = Signal(str, str, float)
    put_back = Signal(str, str)
    reset_asked = Signal(str)
    row_chosen = Signal(object)

    def __init__(
        self, model_id: str, finding: SurvivalFinding, demonstration: bool, model: str = "", scope: str = ""
    ) -> None:
        """`model` is the model's title, `scope` whether it may speak about this patient, in words."""
        super().__init__()
        self._model_id, self._finding, self._demonstration = model_id, finding, demonstration
        self._model, self._scope = model, scope
        self._other: SurvivalFinding | None = None
        self._read_at = -1.0
        self.plot, self.nomogram = SurvivalPlot(finding), NomogramView(finding)
        self.table = HorizonTable(finding)
        self._reading, self._what_if = label("", "caption", wrap=True), label("", "what_if")
        self._reset = button(self.tr("Reset"), "", "restore")
        self.setMinimumHeight(SECTION_PX)
        layout = row(self, 0, 12)
        layout.addWidget(self._curve_card(), 2)
        layout.addWidget(self._nomogram_card(), 3)
        self.plot.read.connect(self._show_reading)
        self.nomogram.changed.connect(self._on_changed)
        self.nomogram.put_back.connect(self._on_put_back)
        self.nomogram.row_chosen.connect(self._on_row_chosen)
        self._reset.clicked.connect(self._on_reset)
        self.show_what_if({}, None)

    def show_what_if(self, values: Mapping[str, float], other: SurvivalFinding | None, fault: str = "") -> None:
        """Other values than the patient's and what follows, or neither; `fault` says why nothing follows."""
        self._other = other
        self._show_reading(self._read_at)
        self.nomogram.show_what_if(values, other)
        asked = bool(values) and other is None and not fault
        self.plot.show_what_if(other, asked=asked)
        self.table.show_what_if(other, asked=asked)
        self._reset.setEnabled(bool(values))
        self._reset.setToolTip("" if values else self.tr("Nothing is changed: these are the patient's values"))
        if fault:
            self._what_if.setText(f"▲ {fault}")
        else:
            self._what_if.setText(self.tr("◇ what-if, not the patient") if values else "")

    def _curve_card(self) -> QFrame:
        finding = self._finding
        frame, body = card()
        body.addLayout(card_head(endpoint_title(finding.endpoint), self._demonstration))
        for text in (self._model, words(finding.question), cohort_line(finding)):
            if text:
                body.addWidget(label(text, "caption", wrap=True))
        if self._scope:
            body.addWidget(label(self._scope, role_of(self._scope), wrap=True))
        if not finding.in_regimen:
            body.addWidget(label(f"▲ {other_regimen()}", "warning", wrap=True))
        if whose_patients(finding):
            body.addWidget(label("\n".join(whose_patients(finding)), "warning", wrap=True))
        body.addWidget(self.table)
        for text in (of_hundred(finding), median(finding)):
            body.addWidget(label(text, "", wrap=True))
        body.addWidget(self._reading)
        body.addWidget(self.plot, 1)
        if source(finding):
            body.addWidget(label(source(finding), "caption", wrap=True))
        for rule in finding.fitted_rules_used:
            body.addWidget(label(say(rule), "caption", wrap=True))
        return frame

    def _nomogram_card(self) -> QFrame:
        frame, body = card()
        body.addLayout(card_head(self.tr("Nomogram"), self._demonstration))
        hint = row(spacing=8)
        text = self.tr("Drag a mark: shows how the model reacts, not what a treatment would do.")
        hint.addWidget(label(text, "caption", wrap=True), 1)
        hint.addWidget(self._what_if)
        hint.addWidget(self._reset)
        body.addLayout(hint)
        body.addWidget(self.nomogram, 1)
        if any(axis.clamped for axis in self._finding.nomogram.axes):
            body.addWidget(label(self.tr("* off the ruler: drawn at its end, counted in full"), "caption"))
        return frame

    def _show_reading(self, months: float) -> None:
        self._read_at = months
        said = reading(self._finding, months, self._other)
        self._reading.setText(said or self.tr("Point at the curve to read it off."))

    def _on_changed(self, variable: str, value: float) -> None:
        self.value_asked.emit(self._model_id, variable, value)

    def _on_put_back(self, variable: str) -> None:
        self.put_back.emit(self._model_id, variable)

    def _on_row_chosen(self, place: QPoint) -> None:
        self.row_chosen.emit(self.nomogram.mapTo(self.window(), place))

    def _on_reset(self) -> None:
        self.nomogram.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reset_asked.emit(self._model_id)
