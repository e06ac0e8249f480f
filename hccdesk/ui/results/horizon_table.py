"""The probabilities at a bundle's horizons with their intervals, and a row for a what-if that is always there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from hccdesk.domain.printed_probability import printed_probability
from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui.results.survival_words import interval
from hccdesk.ui.widgets.pieces import label, set_role


class HorizonTable(QWidget):
    """One column a horizon: the patient's probability, its 95 % interval, the what-if's probability."""

    def __init__(self, finding: SurvivalFinding) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        names = (self.tr("patient"), self.tr("95 % interval"), self.tr("what-if"))
        for number, name in enumerate(names, start=1):
            grid.addWidget(label(name, "caption"), number, 0, Qt.AlignmentFlag.AlignVCenter)
        self._others: dict[str, QLabel] = {}
        for place, (months, probability) in enumerate(finding.probability_at_months.items(), start=1):
            self._others[months] = label("–", "caption")
            column = (
                label(self.tr("{months} months").format(months=months), "caption"),
                label(printed_probability(probability), "number"),
                label(interval(finding, months), "caption"),
                self._others[months],
            )
            column[1].setEnabled(finding.in_regimen)
            for number, shown in enumerate(column):
                grid.addWidget(shown, number, place)
            grid.setColumnStretch(place, 1)

    def show_what_if(self, other: SurvivalFinding | None, *, asked: bool = False) -> None:
        """The other probabilities, or none; `asked` where they are being computed."""
        found, none = (other.probability_at_months if other else {}), "◇ …" if asked else "–"
        for months, shown in self._others.items():
            shown.setText(f"◇ {printed_probability(found[months])}" if months in found else none)
            set_role(shown, "what_if" if months in found else "caption")
