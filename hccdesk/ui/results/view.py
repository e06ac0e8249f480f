"""The Results screen: run, then everything the analysis found; panels keep their places."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from hccdesk.domain.result import CaseResult
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid
from hccdesk.ui.results.applicability_card import ApplicabilityCard
from hccdesk.ui.results.as_text import stale_line
from hccdesk.ui.results.cards import ct_card, slide_card
from hccdesk.ui.results.concordance import concordance
from hccdesk.ui.results.concordance_line import ConcordanceLine
from hccdesk.ui.results.missing import missing
from hccdesk.ui.results.missing_card import MissingCard
from hccdesk.ui.results.nomogram_painter import ROW_PX
from hccdesk.ui.results.response_card import ResponseCard
from hccdesk.ui.results.run_bar import RunBar
from hccdesk.ui.results.score_details import ScoreDetails
from hccdesk.ui.results.scores_card import ScoresCard
from hccdesk.ui.results.seen import seen_patches, seen_slices
from hccdesk.ui.results.seen_strip import SeenStrip
from hccdesk.ui.results.side_by_side_card import SideBySideCard
from hccdesk.ui.results.survival_area import SurvivalArea
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import column, label, row, scrolled

CARD_PX = 420
"""A response card with everything it can say at the narrowest window, so that the row keeps its height."""


class ResultsView(QWidget):
    """The screen.

    Signals: `left` when another screen is shown.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.run_bar = RunBar()
        self._stale = label("", "warning", wrap=True)
        self._applicability, self._concordance, self._scores = ApplicabilityCard(), ConcordanceLine(), ScoresCard()
        self._ct = ResponseCard(self.tr("CT · response"), self.tr("Show saliency on the CT"))
        self._slide = ResponseCard(self.tr("Biopsy · HAIM"), self.tr("Show contributions on the slide"))
        self._beside, self._score_details = SideBySideCard(), ScoreDetails()
        self.survival, self.seen, self.missing = SurvivalArea(), SeenStrip(), MissingCard()
        self._made = label("", "caption", wrap=True)
        self._under_cover = QStackedWidget()
        self._lay_out()

    def put_cover(self, cover: QWidget) -> None:
        """What stands in the place of a result that may not be seen yet."""
        self._under_cover.addWidget(cover)

    def show_covered(self, covered: bool) -> None:
        """Whether there is a result that may not be seen yet: then nothing of it is in this screen."""
        inside = self._under_cover.isAncestorOf(QApplication.focusWidget() or self)
        self._under_cover.setCurrentIndex(1 if covered else 0)
        if inside and not covered:
            self._scroll.setFocus()
        if covered:
            self.run_bar.show_covered()

    def show_stale(self, stale: bool) -> None:
        """Whether the result fell behind its inputs."""
        self._stale.setText(stale_line())
        self._stale.setVisible(stale)

    def show_skeleton(self) -> None:
        """No result: blocks where it will be."""
        for part in (self._applicability, self._ct, self._slide, self._concordance, self._scores, self._beside):
            part.show_skeleton()
        self.survival.show_skeleton()
        self.seen.show_skeleton()
        self.missing.show_missing(())
        self._made.setText("")
        self.run_bar.show_finished(False)

    def show_result(self, result: CaseResult, grid: PatientGrid | None) -> None:
        """A result; `grid` is the lattice of its CT where that is on the desk."""
        ct, slide = ct_card(result), slide_card(result)
        self._ct.show_content(ct)
        self._slide.show_content(slide)
        self._concordance.show_content(concordance(result))
        self._scores.show_scores(result.scores)
        self._score_details.show_scores(result.scores)
        self._beside.show_result(result)
        self._applicability.show_result(result)
        self.survival.show_result(result)
        self.seen.show_seen(
            seen_slices(result, grid), seen_patches(result), demonstrations=(ct.demonstration, slide.demonstration)
        )
        self.missing.show_missing(missing(result))
        self._made.setText(self._made_line(result))
        self.run_bar.show_finished(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another screen, not only another window."""
        if not event.spontaneous():
            self.left.emit()

    def _made_line(self, result: CaseResult) -> str:
        runtime = result.provenance.runtime
        where = f" · {say(runtime.device_said)}, {runtime.runtime}, {runtime.precision}" if runtime else ""
        models = ", ".join(f"{model.model_id} {model.version}" for model in result.provenance.models)
        text = self.tr("Made {time} with hccdesk {version}{where} · {models}")
        return text.format(
            time=result.provenance.finished_at[:16].replace("T", " ") + " UTC",
            version=result.provenance.software_version,
            where=where,
            models=models,
        )

    def _lay_out(self) -> None:
        layout = column(self, 0, 0)
        layout.addWidget(self.run_bar)
        self._content = self._body()
        self._scroll = scrolled(self._content)
        self._under_cover.addWidget(self._scroll)
        layout.addWidget(self._under_cover, 1)
        self._scores.details_asked.connect(self._score_details.setVisible)
        self.survival.row_chosen.connect(self._keep_in_sight)

    def _keep_in_sight(self, place: QPoint) -> None:
        inside = self._content.mapFrom(self.window(), place)
        self._scroll.ensureVisible(0, inside.y(), 0, ROW_PX)

    def _body(self) -> QWidget:
        content = QWidget()
        body, cards = column(content, 16, 12), row(spacing=12)
        for card in (self._ct, self._slide, self._scores):
            card.setMinimumHeight(CARD_PX)
            cards.addWidget(card, 1)
        body.addWidget(self._stale)
        body.addWidget(self._applicability)
        body.addLayout(cards)
        body.addWidget(self._score_details)
        body.addWidget(self._concordance)
        body.addWidget(self._beside)
        body.addWidget(self.survival, 1)
        for below in (self.seen, self.missing, self._made):
            body.addWidget(below)
        return content
