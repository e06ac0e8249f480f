"""What an analysis of one model leaves alone: taken over from the result before, or said not to have been run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.provenance import ModelFact
from hccdesk.domain.result import CaseResult, CtResponseFinding, HaimFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchSelection

_Finding = TypeVar("_Finding", CtResponseFinding, HaimFinding, SurvivalFinding)

NOT_RUN = {
    ModelChoice.CT: Sentence.of("not run: only the CT response was asked for"),
    ModelChoice.SLIDE: Sentence.of("not run: only the slide response was asked for"),
    ModelChoice.SURVIVAL: Sentence.of("not run: only the survival prediction was asked for"),
}


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is run and what is not. `previous` is a result of the same inputs, or None."""

    wanted: ModelChoice
    previous: CaseResult | None

    @classmethod
    def of(cls, wanted: ModelChoice, previous: CaseResult | None, models: tuple[ModelFact, ...]) -> RunPlan:
        """A result that other models made is nothing to take over from."""
        usable = previous is not None and previous.provenance.models == models
        return cls(wanted, previous if usable and wanted is not ModelChoice.ALL else None)

    def runs_ct(self, nomogram_needs_it: bool) -> bool:
        """Whether the CT model is run: when asked for, and for a nomogram that would stand without it."""
        if self.wanted is ModelChoice.SURVIVAL:
            found = self.previous is not None and isinstance(self.previous.ct_response, CtResponseFinding)
            return nomogram_needs_it and not found
        return self.wanted in (ModelChoice.ALL, ModelChoice.CT)

    @property
    def runs_slide(self) -> bool:
        """Whether the slide model is run."""
        return self.wanted in (ModelChoice.ALL, ModelChoice.SLIDE)

    def runs_survival(self, model_id: str) -> bool:
        """Whether a nomogram is run; one that was, is again after the CT model, so that the two belong together."""
        if self.wanted is ModelChoice.CT and self.previous is not None:
            return not _was_not_run(dict(self.previous.survival).get(model_id))
        return self.wanted in (ModelChoice.ALL, ModelChoice.SURVIVAL)

    def kept_ct(self) -> CtResponseFinding | NotComputed:
        """The CT finding where its model is not run."""
        return self._kept(self.previous.ct_response if self.previous else None)

    def kept_slide(self) -> tuple[HaimFinding | NotComputed, PatchSelection | None]:
        """The slide finding and its patches where its model is not run."""
        if self.previous is None:
            return NotComputed(NOT_RUN[self.wanted]), None
        return self._kept(self.previous.slide_response), self.previous.patches

    def kept_survival(self, model_id: str) -> SurvivalFinding | NotComputed:
        """A nomogram's finding where it is not run."""
        return self._kept(dict(self.previous.survival).get(model_id) if self.previous else None)

    def _kept(self, finding: _Finding | NotComputed | None) -> _Finding | NotComputed:
        return NotComputed(NOT_RUN[self.wanted]) if finding is None or _was_not_run(finding) else finding

    def notes(self, ran_ct: bool) -> tuple[str, ...]:
        """Remarks for the record: which numbers an earlier run computed, and when. Scores are always computed anew."""
        if self.previous is None:
            return ()
        kept = []
        if not ran_ct and isinstance(self.previous.ct_response, CtResponseFinding):
            kept.append("CT response")
        if not self.runs_slide and isinstance(self.previous.slide_response, HaimFinding):
            kept.append("slide response")
        for model_id, finding in self.previous.survival:
            if not self.runs_survival(model_id) and isinstance(finding, SurvivalFinding):
                kept.append(f"survival prediction ({model_id})")
        return tuple(self._note(what) for what in kept)

    def _note(self, what: str) -> str:
        assert self.previous is not None
        begins = f"The {what} was taken over from the analysis of"
        runtime = self.previous.provenance.runtime
        earlier = [note for note in (runtime.notes if runtime else ()) if note.startswith(begins)]
        return earlier[0] if earlier else f"{begins} {self.previous.provenance.finished_at}."


def _was_not_run(finding: object) -> bool:
    return isinstance(finding, NotComputed) and finding.reason in NOT_RUN.values()
