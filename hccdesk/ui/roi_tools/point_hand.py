"""Tools of one click: grow a region from here, take the range of HU from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from hccdesk.ui.ct_viewer.pane_hand import Modifiers, PanePlace
from hccdesk.ui.roi_tools.editor import RoiEditor
from hccdesk.ui.roi_tools.roi_hand import RoiHand


class PointHand(RoiHand):
    """Hands the place of a click on."""

    def __init__(self, receive: Callable[[PanePlace], None], editor: RoiEditor, parent: QObject | None = None) -> None:
        super().__init__(editor, parent)
        self._receive = receive

    @property
    def cursor(self) -> Qt.CursorShape:
        """The cursor over a view."""
        return Qt.CursorShape.PointingHandCursor

    def press(self, place: PanePlace, modifiers: Modifiers) -> None:
        """Here."""
        self._receive(place)
