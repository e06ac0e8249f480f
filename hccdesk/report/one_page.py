"""A part that must stay on its page: set a little closer where it would not fit, and let flow on beyond that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.platypus import Flowable, Spacer

LEAST_SCALE = 0.86
"""Of the sizes of type: the smallest of 7 points is then 6.0."""
_DEGREES = tuple(
    (scale / 100, gap_share) for scale in range(100, round(LEAST_SCALE * 100) - 1, -2) for gap_share in (1.0, 0.4)
)
"""(size of type, share of the gaps that stays), the best first."""
_NO_END_PT = 1e6


class OnePage(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """What `at_width` makes, on the room that is left of the page; where even close setting fails, `flowing`."""

    def __init__(self, at_width: Callable[[float], list[Flowable]], flowing: Callable[[], list[Flowable]]) -> None:
        super().__init__()
        self._at_width, self._flowing = at_width, flowing
        self._scale = 1.0
        self._placed: list[tuple[Flowable, float]] | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Room needed; more than there is where it has to flow."""
        for scale, gap_share in _DEGREES:
            placed, height = self._stacked(available_width / scale, gap_share)
            if height * scale <= available_height:
                self._placed, self._scale = placed, scale
                self.width, self.height = available_width, height * scale
                return self.width, self.height
        self._placed = None
        return available_width, available_height + 1

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """All of it flowing, behind nothing: whatever comes first in a split must fit."""
        return [] if self._placed is not None else [Spacer(0, 0), *self._flowing()]

    def draw(self) -> None:
        """The parts under one another."""
        assert self._placed is not None
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        top = self.height / self._scale
        for part, bottom in self._placed:
            part.drawOn(self.canv, 0, top - bottom)
        self.canv.restoreState()

    def _stacked(self, width: float, gap_share: float) -> tuple[list[tuple[Flowable, float]], float]:
        """Each part with the distance of its foot from the top, and the height of all."""
        placed: list[tuple[Flowable, float]] = []
        y = gap = 0.0
        for part in self._at_width(width):
            height = _height(part, width, self.canv) * (gap_share if isinstance(part, Spacer) else 1.0)
            y += max(gap, part.getSpaceBefore()) if placed else 0.0
            y += height
            placed.append((part, y))
            gap = part.getSpaceAfter()
        return placed, y


def _height(part: Flowable, width: float, canvas: Any) -> float:
    return float(part.wrapOn(canvas, width, _NO_END_PT)[1])
