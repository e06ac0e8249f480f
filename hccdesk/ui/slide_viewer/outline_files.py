"""Outlines from files and to files, and the resolution that a reader tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from hccdesk.domain.case import Case, SlideInput
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.jobs import RunningJob, deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.region_presenter import RegionPresenter

SOURCE = "slide outlines"
TYPICAL_UM_PER_PX, FINEST_UM_PER_PX, COARSEST_UM_PER_PX = 0.25, 0.05, 4.0


class OutlineFiles(QObject):
    """Import and export, in jobs; what goes wrong is a line of the problem list.

    Signals: `written(str)` the name of the file that was exported.
    """

    written = Signal(str)

    def __init__(self, session: Session, regions: RegionPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._regions, self._owner = session, regions, parent
        self._asked: dict[RunningJob, SlideFacts] = {}
        session.shelf.leaving.connect(self._drop)
        session.model.slide_changed.connect(self._on_slide)

    def bring(self, path: Path) -> None:
        """Read outlines; they take the place of those that are here, which can be undone."""
        slide = self._session.model.inputs.slide
        if slide is None:
            return
        session = self._session
        job = session.compute.start(partial(_opened, session, slide.facts, path), self.tr("Reading outlines"))
        self._follow(job, slide.facts, partial(self._on_read, slide.facts))

    def export(self, path: Path) -> None:
        """Write the outlines."""
        slide, roi = self._session.model.inputs.slide, self._session.model.rois.slide
        if slide is None or roi is None:
            return
        verbs, facts = self._session.verbs, slide.facts
        job = self._session.compute.start(lambda _: verbs.export_outline(roi, facts, path), self.tr("Writing outlines"))
        # What was asked to be written is written, whatever comes to the desk meanwhile, and said if it was not.
        self._session.board.clear(SOURCE)
        deliver(job, self, self._on_written)
        job.failed.connect(self._on_failed)

    def ask_for_scale(self) -> None:
        """Ask how many µm a pixel of the slide is."""
        slide = self._session.model.inputs.slide
        if slide is None:
            return
        value, given = QInputDialog.getDouble(
            self._owner,
            self.tr("Resolution"),
            self.tr("µm per pixel, from the scanner's protocol (40× is about 0.25, 20× about 0.5):"),
            TYPICAL_UM_PER_PX,
            FINEST_UM_PER_PX,
            COARSEST_UM_PER_PX,
            4,
        )
        if given:
            self.state_scale(value)

    def state_scale(self, um_per_px: float) -> None:
        """The reader tells the resolution; the provenance says that it was told."""
        slide = self._session.model.inputs.slide
        if slide is None:
            return
        verbs, path = self._session.verbs, slide.facts.path
        job = self._session.compute.start(
            lambda progress: verbs.state_slide_scale(path, um_per_px, progress), self.tr("Reading the slide")
        )
        self._follow(job, slide.facts, partial(self._on_scaled, slide.facts, um_per_px))

    def _follow(self, job: RunningJob, slide: SlideFacts, receive: Callable[[Any], None]) -> None:
        self._session.board.clear(SOURCE)
        self._asked[job] = slide
        deliver(job, self, receive)
        job.failed.connect(self._on_own_failed)
        job.ended.connect(self._on_ended)

    def _drop(self) -> None:
        """Nothing that was read for the slide that goes comes to the next."""
        for job in self._asked:
            job.cancel()
        self._asked.clear()
        self._session.board.clear(SOURCE)

    def _on_slide(self) -> None:
        slide = self._session.model.inputs.slide
        if any(slide is None or facts is not slide.facts for facts in self._asked.values()):
            self._drop()

    def _on_own_failed(self, error: BaseException) -> None:
        if self.sender() in self._asked:
            self._on_failed(error)

    def _on_ended(self) -> None:
        job = self.sender()
        if isinstance(job, RunningJob):
            self._asked.pop(job, None)

    def _on_read(self, facts: SlideFacts, case: Case) -> None:
        slide = self._session.model.inputs.slide
        if slide is not None and slide.facts is facts and case.slide is not None:
            self._regions.bring(case.slide.roi)

    def _on_written(self, path: Path) -> None:
        self.written.emit(path.name)

    def _on_scaled(self, before: SlideFacts, um_per_px: float, facts: SlideFacts) -> None:
        model = self._session.model
        if model.inputs.slide is None or model.inputs.slide.facts is not before:
            return
        told = Sentence.of("{um_per_px:g} µm/px stated by the user", um_per_px=um_per_px)
        kept = tuple(
            replace(fact, detail=told) if fact.role == "slide" else fact
            for fact in model.inputs.facts
            if fact.role.startswith("slide")
        )
        model.restate_slide(SlideInput(facts, model.inputs.slide.roi), kept)

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace(SOURCE, lines_of_error(error, "slide"))


def _opened(session: Session, slide: SlideFacts, outline: Path, progress: Progress) -> Case:
    from hccdesk.workflow.case_request import CaseRequest  # noqa: PLC0415 - on the worker thread

    request = CaseRequest(session.model.inputs.regimen, slide=slide.path, slide_roi=outline)
    return session.verbs.open(request, progress)
