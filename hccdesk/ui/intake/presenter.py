"""Decides what the Case screen shows and what its wishes do. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.problem import Severity
from hccdesk.ui.case_loader import CaseLoader
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs
from hccdesk.ui.intake.entry import Entry
from hccdesk.ui.intake.form_presenter import FormPresenter
from hccdesk.ui.intake.model_needs import missing_for, speaks
from hccdesk.ui.intake.stage_offer import BCLC, stage_offer
from hccdesk.ui.intake.tile_contents import tile_contents
from hccdesk.ui.language import translate
from hccdesk.ui.problem_board import ProblemBoard, lines_of_problems
from hccdesk.ui.spoken import say
from hccdesk.ui.verbs import Verbs

if TYPE_CHECKING:
    from hccdesk.ui.intake.tile_content import TileContent
    from hccdesk.ui.verbs import Scores

SCORES_AFTER_MS = 150


class CaseScreen(Protocol):
    """What the presenter needs of its view."""

    def show_record(self, record: ClinicalRecord) -> None:
        """The whole form."""

    def show_tile(self, role: str, content: TileContent) -> None:
        """One input."""

    def show_scores(self, scores: Scores) -> None:
        """Scores as one types."""

    def show_missing(self, lines: tuple[tuple[str, str], ...], checking: bool = False) -> None:
        """What each model still needs."""

    def show_mismatch(self, lines: tuple[str, ...], reason: str | None) -> None:
        """Different patients."""

    def suggest(self, name: str, value: object, said: str) -> None:
        """A value offered to a field."""


class CasePresenter(QObject):
    """The Case screen's decisions."""

    def __init__(  # noqa: PLR0917 - what it works on, in the order of every presenter
        self,
        view: CaseScreen,
        model: CaseModel,
        loader: CaseLoader,
        board: ProblemBoard,
        verbs: Verbs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._model, self._loader, self._board, self._verbs = view, model, loader, board, verbs
        self._form = FormPresenter(model, board, self)
        self._models: tuple[ModelManifest, ...] = ()
        self._checking = False
        self._region_size = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SCORES_AFTER_MS)
        self._soon.timeout.connect(self.show_derived)
        loader.inputs_changed.connect(self.show_tiles)
        loader.clinical_read.connect(self._on_clinical_read)
        board.changed.connect(self.show_tiles)
        model.clinical_replaced.connect(self._on_replaced)
        for signal in (model.ct_changed, model.slide_changed, model.rois_changed):
            signal.connect(self.show_tiles)
        for signal in (model.clinical_changed, model.ct_changed, model.slide_changed, model.rois_changed):
            signal.connect(self._soon.start)
        view.show_record(model.inputs.clinical)
        self.show_tiles()
        self.show_derived()

    def enter(self, name: str, entry: Entry) -> None:
        """A field was changed."""
        self._form.enter(name, entry)

    def remove(self, role: str) -> None:
        """Take an input out of the case; what was drawn here goes undoably."""
        inputs, rois = self._loader.inputs, self._model.rois
        refused = {"ct_roi": inputs.refused_mask, "slide_roi": inputs.refused_outline}.get(role)
        if refused and refused in (inputs.mask, inputs.outline):
            self._loader.dismiss_region("ct" if role == "ct_roi" else "slide")
            return
        if role == "ct_roi" and not inputs.found_masks:
            self._model.edit_rois(replace(rois, lesions=()), translate("CaseView", "Remove the lesions"))
            return
        if role == "slide_roi" and not inputs.found_outlines:
            self._model.edit_rois(rois.with_slide(None), translate("CaseView", "Remove the outline"))
            return
        without: dict[str, Callable[[], Inputs]] = {
            "ct": inputs.without_ct,
            "slide": inputs.without_slide,
            "ct_roi": lambda: replace(inputs, found_masks=(), mask=None, mask_label=None),
            "slide_roi": lambda: replace(inputs, found_outlines=(), outline=None),
        }
        self._loader.choose(without[role]())

    def choose(self, role: str, index: int) -> None:
        """Another among what was found."""
        inputs = self._loader.inputs
        if role == "ct":
            self._loader.choose(replace(inputs, series=inputs.found_series[index]))
        elif role == "slide":
            self._loader.choose(replace(inputs, slide=inputs.found_slides[index]))
        elif role == "slide_roi":
            self._loader.choose(replace(inputs, outline=inputs.found_outlines[index]))
        elif inputs.mask is None:
            self._loader.choose(inputs.with_mask(inputs.found_masks[index]))
        else:
            self._loader.choose(replace(inputs, mask_label=inputs.mask.labels[index]))

    def show_models(self, models: tuple[ModelManifest, ...], checking: bool = False) -> None:
        """What is installed, so that we can say what each still needs."""
        self._models, self._checking = models, checking
        self.show_derived()

    def show_tiles(self) -> None:
        """The inputs as they stand."""
        faults = frozenset(source for source in ("ct", "slide") if self._board.of(source))
        contents = tile_contents(self._loader.inputs, self._model, self._loader.reading, faults, self._region_size)
        for role, content in contents.items():
            self._view.show_tile(role, content)

    def show_region_size(self, text: str) -> None:
        """The lesions' size as they stand; empty as long as it is being measured."""
        if text != self._region_size:
            self._region_size = text
            self.show_tiles()

    def show_derived(self) -> None:
        """Scores, what is missing, and whether the inputs speak of one patient."""
        inputs = self._model.inputs
        scores = self._verbs.scores(inputs.clinical)
        self._view.show_scores(scores)
        self._view.suggest("bclc_confirmed", *stage_offer(dict(scores).get(BCLC)))
        needs = self._verbs.row_needs(inputs.clinical)
        self._view.show_missing(
            tuple(missing_for(model, self._model, needs) for model in self._models if speaks(model)), self._checking
        )
        problems = self._verbs.mismatches(inputs)
        stops = tuple(say(problem.what) for problem in problems if problem.severity is Severity.STOP)
        self._view.show_mismatch(stops, inputs.mismatch_reason)
        self._board.replace("identity", lines_of_problems(problems, "case"))

    def _on_replaced(self) -> None:
        self._on_clinical_read(self._model.inputs.clinical)

    def _on_clinical_read(self, record: ClinicalRecord) -> None:
        self._form.start_anew(record)
        self._view.show_record(record)
        self.show_derived()
