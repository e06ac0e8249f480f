"""How the CT is looked at, beyond the life of the widgets: they are built anew when language or theme change."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hccdesk.domain.measurement import MeasurementKind
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_viewer.pane_layout import PaneLayout
from hccdesk.ui.ct_viewer.presenter import CtSight
from hccdesk.ui.ct_viewer.slice_content import Tool

COMPARED = 3


class CtViewState(QObject):
    """Kept by the session: layout, whether the views are linked, the series beside the case's own, and what the left
    button does: a `tool`, or `measuring` where that is in hand."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.layout, self.linked = PaneLayout.PLANES, True
        self.tool = Tool.WINDOW
        self.measuring: MeasurementKind | None = None
        self.compared: list[ViewedCt | None] = [None] * COMPARED
        self._kept: tuple[ViewedCt, CtSight] | None = None

    def keep(self, viewed: ViewedCt | None, sight: CtSight) -> None:
        """How a CT is looked at now."""
        self._kept = (viewed, sight) if viewed else None

    def kept_for(self, viewed: ViewedCt | None) -> CtSight | None:
        """How that very CT was looked at; None for another one."""
        return self._kept[1] if self._kept and self._kept[0] is viewed else None


def view_state(session: QObject) -> CtViewState:
    """The session's; made when it is first asked for."""
    found = session.findChild(CtViewState)
    return found if isinstance(found, CtViewState) else CtViewState(session)
