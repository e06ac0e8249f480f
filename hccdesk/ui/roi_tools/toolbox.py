"""The drawing tools, how they are set, and which lesion they draw: what outlives the widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

SMALLEST_BRUSH_MM, LARGEST_BRUSH_MM = 1.0, 100.0
LOWEST_HU, HIGHEST_HU = -1024, 3071


class RoiTool(StrEnum):
    """What is in the reader's hand; refining is no drawing but acts on the whole lesion."""

    POLYGON = "polygon"
    FREEHAND = "freehand"
    BRUSH = "brush"
    ERASER = "eraser"
    RANGE = "range"
    GROW = "grow"
    REFINE = "refine"


PAINTING = (RoiTool.BRUSH, RoiTool.ERASER, RoiTool.RANGE)


@dataclass(frozen=True, slots=True)
class RoiOptions:
    """How the tools are set. `brush_mm` is the brush's diameter; `range_from_click` takes the range anew where a
    region is grown from."""

    brush_mm: float = 10.0
    sphere: bool = False
    lower_hu: int = 30
    upper_hu: int = 150
    range_from_click: bool = True
    reach_mm: float = 30.0
    smooth_mm: float = 2.0
    smallest_ml: float = 0.5

    def with_brush(self, brush_mm: float) -> RoiOptions:
        """Another brush, within what there is."""
        return replace(self, brush_mm=round(min(max(brush_mm, SMALLEST_BRUSH_MM), LARGEST_BRUSH_MM), 1))

    def with_range(self, lower_hu: int, upper_hu: int) -> RoiOptions:
        """Another range, the lower end first."""
        low, high = sorted(min(max(hu, LOWEST_HU), HIGHEST_HU) for hu in (lower_hu, upper_hu))
        return replace(self, lower_hu=low, upper_hu=high)


@dataclass(frozen=True, slots=True)
class NewLesion:
    """A lesion that was asked for and not drawn yet; a region without voxels is none."""

    name: str
    colour: int


class RoiToolbox(QObject):
    """One for a session.

    Signals: `changed` (an option, or which lesion is drawn).
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = RoiOptions()
        self.in_hand: RoiTool | None = None
        """The tool that is taken up again when the screen is built anew."""
        self._active: str | None = None
        self._new: NewLesion | None = None

    @property
    def options(self) -> RoiOptions:
        """How the tools are set."""
        return self._options

    @property
    def active_name(self) -> str | None:
        """The lesion that was chosen last; it may be gone."""
        return self._active

    @property
    def new_lesion(self) -> NewLesion | None:
        """The lesion that the next stroke begins."""
        return self._new

    def set_options(self, options: RoiOptions) -> None:
        """Other settings."""
        if options != self._options:
            self._options = options
            self.changed.emit()

    def activate(self, name: str | None) -> None:
        """Draw this lesion from now on; a new one that was not begun is given up."""
        if name != self._active or self._new:
            self._active, self._new = name, None
            self.changed.emit()

    def begin_new(self, lesion: NewLesion | None) -> None:
        """The next stroke begins this lesion."""
        self._new = lesion
        self.changed.emit()


def toolbox_of(session: QObject) -> RoiToolbox:
    """The session's own, made when it is first asked for."""
    found = session.findChild(RoiToolbox)
    return found if isinstance(found, RoiToolbox) else RoiToolbox(session)
