"""The Slide screen: the slide fills it, its facts stand beside."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.image_words import slide_line
from hccdesk.ui.jobs import deliver
from hccdesk.ui.problem_board import lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.canvas import SlideCanvas
from hccdesk.ui.slide_viewer.tile_loader import TileLoader
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, column, empty, label, line, row, scrolled

OVERVIEW_PX = 1200
INSPECTOR_PX = 300


class SlideScreen(QWidget):
    """The screen.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._session = session
        self._shown: SlideFacts | None = None
        self._loader = TileLoader(session.tiles, session.verbs, self)
        self._canvas = SlideCanvas(self._loader)
        self._to_outline = button(self.tr("Outline"), "", "vector-curve")
        self._facts, self._stack = column(spacing=4), QStackedWidget()
        self._lay_out()
        self.setFocusProxy(self._canvas)
        self._loader.failed.connect(self._on_failed)
        session.model.slide_changed.connect(self._show_slide)
        session.model.rois_changed.connect(self._show_outline)
        self._show_slide()

    def _show_slide(self) -> None:
        slide = self._session.model.inputs.slide
        self._stack.setCurrentIndex(1 if slide else 0)
        if slide is None or self._shown is not slide.facts:
            self._shown = slide.facts if slide else None
            self._loader.open(self._shown)
            self._canvas.show_slide(self._shown)
            if self._shown:
                self._fetch_overview(self._shown)
        self._show_outline()
        self._show_facts()

    def _show_outline(self) -> None:
        self._canvas.show_outline(self._session.model.rois.slide)
        self._to_outline.setEnabled(self._session.model.rois.slide is not None)

    def _fetch_overview(self, slide: SlideFacts) -> None:
        scale = min(1.0, OVERVIEW_PX / max(slide.width_px, slide.height_px))
        size = max(1, round(slide.width_px * scale)), max(1, round(slide.height_px * scale))
        whole = (0, 0, slide.width_px, slide.height_px)
        job = self._session.tiles.start(lambda _: self._session.verbs.view_slide(slide.path, whole, size))
        deliver(job, self, partial(self._on_overview, slide))
        job.failed.connect(self._on_failed)

    def _on_overview(self, slide: SlideFacts, rgb: NDArray[np.uint8]) -> None:
        if slide is self._shown:
            self._canvas.show_overview(rgb)

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace("slide view", lines_of_error(error, "slide"))

    def _show_facts(self) -> None:
        empty(self._facts)
        slide = self._session.model.inputs.slide
        if slide is None:
            return
        facts = slide.facts
        power = f"{facts.objective_power:g}×" if facts.objective_power else self.tr("not told by the file")
        lines = (
            (self.tr("File"), facts.path.name),
            (self.tr("Size"), slide_line(facts)),
            (self.tr("Objective"), power),
            (self.tr("Levels"), str(facts.level_count)),
            (self.tr("Vendor"), facts.vendor),
            (self.tr("Outlines"), str(len(slide.roi.polygons)) if slide.roi else self.tr("none")),
        )
        for title, value in lines:
            pair = row(spacing=8)
            name = label(title, "muted")
            name.setFixedWidth(80)
            pair.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            pair.addWidget(label(value, wrap=True), 1)
            self._facts.addLayout(pair)
        notes = [say(reason) for reason in facts.verdict.reasons]
        if facts.colour_corrected:
            notes.append(self.tr("The file misstates its colours; they are put right here."))
        for note in notes:
            self._facts.addWidget(label(note, "warning", wrap=True))

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
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._inspector())
        self._stack.addWidget(nothing)
        self._stack.addWidget(desk)
        column(self).addWidget(self._stack)

    def _inspector(self) -> QFrame:
        frame, content = QFrame(), QWidget()
        frame.setObjectName("inspector")
        frame.setFixedWidth(INSPECTOR_PX)
        body = column(content, 16, 12)
        body.addWidget(label(self.tr("Slide"), "section"))
        body.addLayout(self._facts)
        body.addWidget(line())
        go = row(spacing=8)
        whole = button(self.tr("Whole slide"), "", "fit-to-screen-outline")
        whole.clicked.connect(self._canvas.fit)
        self._to_outline.clicked.connect(self._canvas.look_at_outline)
        go.addWidget(whole, 1)
        go.addWidget(self._to_outline, 1)
        body.addLayout(go)
        keys = self.tr(
            "wheel, + −: zoom · drag, arrows: pan\nR whole slide · G go to the outline · A outline on and off"
        )
        body.addWidget(label(keys, "caption", wrap=True))
        body.addStretch(1)
        column(frame).addWidget(scrolled(content))
        return frame
