"""Closed rings of vertices: cleaned, or refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hccdesk.domain.errors import InputError
from hccdesk.domain.roi import Ring
from hccdesk.domain.sentence import Sentence

_LARGEST_PX = 1e7  # ten times the widest slide made
_THINNEST_PX = 1e-3
_DRAW_AGAIN = "Correct or delete it in the program that drew it."


def ring(vertices: Sequence[tuple[float, float]], path: Path, number: int) -> Ring:
    """A ring without repeated vertices, (vertex, 2) float64.

    `number` is the outline's place in the file, for the message. Raises `InputError` where a coordinate is
    no finite number of a plausible size, fewer than three points differ, or all points lie on one line.
    """
    points = np.array(vertices, np.float64).reshape(-1, 2)
    if not np.isfinite(points).all() or (np.abs(points) > _LARGEST_PX).any():
        raise _refused(path, number, Sentence.of("has a coordinate that is not a usable number"))
    points = _without_repeats(points)
    if len(points) < 3:
        raise _refused(path, number, Sentence.of("has {n} different points; an area needs three", n=len(points)))
    if _thickness(points) < _THINNEST_PX:
        raise _refused(path, number, Sentence.of("has no area: its points lie on one line"))
    return points


def moved(points: Ring, offset_px: tuple[int, int]) -> Ring:
    """The ring shifted by (x, y)."""
    return points + np.array(offset_px, np.float64)


def _without_repeats(points: Ring) -> Ring:
    if len(points) == 0:
        return points
    repeated = (points == np.roll(points, -1, axis=0)).all(axis=1)
    return points[~repeated] if not repeated.all() else points[:1]


def _thickness(points: Ring) -> float:
    """Largest distance of a vertex from the line through the first vertex and the one farthest from it."""
    arms = points - points[0]
    lengths = np.hypot(arms[:, 0], arms[:, 1])
    longest = arms[lengths.argmax()]
    across = np.abs(longest[0] * arms[:, 1] - longest[1] * arms[:, 0]) / lengths.max()
    return float(across.max())


def _refused(path: Path, number: int, why: Sentence) -> InputError:
    return InputError(
        Sentence.of("Outline {number} {why}.", number=number, why=why), where=path, what_to_do=_DRAW_AGAIN
    )
