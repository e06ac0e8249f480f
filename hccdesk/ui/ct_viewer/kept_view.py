"""How the CT is looked at, as a value that outlives the session, and back into the views."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from hccdesk.domain.kept_views import CtView, PaneView
from hccdesk.ui.ct_viewer.compare_presenter import ComparePresenter
from hccdesk.ui.ct_viewer.ct_panes import CtPanes
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.pane_sight import PaneSight
from hccdesk.ui.ct_viewer.presenter import CtPresenter, CtSight
from hccdesk.ui.ct_viewer.view_state import CtViewState
from hccdesk.ui.ct_viewer.windowing import HuWindow
from hccdesk.ui.session import Session


class LaidOut(Protocol):
    """What decides on the layout of the views and on the series beside the case's own."""

    state: CtViewState
    compare: ComparePresenter

    def show_layout(self) -> None:
        """Show the layout of the state."""


class KeptCtView(QObject):
    """Between the views of one CT screen and what the session keeps of them."""

    def __init__(self, panes: CtPanes, session: Session, presenter: CtPresenter, acts: LaidOut) -> None:
        super().__init__(presenter)
        self._panes, self._presenter, self._acts = panes, presenter, acts
        self._views = session.views
        self._views.give_ct = self._give
        presenter.volume_changed.connect(self._take_up)
        for signal in (presenter.moved, panes.looks_changed):
            signal.connect(self._views.changed)
        self._take_up()

    def now(self) -> CtView | None:
        """How the CT on the screen is looked at; None without one."""
        viewed, sight, state = self._presenter.viewed, self._presenter.sight, self._acts.state
        if viewed is None:
            return None
        looks = [PaneView(look.zoom, *look.pan_mm) for look in self._panes.looks]
        return CtView(
            viewed.series.series_instance_uid,
            sight.at,
            (sight.window.width_hu, sight.window.level_hu),
            sight.inverted,
            sight.outlines_shown,
            sight.crosshair_shown,
            state.layout.value,
            state.linked,
            tuple(looks),
            self._acts.compare.series_uids,
            *self._panes.filled_and_active,
        )

    def _give(self) -> CtView | None:
        return self.now() if isValid(self) and isValid(self._panes) else None

    @Slot()
    def _take_up(self) -> None:
        """Where the CT on the screen is the one that a kept view is of, look at it in that way."""
        wanted, viewed = self._views.wanted_ct, self._presenter.viewed
        if wanted is None or viewed is None or viewed.series.series_instance_uid != wanted.series_instance_uid:
            return
        self._views.wanted_ct = None
        self._presenter.look(
            CtSight(wanted.at, HuWindow(*wanted.window), wanted.inverted, wanted.outlines_shown, wanted.crosshair_shown)
        )
        state, acts = self._acts.state, self._acts
        state.layout, state.linked = PaneLayout(wanted.layout), wanted.linked
        acts.compare.choose_by_uid(wanted.compared)
        acts.show_layout()
        self._panes.look_as([PaneSight(one.zoom, (one.right_mm, one.down_mm)) for one in wanted.panes])
        self._panes.fill_with(wanted.filled_by, wanted.active)
