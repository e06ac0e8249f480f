"""The CT screen put together on a session."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.problem import Severity
from hccdesk.ui.ct_viewer.acts import CtActs
from hccdesk.ui.ct_viewer.presenter import CtPresenter
from hccdesk.ui.ct_viewer.view import CtView
from hccdesk.ui.measure_tools.measure_desk import MeasureDesk
from hccdesk.ui.patient_conflict import patient_conflicts
from hccdesk.ui.roi_tools.roi_desk import RoiDesk
from hccdesk.ui.session import Session
from hccdesk.ui.widgets.pieces import line


class CtScreen(CtView):
    """The CT screen on a session; sizes of lesions are measured in the background."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._presenter = CtPresenter(self, session.model, self)
        self._rois = RoiDesk(session, self, self._presenter, self)
        self._measures = MeasureDesk(session, self, self._presenter, self)
        self.acts = CtActs(self, session, self._presenter)
        self._connect_presenter()
        self._place_roi_tools()
        self._place_measuring_tools()
        self._take_up_tool()
        session.model.ct_changed.connect(self._show_series)
        session.board.changed.connect(self._show_warning)
        for signal in (session.model.clinical_changed, session.model.slide_changed):
            signal.connect(self._show_warning)
        self._show_series()

    def _connect_presenter(self) -> None:
        presenter = self._presenter
        self.scrolled.connect(presenter.scroll)
        self.slice_asked.connect(presenter.go_to_slice)
        self.pointed.connect(presenter.point)
        self.hovered.connect(presenter.hover)
        self.left.connect(presenter.leave)
        self.windowed.connect(presenter.drag_window)
        self.window_asked.connect(presenter.use_window)
        self.invert_asked.connect(presenter.invert)
        self.outlines_asked.connect(presenter.toggle_outlines)
        self.crosshair_asked.connect(presenter.toggle_crosshair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that choose a drawing tool or a lesion, then the tool's in hand and the views'."""
        key, modifiers = event.key(), event.modifiers()
        if not (self._rois.key(key, modifiers) or self._measures.key(key, modifiers)):
            super().keyPressEvent(event)

    def take_keys(self) -> None:
        """The keyboard is the views' again."""
        self.setFocus()

    def _place_roi_tools(self) -> None:
        rois = self._rois
        self.rail.more.addSpacing(12)
        self.rail.more.addWidget(rois.buttons)
        self.options.addWidget(rois.options)
        self.inspector.lesions.addWidget(rois.lesions)
        self.add_layer(rois.margins)
        self.hand_changed.connect(rois.on_hand)

    def _place_measuring_tools(self) -> None:
        measures = self._measures
        self.rail.more.addSpacing(12)
        self.rail.more.addWidget(measures.buttons)
        self.inspector.lesions.addSpacing(8)
        self.inspector.lesions.addWidget(line())
        self.inspector.lesions.addSpacing(8)
        self.inspector.lesions.addWidget(measures.list)
        self.hand_changed.connect(measures.on_hand_changed)

    def _take_up_tool(self) -> None:
        """The one that was in hand before language or theme changed; only one of them was."""
        self.use_tool(self.acts.state.tool)
        self._rois.take_up()
        self._measures.take_up()
        self.tool_chosen.connect(self.acts.keep_tool)

    def _show_series(self) -> None:
        viewed = self._session.model.viewed_ct
        self.inspector.show_facts(self._facts(viewed.series) if viewed else ())
        self._show_warning()

    def _show_warning(self) -> None:
        stops = [p for p in self._session.board.of("ct") if p.severity is Severity.STOP]
        conflict = patient_conflicts(self._session.model).get("ct", "")
        faults = (f"{problem.what} {problem.what_to_do}".strip() for problem in stops)
        self.show_warning(" · ".join(text for text in (conflict, *faults) if text))

    def _facts(self, series: CtSeries) -> tuple[tuple[str, str], ...]:
        made = series.acquisition
        geometry = series.geometry
        spacing = " × ".join(f"{value:.4g}" for value in reversed(geometry.spacing_mm)) + " mm" if geometry else ""
        scanner = " ".join(part for part in (made.manufacturer, made.scanner_model) if part)
        facts = (
            (self.tr("Voxel"), spacing),
            (self.tr("Date"), made.acquisition_date.isoformat() if made.acquisition_date else ""),
            (self.tr("Scanner"), scanner),
            (self.tr("Kernel"), made.convolution_kernel or ""),
            (self.tr("Good for"), self._suitability(series.verdict.suitability)),
        )
        return tuple((title, value) for title, value in facts if value)

    def _suitability(self, suitability: Suitability) -> str:
        return {
            Suitability.NONE: self.tr("nothing"),
            Suitability.VIEW: self.tr("looking at"),
            Suitability.MEASURE: self.tr("looking at and measuring"),
            Suitability.INFER: self.tr("looking at, measuring, models"),
        }[suitability]
