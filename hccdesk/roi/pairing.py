"""Which part of a region on one slice goes on as which part on another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=np.bool_)
Shape = NDArray[np.bool_]


def matching_parts(first: Shape, second: Shape, across_mm: list[float]) -> Iterator[tuple[Shape, Shape]]:
    """Pairs of shapes on two slices that are one structure.

    Parts that overlap belong together (one may branch into several); of those that overlap none, the nearest do,
    where the gap between their middles is no more than their diameters. What has no partner ends between the slices.
    """
    ours, n = ndimage.label(first, _EIGHT_NEIGHBOURS)
    theirs, m = ndimage.label(second, _EIGHT_NEIGHBOURS)
    lone_ours, lone_theirs = set(range(1, n + 1)), set(range(1, m + 1))
    for some_ours, some_theirs in _overlapping(ours, theirs, n, m):
        yield np.isin(ours, some_ours), np.isin(theirs, some_theirs)
        lone_ours -= set(some_ours)
        lone_theirs -= set(some_theirs)
    for i, k in _nearest(ours, theirs, lone_ours, lone_theirs, np.array(across_mm)):
        yield ours == i, theirs == k


def _overlapping(
    ours: NDArray[np.int32], theirs: NDArray[np.int32], n: int, m: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Groups of parts that hang together through overlaps."""
    together = np.zeros((n + 1, m + 1), dtype=np.bool_)
    together[ours, theirs] = True
    group = list(range(n + 1))
    for k in range(1, m + 1):
        joined = {group[i] for i in np.flatnonzero(together[1:, k]) + 1}
        group = [min(joined) if g in joined else g for g in group]
    for g in sorted(set(group[1:])):
        some_ours = [i for i in range(1, n + 1) if group[i] == g]
        some_theirs = [int(k) for k in np.flatnonzero(together[some_ours, 1:].any(axis=0)) + 1]
        if some_theirs:
            yield some_ours, some_theirs


def _nearest(
    ours: NDArray[np.int32],
    theirs: NDArray[np.int32],
    lone_ours: set[int],
    lone_theirs: set[int],
    mm: NDArray[np.float64],
) -> Iterator[tuple[int, int]]:
    at = {i: _place_and_width(ours == i, mm) for i in lone_ours}
    others = {k: _place_and_width(theirs == k, mm) for k in lone_theirs}
    pairs = sorted((float(np.linalg.norm(at[i][0] - others[k][0])), i, k) for i in at for k in others)
    for gap_mm, i, k in pairs:
        if i in lone_ours and k in lone_theirs and gap_mm <= at[i][1] + others[k][1]:
            lone_ours.discard(i)
            lone_theirs.discard(k)
            yield i, k


def _place_and_width(shape: Shape, mm: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Its middle, and the diameter of a disc of its area, mm."""
    points = np.argwhere(shape) * mm
    return points.mean(axis=0), float(2 * np.sqrt(len(points) * mm.prod() / np.pi))
