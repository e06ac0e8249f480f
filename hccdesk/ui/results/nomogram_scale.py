"""One predictor's ruler as numbers: from points to a value and back, and the steps of the keyboard. No widgets."""

from __future__ import annotations

from hccdesk.domain.survival import NomogramAxis

FINE, COARSE = 50, 10
"""A key moves by this part of the ruler."""
_WHOLE_FROM = 100
"""From here a value is written in whole numbers, never as a power of ten."""
_GRAIN = 200
"""A dragged value is rounded to this part of the ruler, so that it can be read."""


def snaps(axis: NomogramAxis) -> bool:
    """Whether only the ticks are values: no/yes, and whatever else is named by words; numbers can be dragged."""
    return not all(_is_number(tick.label) for tick in axis.ticks)


def value_at(axis: NomogramAxis, points: float) -> float:
    """The value nearest to `points`, on the ruler; a tick where the axis has nothing between."""
    if snaps(axis):
        return min(axis.ticks, key=lambda tick: abs(tick.points - points)).value
    first, last = axis.ticks[0], axis.ticks[-1]
    if first.points == last.points:
        return axis.patient_value
    share = (points - first.points) / (last.points - first.points)
    grains = round(min(max(share, 0.0), 1.0) * _GRAIN)
    return float(f"{first.value + (last.value - first.value) * grains / _GRAIN:.6g}")


def points_of(axis: NomogramAxis, value: float) -> float:
    """The points of a value on the ruler."""
    first, last = axis.ticks[0], axis.ticks[-1]
    share = (value - first.value) / (last.value - first.value)
    return first.points + share * (last.points - first.points)


def shown_points(axis: NomogramAxis, value: float) -> float:
    """Where a value's mark is drawn: its points, or the end of the ruler it lies beyond."""
    ends = [tick.points for tick in axis.ticks]
    return min(max(points_of(axis, value), min(ends)), max(ends))


def stepped(axis: NomogramAxis, value: float, steps: int, coarse: bool = False) -> float:
    """The value so many keys further to more points (`steps` > 0) or fewer."""
    if snaps(axis):
        ordered = sorted(axis.ticks, key=lambda tick: (tick.points, tick.value))
        now = min(range(len(ordered)), key=lambda index: abs(ordered[index].value - value))
        return ordered[min(max(now + steps, 0), len(ordered) - 1)].value
    ends = [tick.points for tick in axis.ticks]
    step = (max(ends) - min(ends)) / (COARSE if coarse else FINE)
    return value_at(axis, shown_points(axis, value) + steps * step)


def next_tick(axis: NomogramAxis, value: float) -> float:
    """The tick after this one, the first after the last: what a click on a no/yes mark means."""
    ordered = [tick.value for tick in axis.ticks]
    now = min(range(len(ordered)), key=lambda index: abs(ordered[index] - value))
    return ordered[(now + 1) % len(ordered)]


def label_of(axis: NomogramAxis, value: float) -> str:
    """A value as the ruler writes it."""
    tick = next((tick.label for tick in axis.ticks if tick.value == value), None)
    if tick is not None:
        return tick
    return f"{value:.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.3g}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
