"""Gathers what is entered in the form into the clinical row. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.clinical_fields import FIELDS
from hccdesk.ui.clinical_values import record_of, values_of
from hccdesk.ui.intake.entry import Entry
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import BoardProblem, ProblemBoard

SOURCE = "form"


class FormPresenter(QObject):
    """A field with a fault counts as unknown and stops the analysis until it is mended."""

    def __init__(self, model: CaseModel, board: ProblemBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._board = model, board
        self._faults: dict[str, str] = {}
        self._report()  # a form built anew shows no faulty texts, so it has no faults

    def enter(self, name: str, entry: Entry) -> None:
        """One field as it was just entered."""
        self._faults.pop(name, None)
        if entry.fault:
            self._faults[name] = entry.fault
        values = values_of(self._model.inputs.clinical) | {name: entry.value}
        self._model.set_clinical(record_of(values))
        self._report()

    def start_anew(self, record: ClinicalRecord) -> None:
        """A whole row at once, from a file or for another patient: earlier faults are gone with their texts."""
        self._faults.clear()
        self._report()

    def _report(self) -> None:
        advice = translate("ClinicalForm", "Mend the field, or empty it: it counts as unknown now.")
        self._board.replace(
            SOURCE,
            [
                BoardProblem(
                    Severity.STOP, translate("ClinicalForm", FIELDS[name].title), fault, advice, "case", field=name
                )
                for name, fault in self._faults.items()
            ],
        )
