"""Values other than the patient's, tried in a nomogram: never part of a result. No widgets."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui.session import Session


class WhatIf(QObject):
    """What is tried, by model; the newest wish wins, and an answer to an older one is dropped.

    Signals: `changed(str)` the model whose values or answer changed.
    """

    changed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._values: dict[str, dict[str, float]] = {}
        self._findings: dict[str, SurvivalFinding] = {}
        self._faults: dict[str, str] = {}
        self._asked: dict[str, dict[str, float]] = {}

    def values(self, model_id: str) -> Mapping[str, float]:
        """What differs from the patient."""
        return self._values.get(model_id, {})

    def finding(self, model_id: str) -> SurvivalFinding | None:
        """What follows; None where nothing is tried, or nothing is known yet."""
        return self._findings.get(model_id)

    def fault(self, model_id: str) -> str:
        """Why nothing follows; empty where nothing went wrong."""
        return self._faults.get(model_id, "")

    def set_value(self, model_id: str, variable: str, value: float) -> None:
        """Try a value."""
        self._put(model_id, {**self.values(model_id), variable: value})

    def put_back(self, model_id: str, variable: str) -> None:
        """The patient's value again."""
        kept = {name: value for name, value in self.values(model_id).items() if name != variable}
        if kept != self.values(model_id):
            self._put(model_id, kept)

    def reset(self, model_id: str) -> None:
        """All of the patient's values again."""
        if self.values(model_id):
            self._put(model_id, {})

    def reset_all(self) -> None:
        """Nothing is tried in any nomogram."""
        for model_id in tuple(self._values):
            self.reset(model_id)

    def _put(self, model_id: str, values: dict[str, float]) -> None:
        self._values[model_id] = values
        self._faults.pop(model_id, None)
        if not values:
            self._findings.pop(model_id, None)
        elif model_id not in self._asked:
            self._ask(model_id)
        self.changed.emit(model_id)

    def _ask(self, model_id: str) -> None:
        result, verbs = self._session.model.result, self._session.verbs
        values = dict(self.values(model_id))
        if result is None or not values:
            return
        self._asked[model_id] = values
        # The tiles' threads: an analysis under way must not hold up what is dragged.
        job = self._session.tiles.start(lambda _: verbs.what_if(result, model_id, values))
        question = _Question(self, model_id)
        job.succeeded.connect(question.on_answer)
        job.failed.connect(question.on_fault)
        job.ended.connect(question.on_end)

    def _take(self, model_id: str, finding: SurvivalFinding) -> None:
        if self.values(model_id):
            self._findings[model_id] = finding
            self.changed.emit(model_id)

    def _take_fault(self, model_id: str, error: BaseException) -> None:
        self._findings.pop(model_id, None)
        self._faults[model_id] = error.what if isinstance(error, HccdeskError) else self.tr("This cannot be computed.")
        self.changed.emit(model_id)

    def _take_end(self, model_id: str) -> None:
        asked = self._asked.pop(model_id, {})
        if self.values(model_id) and asked != self.values(model_id):
            self._ask(model_id)


class _Question(QObject):
    """One wish under way; it goes away with the screen, and its job then tells nobody."""

    def __init__(self, owner: WhatIf, model_id: str) -> None:
        super().__init__(owner)
        self._owner, self._model_id = owner, model_id

    @Slot(object)
    def on_answer(self, finding: SurvivalFinding) -> None:
        self._owner._take(self._model_id, finding)

    @Slot(object)
    def on_fault(self, error: BaseException) -> None:
        self._owner._take_fault(self._model_id, error)

    @Slot()
    def on_end(self) -> None:
        self.deleteLater()
        self._owner._take_end(self._model_id)
