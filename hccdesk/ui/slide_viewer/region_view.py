"""Ties the regions to slide and list: what is drawn, selected, removed and gone to."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QCursor

from hccdesk.domain.problem import Severity
from hccdesk.ui.problem_board import BoardProblem, lines_of_error
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.region_list import RegionList
from hccdesk.ui.slide_viewer.region_presenter import RegionPresenter
from hccdesk.ui.slide_viewer.slide_hand import SlidePlace
from hccdesk.ui.slide_viewer.stage import SlideStage

SOURCE = "slide regions"


class RegionView(QObject):
    """The regions on the screen."""

    def __init__(self, session: Session, stage: SlideStage, regions: RegionList, parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._list = stage, regions
        self.presenter = RegionPresenter(session.model, session.verbs, session.tiles, self)
        self._session = session
        self._warm_up()
        stage.drawn.connect(self.presenter.draw)
        self.presenter.refused.connect(self._on_refused)
        self.presenter.edits.failed.connect(self._on_failed)
        session.model.slide_changed.connect(self._on_slide)
        stage.acted.connect(self._on_act)
        stage.pane.clicked.connect(self._on_click)
        regions.chosen.connect(self._go_to)
        regions.remove_asked.connect(self.presenter.remove)
        self.presenter.changed.connect(self._show)
        session.model.slide_changed.connect(self._show)
        self._show()

    def _warm_up(self) -> None:
        """The first act of geometry loads its library: on a worker thread, before anyone draws."""
        verbs, roi = self._session.verbs, self.presenter.roi
        if roi is not None:
            self._session.tiles.start(lambda _: verbs.outline_area_mm2(roi, 1.0))

    def _show(self) -> None:
        regions = self.presenter
        roi, selected = regions.roi, regions.selected
        self._stage.outline.show_roi(roi)
        self._stage.outline.selected, self._stage.outline.waiting = selected, regions.edits.waiting
        self._stage.pane.repaint_layers()
        self._list.show_regions(
            self.presenter.lines(), selected, self.presenter.total_mm2(), self.presenter.is_measuring
        )

    def _on_refused(self, why: str) -> None:
        advice = self.tr("Make it coarser in the program it came from, or analyse it as it is.")
        line = BoardProblem(Severity.WARNING, self.tr("Regions"), why, advice, "slide")
        self._session.board.replace(SOURCE, (line,))
        self._stage.pane.show_note(why)

    def _on_failed(self, error: BaseException) -> None:
        self._session.board.replace(SOURCE, lines_of_error(error, "slide"))

    def _on_slide(self) -> None:
        self._session.board.clear(SOURCE)

    def _go_to(self, index: int) -> None:
        self.presenter.select(index)
        self._stage.pane.look_at_box(self._stage.outline.bounds(index))
        self._stage.pane.setFocus()

    def _on_click(self, place: SlidePlace) -> None:
        self.presenter.select(self._stage.outline.under(place.x_px, place.y_px))

    def _on_act(self, name: str) -> None:
        if name == "remove":
            index = self._under_cursor()
            if index is None:
                index = self.presenter.selected
            if index is not None:
                self.presenter.remove(index)

    def _under_cursor(self) -> int | None:
        pane = self._stage.pane
        point = pane.last_point or QPointF(pane.mapFromGlobal(QCursor.pos()))
        place = pane.place(point)
        return self._stage.outline.under(place.x_px, place.y_px)
