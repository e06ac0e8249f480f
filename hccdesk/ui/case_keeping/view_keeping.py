"""How the case on the desk is looked at: asked of the viewers, and given back to them. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hccdesk.domain.kept_views import CtView, KeptViews, SlideView
from hccdesk.ui.overlays import Overlays

LIST = "cases"


class ViewKeeping(QObject):
    """What the viewers say of themselves, and what they are to show once the image is there.

    `give_ct` and `give_slide` are set by the viewers, which may never have been opened; None is: nothing is shown.

    Signals: `changed` something is looked at in another way; `laid_out` a kept case was opened, the viewers find in
    `wanted_ct` and `wanted_slide` what they take up.
    """

    changed = Signal()
    laid_out = Signal()

    def __init__(self, overlays: Overlays, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlays, self._screen = overlays, "case"
        self.give_ct: Callable[[], CtView | None] = lambda: None
        self.give_slide: Callable[[], SlideView | None] = lambda: None
        self.wanted_ct: CtView | None = None
        self.wanted_slide: SlideView | None = None
        overlays.changed.connect(self.changed)

    @property
    def screen(self) -> str:
        """The screen of the case that was open last; the list of cases is none of them."""
        return self._screen

    def show_screen(self, screen: str) -> None:
        """Another screen is open."""
        if screen not in (LIST, self._screen):
            self._screen = screen
            self.changed.emit()

    def now(self) -> KeptViews:
        """How the case is looked at; of an image that is not there, how it is to be once it comes."""
        overlays = self._overlays
        ct, slide = self.give_ct() or self.wanted_ct, self.give_slide() or self.wanted_slide
        shown = overlays.saliency_shown, overlays.contribution_shown
        return KeptViews(self._screen, ct, slide, *shown, overlays.opacity)

    def lay_out(self, kept: KeptViews | None) -> None:
        """As a kept case was looked at; None for a new one, which begins on its form."""
        self._screen = kept.screen if kept else "case"
        self.wanted_ct, self.wanted_slide = (kept.ct, kept.slide) if kept else (None, None)
        if kept:
            self._overlays.show_saliency(kept.saliency_shown)
            self._overlays.show_contribution(kept.contribution_shown)
            self._overlays.set_opacity(kept.opacity)
        self.laid_out.emit()
