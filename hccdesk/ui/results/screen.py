"""The Results screen put together on a session."""

from __future__ import annotations

from PySide6.QtCore import Signal

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.ui.analysis import SOURCE, Analysis
from hccdesk.ui.results.view import ResultsView
from hccdesk.ui.session import Session


class ResultsScreen(ResultsView):
    """The Results screen on a session.

    Signals: `go_to(str)` another screen.
    """

    go_to = Signal(str)

    def __init__(self, session: Session, analysis: Analysis) -> None:
        super().__init__()
        self._session, self._analysis = session, analysis
        model = session.model
        self.run_asked.connect(self._start)
        self.cancel_asked.connect(analysis.cancel)
        self.report_asked.connect(lambda: self.go_to.emit("report"))
        analysis.changed.connect(self._show_state)
        for signal in (
            session.loader.inputs_changed, session.board.changed, model.clinical_changed, model.ct_changed,
            model.slide_changed, model.rois_changed, model.regimen_changed,
        ):  # fmt: skip
            signal.connect(self._show_state)
        model.result_changed.connect(self._show_result)
        self._shown: object = None
        self._show_state()
        self._show_result()

    def _start(self, device: DeviceChoice) -> None:
        self._analysis.start(device)

    def _show_state(self) -> None:
        if self._analysis.running:
            self.show_running()
        else:
            self.show_ready(self._analysis.blocked_by, self._failure() or self._summary())

    def _show_result(self) -> None:
        model = self._session.model
        if model.result is not self._shown or model.result is None:
            self._shown = model.result
            self.show_result(model.result)
        self.show_stale(model.result is not None and not model.result_is_current)

    def _failure(self) -> str:
        failed = self._session.board.of(SOURCE)
        return f"▲ {failed[0].what} {failed[0].what_to_do}".strip() if failed else ""

    def _summary(self) -> str:
        inputs = self._session.model.inputs
        parts = [
            self.tr("CT with region") if inputs.rois.tumour else self.tr("CT") if inputs.ct else self.tr("no CT"),
            self.tr("slide with outline")
            if inputs.rois.slide
            else self.tr("slide")
            if inputs.slide
            else self.tr("no slide"),
            inputs.regimen.label,
        ]
        return " · ".join(parts)
