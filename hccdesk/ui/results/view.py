"""The Results screen: run, then everything the analysis found; panels keep their places."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CaseResult
from hccdesk.ui.results.applicability_card import ApplicabilityCard
from hccdesk.ui.results.cards import ct_card, is_demonstration, slide_card
from hccdesk.ui.results.figure_strip import FigureStrip
from hccdesk.ui.results.response_card import ResponseCard
from hccdesk.ui.results.survival_card import survival_cards
from hccdesk.ui.widgets.empty_state import EmptyState
from hccdesk.ui.widgets.pieces import button, card, column, empty, label, row, scrolled
from hccdesk.ui.widgets.score_list import ScoreList


class ResultsView(QWidget):
    """The screen.

    Signals: `run_asked(DeviceChoice)`, `cancel_asked`, `report_asked`.
    """

    run_asked = Signal(object)
    cancel_asked = Signal()
    report_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._run = button(self.tr("Analyse"), "primary", "play")
        self._cancel = button(self.tr("Cancel"), "", "stop")
        self._report = button(self.tr("To the report"), "", "file-document-outline")
        self._state, self._stale = label("", "muted", wrap=True), label("", "warning", wrap=True)
        self._devices = self._device_box()
        self._stack, self._ct, self._slide = QStackedWidget(), ResponseCard(), ResponseCard()
        self._applicability, self._figures = ApplicabilityCard(), FigureStrip()
        self._scores = ScoreList(compact=True)
        self._survival: QVBoxLayout = column(spacing=12)
        self._made = label("", "caption", wrap=True)
        self._lay_out()
        self._run.clicked.connect(lambda: self.run_asked.emit(self._devices.currentData()))
        self._cancel.clicked.connect(self.cancel_asked)
        self._report.clicked.connect(self.report_asked)

    def show_ready(self, blocked_by: str, summary: str) -> None:
        """Nothing runs; `blocked_by` says why nothing can, `summary` what would be analysed."""
        self._run.setEnabled(not blocked_by)
        self._run.show()
        self._cancel.hide()
        self._state.setText(blocked_by or summary)

    def show_running(self) -> None:
        """An analysis is under way; the old result stays where it is."""
        self._run.hide()
        self._cancel.setEnabled(True)
        self._cancel.show()
        self._state.setText(self.tr("Analysing; progress is shown at the bottom. You can go on working."))

    def show_stale(self, stale: bool) -> None:
        """Whether the result fell behind its inputs."""
        text = self.tr("▲ The inputs have changed since this result was made. Analyse again before you use it.")
        self._stale.setText(text)
        self._stale.setVisible(stale)

    def show_result(self, result: CaseResult | None) -> None:
        """A result, or none yet."""
        self._stack.setCurrentIndex(1 if result else 0)
        self._report.setVisible(result is not None)
        if result is None:
            return
        self._ct.show_content(ct_card(result))
        self._slide.show_content(slide_card(result))
        self._scores.show_scores(result.scores)
        self._applicability.show_result(result)
        self._figures.show_figures(result.figures)
        empty(self._survival)
        for model_id, finding in result.survival:
            demonstration = is_demonstration(model_id, result.models)
            self._survival.addWidget(survival_cards(model_id, finding, demonstration))
        self._made.setText(self._made_line(result))

    def _made_line(self, result: CaseResult) -> str:
        runtime = result.provenance.runtime
        where = f" · {runtime.device}, {runtime.runtime}, {runtime.precision}" if runtime else ""
        models = ", ".join(f"{model.model_id} {model.version}" for model in result.provenance.models)
        text = self.tr("Made {time} with hccdesk {version}{where} · {models}")
        return text.format(
            time=result.provenance.finished_at[:16].replace("T", " ") + " UTC",
            version=result.provenance.software_version,
            where=where,
            models=models,
        )

    def _device_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Compute on"))
        box.setToolTip(self.tr("Compute on"))
        words = {
            DeviceChoice.AUTO: self.tr("Fastest device"),
            DeviceChoice.CPU: self.tr("CPU"),
            DeviceChoice.GPU: self.tr("GPU"),
        }
        for choice, word in words.items():
            box.addItem(word, choice)
        return box

    def _lay_out(self) -> None:
        layout = column(self, 0, 0)
        head = row(spacing=8)
        head.setContentsMargins(16, 12, 16, 4)
        for widget in (self._run, self._cancel, self._devices):
            head.addWidget(widget)
        head.addWidget(self._state, 1)
        head.addWidget(self._report)
        layout.addLayout(head)
        nothing = EmptyState(
            "chart-bell-curve-cumulative",
            self.tr("No result yet"),
            self.tr("Press Analyse. Whatever can be computed from what is there will be; the rest will say why not."),
        )
        self._stack.addWidget(nothing)
        self._stack.addWidget(scrolled(self._body()))
        layout.addWidget(self._stack, 1)
        self._cancel.hide()
        self._report.hide()

    def _body(self) -> QWidget:
        content = QWidget()
        body = column(content, 16, 12)
        cards = row(spacing=12)
        scores, scores_body = card()
        scores_body.addWidget(label(self.tr("Published scores"), "section"))
        scores_body.addWidget(self._scores)
        scores_body.addStretch(1)
        for widget in (self._ct, self._slide, scores):
            cards.addWidget(widget, 1)
        body.addWidget(self._stale)
        body.addWidget(self._applicability)
        body.addLayout(cards)
        body.addLayout(self._survival)
        body.addWidget(self._figures)
        body.addWidget(self._made)
        body.addStretch(1)
        return content
