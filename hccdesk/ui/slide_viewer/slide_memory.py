"""What the slide viewer knows and must keep while its widgets are built anew: it lives as long as the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hccdesk.domain.kept_views import SlideView
from hccdesk.domain.roi import SlideRoi
from hccdesk.domain.slide import PatchSelection, SlideFacts
from hccdesk.ui.session import Session
from hccdesk.ui.slide_viewer.sight import Sight


class SlideMemory(QObject):
    """Sight, checked tissue and choices of the slide on the desk."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.slide: SlideFacts | None = None
        self.sight: Sight | None = None
        self.checked: PatchSelection | None = None
        self.checked_roi: SlideRoi | None = None
        self.grid_shown = False
        self.outline_shown, self.outline_filled = True, False
        self._views = session.views
        self._views.give_slide = self.view
        self._views.laid_out.connect(self._take_up_marks)
        self._take_up_marks()

    def turn_to(self, slide: SlideFacts | None) -> bool:
        """Another slide forgets everything of the one before; whether it was another."""
        if slide is self.slide:
            return False
        self.slide, self.sight, self.checked, self.checked_roi = slide, None, None, None
        if slide:
            self._take_up_sight()
        return True

    def view(self) -> SlideView | None:
        """How the slide is looked at; None without one."""
        if self.slide is None:
            return None
        marks = self.outline_shown, self.outline_filled, self.grid_shown
        if self.sight is None:
            return SlideView(None, 1.0, 0.0, *marks)
        sight = self.sight
        return SlideView((sight.x_px, sight.y_px), sight.scale, sight.turn_deg, *marks)

    def look_again(self) -> None:
        """It is looked at in another way."""
        self._views.changed.emit()

    def _take_up_sight(self) -> None:
        wanted, self._views.wanted_slide = self._views.wanted_slide, None
        if wanted and wanted.centre_px:
            self.sight = Sight(*wanted.centre_px, wanted.scale, 1, 1, wanted.turn_deg)

    def _take_up_marks(self) -> None:
        wanted = self._views.wanted_slide
        if wanted:
            self.outline_shown, self.outline_filled = wanted.outline_shown, wanted.outline_filled
            self.grid_shown = wanted.grid_shown


def memory_of(session: Session) -> SlideMemory:
    """The session's, made on first use."""
    return session.findChild(SlideMemory) or SlideMemory(session)
