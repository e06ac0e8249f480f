"""What the slide viewer knows and must keep while its widgets are built anew: it lives as long as the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

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

    def turn_to(self, slide: SlideFacts | None) -> bool:
        """Another slide forgets everything of the one before; whether it was another."""
        if slide is self.slide:
            return False
        self.slide, self.sight, self.checked, self.checked_roi = slide, None, None, None
        return True


def memory_of(session: Session) -> SlideMemory:
    """The session's, made on first use."""
    return session.findChild(SlideMemory) or SlideMemory(session)
