"""Which explanations lie over the images: chosen on the Results screen, painted by the viewers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

DEFAULT_OPACITY = 0.5


class Overlays(QObject):
    """What is shown over CT and slide.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saliency, self._contribution, self._opacity = False, False, DEFAULT_OPACITY

    @property
    def saliency_shown(self) -> bool:
        """Whether the CT model's saliency lies over the slices."""
        return self._saliency

    @property
    def contribution_shown(self) -> bool:
        """Whether the patches' contributions lie over the slide."""
        return self._contribution

    @property
    def opacity(self) -> float:
        """0: nothing is seen of an overlay, 1: nothing of the image beneath."""
        return self._opacity

    def show_saliency(self, shown: bool) -> None:
        """Show or hide the CT's."""
        self._saliency = shown
        self.changed.emit()

    def show_contribution(self, shown: bool) -> None:
        """Show or hide the slide's."""
        self._contribution = shown
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        """How strongly they are painted, 0..1."""
        self._opacity = min(max(opacity, 0.0), 1.0)
        self.changed.emit()
