"""Where the pages of a document lie under one another, at a zoom; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GAP_PX = 16
"""Between pages, and around them."""
PT_TO_PX = 96 / 72
"""At 100 % a point is this many logical pixels, so a page has about its real size."""
LEAST_ZOOM, GREATEST_ZOOM = 0.25, 4.0
ZOOM_STEP = 1.2


class Fit(StrEnum):
    """How the zoom follows the window."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Pages of `sizes_pt` under one another, centred in a view `view_px` (width, height) wide and high."""

    sizes_pt: tuple[tuple[float, float], ...]
    zoom: float
    view_px: tuple[int, int]

    def size(self, page: int) -> tuple[int, int]:
        """Width and height of a page, logical pixels."""
        width, height = self.sizes_pt[page]
        return round(width * PT_TO_PX * self.zoom), round(height * PT_TO_PX * self.zoom)

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height of all pages with the gaps around them."""
        if not self.sizes_pt:
            return 0, 0
        widest = max(self.size(page)[0] for page in range(len(self.sizes_pt)))
        return widest + 2 * GAP_PX, self.top(len(self.sizes_pt))

    def top(self, page: int) -> int:
        """Where a page begins."""
        return GAP_PX + sum(self.size(n)[1] + GAP_PX for n in range(page))

    def left(self, page: int) -> int:
        """Where a page begins, sideways."""
        width = max(self.view_px[0], self.extent[0])
        return (width - self.size(page)[0]) // 2

    def shown(self, offset: int) -> tuple[int, ...]:
        """The pages seen when the view begins at `offset`."""
        bottom = offset + self.view_px[1]
        pages = range(len(self.sizes_pt))
        return tuple(n for n in pages if self.top(n) < bottom and self.top(n) + self.size(n)[1] > offset)

    def current(self, offset: int) -> int:
        """The page that holds the point a third down the view: the one that is read."""
        at = offset + self.view_px[1] // 3
        begun = [n for n in range(len(self.sizes_pt)) if self.top(n) - GAP_PX <= at]
        return begun[-1] if begun else 0


def zoom_to_fit(fit: Fit, sizes_pt: tuple[tuple[float, float], ...], view_px: tuple[int, int]) -> float:
    """The zoom at which the widest page fills the width, or a whole page is seen."""
    width = max(size[0] for size in sizes_pt) * PT_TO_PX
    height = max(size[1] for size in sizes_pt) * PT_TO_PX
    across = (view_px[0] - 2 * GAP_PX) / width
    down = (view_px[1] - 2 * GAP_PX) / height
    return within_limits(across if fit is Fit.WIDTH else min(across, down))


def within_limits(zoom: float) -> float:
    """No smaller and no larger than can be worked with."""
    return min(max(zoom, LEAST_ZOOM), GREATEST_ZOOM)
