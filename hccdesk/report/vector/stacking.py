"""Labels that want the same place, moved apart no further than they must."""

from __future__ import annotations

from collections.abc import Sequence


def stacked(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of labels of these heights, as near to `wanted` as they can be without touching.

    In the order given; within `low` and `high` as far as they fit, else from `low` upwards.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    middles = [0.0] * len(wanted)
    floor = low
    for n in order:
        middles[n] = max(wanted[n], floor + heights[n] / 2)
        floor = middles[n] + heights[n] / 2
    ceiling = max(high, low + sum(heights))
    for n in reversed(order):
        middles[n] = min(middles[n], ceiling - heights[n] / 2)
        ceiling = middles[n] - heights[n] / 2
    return middles
