"""How the images of a case were looked at, as it is kept between sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaneView:
    """How a slice lies in its pane: `zoom` 1 shows the whole slice, (`right_mm`, `down_mm`) is how far it was moved."""

    zoom: float = 1.0
    right_mm: float = 0.0
    down_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class CtView:
    """How a series was looked at.

    `at` is the place of the crosshair and so of the slices (slice, row, column, in the order of the patient); `window`
    is (width, level) in HU; `panes` are axial, coronal, sagittal, then those of the series beside it, of which
    `compared` has the UIDs; `filled_by` is the pane that fills the area, `active` the one that the keys speak to.
    """

    series_instance_uid: str
    at: tuple[int, int, int]
    window: tuple[float, float]
    inverted: bool = False
    outlines_shown: bool = True
    crosshair_shown: bool = True
    layout: str = "planes"
    linked: bool = True
    panes: tuple[PaneView, ...] = ()
    compared: tuple[str | None, ...] = ()
    filled_by: int | None = None
    active: int = 0


@dataclass(frozen=True, slots=True)
class SlideView:
    """How the slide was looked at.

    `centre_px` in level-0 pixels, `scale` level-0 pixels a screen pixel, turned clockwise; None where the whole slide
    filled the view.
    """

    centre_px: tuple[float, float] | None = None
    scale: float = 1.0
    turn_deg: float = 0.0
    outline_shown: bool = True
    outline_filled: bool = False
    grid_shown: bool = False


@dataclass(frozen=True, slots=True)
class KeptViews:
    """The screen that was open, how CT and slide were looked at, and what lay over them."""

    screen: str = "case"
    ct: CtView | None = None
    slide: SlideView | None = None
    saliency_shown: bool = False
    contribution_shown: bool = False
    opacity: float = 0.5
