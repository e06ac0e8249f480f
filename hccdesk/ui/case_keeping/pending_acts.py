"""What was done to the case on the desk since it was saved, for the audit trail; never a word that somebody typed,
but the reason of an override, which is recorded because it is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.provenance import InputFact
from hccdesk.ui.case_history import Step
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.file_region_step import TakeRegion
from hccdesk.ui.region_steps import EditLesions, EditOutline


class PendingActs(QObject):
    """Collects acts by the number of the save that will hold them; they wait until one succeeds.

    Signals: `found(AuditEvent)` something that nobody did, and that is told without a save: a file is another one.
    """

    found = Signal(object)

    def __init__(self, model: CaseModel, counts: Callable[[], bool], parent: QObject) -> None:
        """`counts` tells whether what changes now is somebody's doing, not the reopening of a case."""
        super().__init__(parent)
        self._model, self._counts = model, counts
        self._waiting: list[tuple[int, AuditEvent]] = []
        self._known: frozenset[tuple[str, str]] = frozenset()
        """Role and sha256."""
        self._stage = model.inputs.clinical.bclc_confirmed
        self._next = 1
        model.clinical_changed.connect(self._on_clinical)
        model.regimen_changed.connect(self._on_regimen)
        model.mismatch_accepted.connect(self._on_mismatch)
        model.history.done.connect(self._on_step)
        for signal in (model.ct_changed, model.slide_changed, model.rois_changed):
            signal.connect(self._on_inputs)

    def add(self, act: AuditEvent) -> None:
        """Another act; its case is told when it is saved."""
        if all((self._next, act) != waiting for waiting in self._waiting):
            self._waiting.append((self._next, act))

    def told_to(self, number: int) -> None:
        """What comes from now on belongs to a later save than this one."""
        self._next = number + 1

    def until(self, number: int, case_id: str) -> tuple[AuditEvent, ...]:
        """What this save holds; on any thread."""
        return tuple(replace(act, case_id=case_id) for of, act in tuple(self._waiting) if of <= number)

    def saved(self, acts: tuple[AuditEvent, ...]) -> None:
        """So many, the first ones, are in the trail; on any thread, nobody else takes any away."""
        del self._waiting[: len(acts)]

    def start(self, known: tuple[InputFact, ...] = ()) -> None:
        """Another case, whose inputs were read before; what was done to the one before was saved."""
        self._waiting, self._known = [], frozenset((fact.role, fact.sha256) for fact in known)
        self._stage = self._model.inputs.clinical.bclc_confirmed

    @Slot()
    def _on_clinical(self) -> None:
        self._edited(AuditAction.CLINICAL_EDITED, "form")
        before, self._stage = self._stage, self._model.inputs.clinical.bclc_confirmed
        if self._stage is not before:
            self._edited(AuditAction.STAGE_CONFIRMED, f"BCLC {self._stage.value}" if self._stage else "BCLC taken back")

    @Slot()
    def _on_regimen(self) -> None:
        self._edited(AuditAction.CLINICAL_EDITED, "regimen")

    @Slot()
    def _on_mismatch(self) -> None:
        if self._counts():
            reason = self._model.inputs.mismatch_reason
            self.add(AuditEvent(AuditAction.OVERRIDDEN, reason=reason, detail="different patients"))

    @Slot(object, str)
    def _on_step(self, step: Step, how: str) -> None:
        kinds = {EditLesions: "lesions", EditOutline: "outline", TakeRegion: "region of a file"}
        kind = kinds.get(type(step))
        if kind:
            self._edited(AuditAction.REGIONS_EDITED, f"{kind} {how}")

    @Slot()
    def _on_inputs(self) -> None:
        """Files that were not read before; another content where a kept case had its file is told as that."""
        now = [(fact.role, fact.sha256) for fact in self._model.inputs.facts]
        roles = {role for role, _ in self._known}
        for role, sha256 in now:
            if (role, sha256) in self._known:
                continue
            if role in roles and not self._counts():
                self.found.emit(AuditEvent(AuditAction.INPUT_CHANGED, object_sha256=sha256, detail=role))
            else:
                self.add(AuditEvent(AuditAction.INPUT_READ, object_sha256=sha256, detail=role))
        self._known |= frozenset(now)

    def _edited(self, action: AuditAction, detail: str) -> None:
        if self._counts():
            self.add(AuditEvent(action, detail=detail))
