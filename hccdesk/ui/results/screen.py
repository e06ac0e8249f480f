"""The Results screen put together on a session."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.analysis import Analysis
from hccdesk.ui.board.board_desk import board_desk_of
from hccdesk.ui.board.cover_page import CoverPage
from hccdesk.ui.results.as_text import as_text
from hccdesk.ui.results.explanations import saliency_blocked_by, slide_blocked_by
from hccdesk.ui.results.run_state import ct_grid, slide_is_there, state_line
from hccdesk.ui.results.view import ResultsView
from hccdesk.ui.results.what_if import WhatIf
from hccdesk.ui.session import Session
from hccdesk.ui.shell.job_strip import line_of


class ResultsScreen(ResultsView):
    """The Results screen on a session.

    Signals: `go_to(str)` another screen; `field_asked(str, str)` and there this field of its form.
    """

    go_to = Signal(str)
    field_asked = Signal(str, str)

    def __init__(self, session: Session, analysis: Analysis) -> None:
        super().__init__()
        self._session, self._analysis = session, analysis
        self._what_if = WhatIf(session, self)
        self._shown: CaseResult | None = None
        self._cover = CoverPage(board_desk_of(session))
        self.put_cover(self._cover)
        self.run_bar.show_device(session.device)
        self._connect()
        self._show_state()
        self.show_skeleton()
        self._show_result()

    def _connect(self) -> None:
        session, model, analysis, what_if = self._session, self._session.model, self._analysis, self._what_if
        self.run_bar.run_asked.connect(self._start)
        self.run_bar.cancel_asked.connect(analysis.cancel)
        self.run_bar.report_asked.connect(self._to_report)
        self.run_bar.copy_asked.connect(self._copy)
        self.missing.mend_asked.connect(self._mend)
        self.missing.run_asked.connect(self._start_part)
        self._ct.switch.asked.connect(self._show_saliency)
        self._slide.switch.asked.connect(self._show_contribution)
        self.seen.slice_chosen.connect(self._to_slice)
        self.seen.patch_chosen.connect(self._to_patch)
        self.survival.value_asked.connect(what_if.set_value)
        self.survival.put_back.connect(what_if.put_back)
        self.survival.reset_asked.connect(what_if.reset)
        what_if.changed.connect(self._show_what_if)
        self.left.connect(what_if.reset_all)
        analysis.changed.connect(self._show_state)
        analysis.progressed.connect(self._show_state)
        for signal in (
            session.loader.inputs_changed, session.board.changed, model.clinical_changed, model.ct_changed,
            model.slide_changed, model.rois_changed, model.regimen_changed, model.mismatch_accepted,
        ):  # fmt: skip
            signal.connect(self._show_state)
        model.result_changed.connect(self._show_result)
        for signal in (session.overlays.changed, model.ct_changed, model.slide_changed):
            signal.connect(self._show_overlays)

    def _start(self, device: DeviceChoice, wanted: ModelChoice) -> None:
        self._session.device = device
        self._analysis.start(device, wanted)

    def _mend(self, screen: str, field: str) -> None:
        self.go_to.emit(screen)
        if field:
            self.field_asked.emit(screen, field)

    def _start_part(self, wanted: ModelChoice) -> None:
        self._analysis.start(self._session.device, wanted)

    def _show_state(self) -> None:
        analysis = self._analysis
        if analysis.running:
            step = analysis.step
            said = line_of(analysis.name, step, analysis.seconds) if step else analysis.name
            self.run_bar.show_running(said, step, analysis.stopping)
            return
        blocked = {wanted: analysis.blocked_for(wanted) for wanted in ModelChoice}
        self.run_bar.show_ready(blocked, state_line(self._session, analysis))

    def _show_result(self) -> None:
        model = self._session.model
        result = model.seen_result
        if result is not self._shown:
            self._what_if.reset_all()
            self._shown = result
            if result is None:
                self.show_skeleton()
            else:
                self.show_result(result, ct_grid(model.inputs, result))
        self.show_stale(result is not None and not model.result_is_current)
        self.show_covered(model.is_covered)
        self._show_state()
        self._show_overlays()

    def _show_overlays(self) -> None:
        overlays, model = self._session.overlays, self._session.model
        result, inputs = model.seen_result, model.inputs
        ct = result is not None and ct_grid(inputs, result) is not None
        slide = result is not None and slide_is_there(inputs, result)
        self._ct.switch.show_state(overlays.saliency_shown, saliency_blocked_by(result, ct))
        self._slide.switch.show_state(overlays.contribution_shown, slide_blocked_by(result, slide))
        self.seen.show_reachable(ct, slide)

    def _show_what_if(self, model_id: str) -> None:
        tried = self._what_if
        self.survival.show_what_if(model_id, tried.values(model_id), tried.finding(model_id), tried.fault(model_id))

    def _show_saliency(self, shown: bool) -> None:
        self._session.overlays.show_saliency(shown)
        if shown:
            self._session.screen_asked.emit("ct")

    def _show_contribution(self, shown: bool) -> None:
        self._session.overlays.show_contribution(shown)
        if shown:
            self._session.screen_asked.emit("slide")

    def _to_slice(self, index: int) -> None:
        self._session.screen_asked.emit("ct")
        self._session.slice_asked.emit(index)

    def _to_patch(self, index: int) -> None:
        self._session.screen_asked.emit("slide")
        self._session.patch_asked.emit(index)

    def _to_report(self) -> None:
        self.go_to.emit("report")

    def _copy(self) -> None:
        model = self._session.model
        if model.seen_result:
            QGuiApplication.clipboard().setText(as_text(model.seen_result, stale=not model.result_is_current))
            self.run_bar.show_said(self.tr("Copied, without the patient's name."))
