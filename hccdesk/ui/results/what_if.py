"""Values other than the patient's, tried in a nomogram: never part of a result. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.result import CaseResult, SurvivalFinding
from hccdesk.ui.jobs import RunningJob
from hccdesk.ui.session import Session
from hccdesk.ui.spoken import tell


@dataclass(frozen=True, eq=False, slots=True)
class _Question:
    """One wish: what would follow in this very result; an answer holds for nothing else."""

    result: CaseResult
    model_id: str
    values: Mapping[str, float]


class WhatIf(QObject):
    """What is tried, by model; the newest wish wins, and an answer to another wish or another result is dropped.

    Signals: `changed(str)` the model whose values or answer changed.
    """

    changed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._values: dict[str, dict[str, float]] = {}
        self._answers: dict[str, tuple[_Question, SurvivalFinding]] = {}
        self._faults: dict[str, tuple[_Question, str]] = {}
        self._asked: dict[str, _Question] = {}
        self._questions: dict[RunningJob, _Question] = {}

    def values(self, model_id: str) -> Mapping[str, float]:
        """What differs from the patient."""
        return self._values.get(model_id, {})

    def finding(self, model_id: str) -> SurvivalFinding | None:
        """What follows from these very values; None where nothing is tried, or it is not known yet."""
        question, finding = self._answers.get(model_id, (None, None))
        return finding if question and self._is_wished(question) else None

    def fault(self, model_id: str) -> str:
        """Why nothing follows; empty where nothing went wrong."""
        question, fault = self._faults.get(model_id, (None, ""))
        return fault if question and self._is_wished(question) else ""

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
        asked = self._asked.get(model_id)
        if asked is None or asked.result is not self._session.model.result:
            self._ask(model_id)
        self.changed.emit(model_id)

    def _is_wished(self, question: _Question) -> bool:
        of_now = question.result is self._session.model.result
        return of_now and bool(question.values) and question.values == self.values(question.model_id)

    def _ask(self, model_id: str) -> None:
        result, verbs, values = self._session.model.result, self._session.verbs, dict(self.values(model_id))
        if result is None or not values:
            return
        question = self._asked[model_id] = _Question(result, model_id, values)
        # The tiles' threads: an analysis under way must not hold up what is dragged.
        job = self._session.tiles.start(lambda _: verbs.what_if(result, model_id, values))
        self._questions[job] = question
        job.succeeded.connect(self._on_answer)
        job.failed.connect(self._on_fault)
        job.ended.connect(self._on_end)

    @Slot(object)
    def _on_answer(self, finding: SurvivalFinding) -> None:
        question = self._question()
        if question and self._is_wished(question):
            self._answers[question.model_id] = (question, finding)
            self.changed.emit(question.model_id)

    @Slot(object)
    def _on_fault(self, error: BaseException) -> None:
        question = self._question()
        if question and self._is_wished(question):
            said = tell(error.said) if isinstance(error, HccdeskError) else self.tr("This cannot be computed.")
            self._faults[question.model_id] = (question, said)
            self.changed.emit(question.model_id)

    @Slot()
    def _on_end(self) -> None:
        question = self._question()
        if question is None:
            return
        self._questions = {job: other for job, other in self._questions.items() if other is not question}
        if self._asked.get(question.model_id) is not question:
            return  # it was about the result before
        del self._asked[question.model_id]
        if question.values != self.values(question.model_id) or question.result is not self._session.model.result:
            self._ask(question.model_id)

    def _question(self) -> _Question | None:
        job = self.sender()
        return self._questions.get(job) if isinstance(job, RunningJob) else None
