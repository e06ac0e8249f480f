"""Which patches are shown and why: those of the result while it is current, else those of a check. No widgets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.case import SlideInput
from hccdesk.domain.manifest import ModelKind
from hccdesk.domain.result import HaimFinding, NotComputed
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchSelection, SlideExplanation, SlideFacts
from hccdesk.ui.demonstration import is_demonstration
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.patch_looks import FATES, counts_of
from hccdesk.ui.slide_viewer.slide_memory import SlideMemory

SOURCE = "tissue check"


class PatchPresenter(QObject):
    """The patches of the open slide.

    Signals: `changed` with the patches, the filter, the explanation or the check.
    """

    changed = Signal()

    def __init__(self, session: Session, memory: SlideMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._memory = session, memory
        self._only = ""
        self._job: RunningJob | None = None
        self._asked: SlideFacts | None = None
        session.shelf.leaving.connect(self._drop)
        session.model.slide_changed.connect(self._on_slide)
        session.model.rois_changed.connect(self._on_changed)
        session.model.result_changed.connect(self._on_changed)
        session.models_known.connect(self.changed)

    @property
    def selection(self) -> PatchSelection | None:
        """The patches to show, None before they were judged or where they no longer fit the regions."""
        model = self._session.model
        if model.result_is_current and model.result and model.result.patches:
            return model.result.patches
        is_fresh = self._memory.checked_roi is model.rois.slide and model.rois.slide is not None
        return self._memory.checked if is_fresh else None

    @property
    def explanation(self) -> SlideExplanation | None:
        """What the patches did to the score, while the result is current and may be seen."""
        model = self._session.model
        result = model.seen_result if model.result_is_current else None
        if result is None or result.patches is None or not isinstance(result.slide_response, HaimFinding):
            return None
        return result.slide_response.explanation

    @property
    def is_demonstration(self) -> bool:
        """Whether the model whose result is shown was trained on synthetic patients; one we do not know counts so."""
        result = self._session.model.result
        found = result.slide_response if result else None
        return isinstance(found, HaimFinding) and is_demonstration(found.model_id, self._session.models)

    @property
    def counts(self) -> dict[str, int]:
        """How many patches have which fate; empty before they were judged."""
        return counts_of(self.selection) if self.selection else {}

    @property
    def only(self) -> str:
        """The fate that alone is shown, empty for all."""
        return self._only

    @property
    def is_checking(self) -> bool:
        """Whether the tissue is being checked."""
        return self._job is not None

    def filter(self, fate: str) -> None:
        """Show one fate alone; the same again shows all."""
        self._only = "" if fate in (self._only, "") or fate not in FATES else fate
        self.changed.emit()

    def check(self) -> None:
        """Judge the patches inside the regions, without a network."""
        slide, roi = self._session.model.inputs.slide, self._session.model.rois.slide
        if slide is None or roi is None or self._job is not None:
            return
        asked, verbs = SlideInput(slide.facts, roi), self._session.verbs
        self._session.board.clear(SOURCE)
        self._job = self._session.compute.start(
            lambda progress: verbs.preview_patches(asked, progress), self.tr("Checking the tissue")
        )
        deliver(self._job, self, partial(self._on_checked, slide.facts, roi))
        self._asked = slide.facts
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_ended)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop checking."""
        if self._job:
            self._job.cancel()

    def why_not_checked(self) -> str:
        """Why the tissue cannot be checked now; empty where it can."""
        slide = self._session.model.inputs.slide
        if slide is None or self._session.model.rois.slide is None:
            return self.tr("Outline the tumour first: patches are taken inside the outline.")
        if slide.facts.um_per_px is None:
            return self.tr("The slide does not say how many µm a pixel is.")
        if self._session.models and not any(model.kind is ModelKind.HAIM for model in self._session.models):
            return self.tr("No slide model is installed.")
        return ""

    def shortage(self) -> Sentence | None:
        """Why there is too little tissue, None where there is enough or nothing is known."""
        result = self._session.model.result if self._session.model.result_is_current else None
        if result and result.patches and isinstance(result.slide_response, NotComputed):
            return result.slide_response.reason
        least, selection = self._least(), self.selection
        if least is None or selection is None or len(selection.kept) >= least:
            return None
        return Sentence.of(
            "Too little tissue: {kept} patches are good enough, the slide model needs {least}.",
            kept=len(selection.kept),
            least=least,
        )

    def _least(self) -> int | None:
        specs = [model.slide_input for model in self._session.models if model.slide_input]
        return specs[0].minimum_patches if specs else None

    def _on_checked(self, facts: SlideFacts, roi: SlideRoi, selection: PatchSelection) -> None:
        slide = self._session.model.inputs.slide
        if slide is not None and slide.facts is facts:
            self._memory.checked, self._memory.checked_roi = selection, roi
            self._memory.grid_shown = True

    def _on_failed(self, error: BaseException) -> None:
        if self.sender() is self._job:
            self._session.board.replace(SOURCE, lines_of_error(error, "slide"))

    def _on_ended(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.changed.emit()

    def _drop(self) -> None:
        """The slide it was asked for is not on the desk any more: nothing of it comes here."""
        self.cancel()
        self._job, self._asked = None, None
        self._session.board.clear(SOURCE)
        self.changed.emit()

    def _on_slide(self) -> None:
        slide = self._session.model.inputs.slide
        if self._asked is not None and (slide is None or slide.facts is not self._asked):
            self._drop()
        self._on_changed()

    def _on_changed(self) -> None:
        self._only = ""
        self.changed.emit()
