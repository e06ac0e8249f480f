"""The Slide screen put together on a session."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.jobs import deliver
from hccdesk.ui.patient_conflict import patient_conflicts
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.inspector import SlideInspector
from hccdesk.ui.slide_viewer.outline_files import OutlineFiles
from hccdesk.ui.slide_viewer.overlay_view import OverlayView
from hccdesk.ui.slide_viewer.patch_presenter import PatchPresenter
from hccdesk.ui.slide_viewer.region_view import RegionView
from hccdesk.ui.slide_viewer.slide_choice import SlideChoice
from hccdesk.ui.slide_viewer.slide_facts import fact_lines, odd_lines
from hccdesk.ui.slide_viewer.slide_memory import memory_of
from hccdesk.ui.slide_viewer.stage import SlideStage
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import column, label, row

OVERVIEW_PX = 1600


class SlideScreen(QWidget):
    """The screen.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._session, self._memory = session, memory_of(session)
        self._stage, self._inspector = SlideStage(session, self._memory), SlideInspector()
        self._canvas = self._stage.pane
        self._patches = PatchPresenter(session, self._memory, self)
        self._regions = RegionView(session, self._stage, self._inspector.regions, self)
        self._overlays = OverlayView(session, self._stage, self._inspector, self._patches)
        self._files = OutlineFiles(session, self._regions.presenter, self)
        self._stack, self._choice = QStackedWidget(), SlideChoice()
        self._warning = label("", "warning", wrap=True)
        self._warning.hide()
        self._lay_out()
        self._connect()
        self._show_slide()
        self._show_warning()

    def export_to(self, path: Path) -> None:
        """Write the outlines there."""
        self._files.export(path)

    def import_from(self, path: Path) -> None:
        """Read outlines from there, in place of those that are here."""
        self._files.bring(path)

    def _connect(self) -> None:
        self.setFocusProxy(self._canvas)
        self._stage.loader.failed.connect(self._on_failed)
        model, loader = self._session.model, self._session.loader
        model.slide_changed.connect(self._show_slide)
        for signal in (model.slide_changed, model.clinical_changed, model.ct_changed, loader.inputs_changed):
            signal.connect(self._show_warning)
        loader.inputs_changed.connect(self._show_page)
        self._choice.chosen.connect(self._choose)
        self._files.written.connect(self._on_written)
        self._inspector.scale_asked.connect(self._files.ask_for_scale)
        self._inspector.regions.import_asked.connect(self._ask_for_import)
        self._inspector.regions.export_asked.connect(self._ask_for_export)

    def _show_slide(self) -> None:
        slide = self._session.model.inputs.slide
        facts = slide.facts if slide else None
        self._show_page()
        if self._memory.turn_to(facts):
            self._session.board.clear("slide view")
        if facts is not self._canvas.slide:
            self._stage.show_slide(facts)
            if facts:
                self._fetch_overview(facts)
        if facts:
            self._inspector.show_facts(fact_lines(facts), odd_lines(facts), unscaled=facts.um_per_px is None)

    def _show_page(self) -> None:
        """The slide; without one, what to do, or which of several it is to be."""
        inputs = self._session.loader.inputs
        self._choice.show_slides(inputs.found_slides)
        nothing = 2 if inputs.found_slides and inputs.slide is None else 0
        self._stack.setCurrentIndex(1 if self._session.model.inputs.slide else nothing)

    def _choose(self, place: int) -> None:
        inputs = self._session.loader.inputs
        if place < len(inputs.found_slides):
            self._session.loader.choose(replace(inputs, slide=inputs.found_slides[place]))

    def _show_warning(self) -> None:
        """That the slide is somebody else's, and that another is to be chosen."""
        inputs = self._session.loader.inputs
        lines = [patient_conflicts(self._session.model).get("slide", "")]
        if inputs.found_slides and inputs.slide is None:
            lines.append(self.tr("Several slides were found: choose one on the Case screen. This one stays till then."))
        text = " · ".join(line for line in lines if line)
        self._warning.setText(f"▲ {text}" if text else "")
        self._warning.setVisible(bool(text))

    def _fetch_overview(self, slide: SlideFacts) -> None:
        scale = min(1.0, OVERVIEW_PX / max(slide.width_px, slide.height_px))
        size = max(1, round(slide.width_px * scale)), max(1, round(slide.height_px * scale))
        whole = (0, 0, slide.width_px, slide.height_px)
        job = self._session.tiles.start(lambda _: self._session.verbs.view_slide(slide.path, whole, size))
        deliver(job, self, partial(self._on_overview, slide))
        job.failed.connect(self._on_failed)

    def _on_overview(self, slide: SlideFacts, rgb: NDArray[np.uint8]) -> None:
        if slide is self._canvas.slide:
            self._canvas.show_overview(rgb)

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace("slide view", lines_of_error(error, "slide"))

    def _on_written(self, name: str) -> None:
        self._canvas.show_note(self.tr("Saved: {name}").format(name=name))

    def _ask_for_import(self) -> None:
        kinds = self.tr("Outlines (*.geojson *.json *.xml)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import outlines"), "", kinds)
        if chosen:
            self.import_from(Path(chosen))

    def _ask_for_export(self, suffix: str) -> None:
        slide = self._session.model.inputs.slide
        if slide is None:
            return
        proposed = slide.facts.path.with_suffix(suffix).name
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export outlines"), proposed, f"*{suffix}")
        if chosen:
            self.export_to(Path(chosen).with_suffix(suffix))

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "microscope",
            self.tr("No slide yet"),
            self.tr(
                "Drop a whole-slide image of the biopsy here, with its outline, or choose them on the Case screen."
            ),
            self.tr("Go to the Case screen"),
        )
        nothing.asked.connect(lambda: self.go_to.emit("case"))
        desk = QWidget()
        layout = row(desk, 0, 0)
        main = column(spacing=0)
        main.addWidget(self._warning)
        main.addWidget(self._stage, 1)
        layout.addLayout(main, 1)
        layout.addWidget(self._inspector)
        for page in (nothing, desk, self._choice):
            self._stack.addWidget(page)
        column(self).addWidget(self._stack)
