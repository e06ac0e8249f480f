"""Shapes on a pixel raster: which pixel centres lie within a polygon or near a line.

Points are continuous and counted from the outer edge of the first pixel: the centre of pixel i is i + 0.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hccdesk.roi.capsule import capsule_lines

ROUNDING_PX = 1e-9
"""A centre that lies on the brush's edge belongs to it, whatever the last digit says."""


@dataclass(frozen=True, slots=True)
class RasterBox:
    """A bool array of any dimension that starts at the pixel `corner` of a raster."""

    corner: tuple[int, ...]
    mask: NDArray[np.bool_]


def polygon_mask(vertices: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Pixels of a raster of `shape` whose centres lie within the closed polygon `vertices` (n, 2) as (row, column).

    Even-odd rule: where the polygon crosses itself, what it goes round twice is outside.
    """
    whole = np.zeros(shape, dtype=np.bool_)
    box = polygon_box(vertices, shape)
    first, size = box.corner, box.mask.shape
    whole[first[0] : first[0] + size[0], first[1] : first[1] + size[1]] = box.mask
    return whole


def polygon_box(vertices: NDArray[np.float64], shape: tuple[int, int]) -> RasterBox:
    """As `polygon_mask`, only the box around the polygon."""
    if len(vertices) < 3:
        return RasterBox((0, 0), np.zeros((0, 0), dtype=np.bool_))
    first, last = _limits(vertices.min(axis=0), vertices.max(axis=0), shape)
    rows, columns = (last - first).tolist()
    corner = (int(first[0]), int(first[1]))
    if not rows or not columns:
        return RasterBox(corner, np.zeros((rows, columns), dtype=np.bool_))
    row, entered = _crossings(vertices - first, rows, columns)
    toggles = np.zeros((rows, columns + 1), dtype=np.int32)
    np.add.at(toggles, (row, entered), 1)
    return RasterBox(corner, (np.cumsum(toggles, axis=1) % 2 == 1)[:, :columns])


def _crossings(vertices: NDArray[np.float64], rows: int, columns: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For every edge and every row whose middle it crosses: the row, and the first pixel to its right."""
    start, end = vertices, np.roll(vertices, -1, axis=0)
    first = np.clip(np.ceil(np.minimum(start[:, 0], end[:, 0]) - 0.5), 0, rows).astype(np.intp)
    last = np.clip(np.ceil(np.maximum(start[:, 0], end[:, 0]) - 0.5), 0, rows).astype(np.intp)
    counts = last - first
    edge = np.repeat(np.arange(len(vertices)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    along = (row + 0.5 - start[edge, 0]) / (end[edge, 0] - start[edge, 0])
    column = start[edge, 1] + along * (end[edge, 1] - start[edge, 1])
    return row, np.clip(np.ceil(column - 0.5), 0, columns).astype(np.intp)


def swept(
    points: NDArray[np.float64], radius_mm: float, spacing_mm: tuple[float, ...], shape: tuple[int, ...]
) -> RasterBox:
    """Pixels whose centres lie within `radius_mm` of the polyline `points` (n, d), and all that it passes through.

    The second part lets the finest brush leave a line without gaps. Everything beside the raster is cut off.
    """
    size_mm = np.asarray(spacing_mm, dtype=np.float64)
    reach = radius_mm / size_mm
    first, last = _limits(points.min(axis=0) - reach, points.max(axis=0) + reach, shape)
    mask = np.zeros(tuple((last - first).tolist()), dtype=np.bool_)
    moved = points - first
    for start, end in pairwise(moved) if len(moved) > 1 else [(moved[0], moved[0])]:
        _sweep(mask, start, end, radius_mm, size_mm)
    _pass_through(mask, moved)
    return RasterBox(tuple(first.tolist()), mask)


def _sweep(
    mask: NDArray[np.bool_],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    radius_mm: float,
    size_mm: NDArray[np.float64],
) -> None:
    reach = radius_mm / size_mm
    first, last = _limits(np.minimum(start, end) - reach, np.maximum(start, end) + reach, mask.shape)
    if (last <= first).any():
        return
    axes = [(np.arange(a, b) + 0.5 - s) * mm for a, b, s, mm in zip(first, last, start, size_mm, strict=True)]
    low, high = capsule_lines(axes[:-1], (end - start) * size_mm, radius_mm)
    # From mm beside the start to numbers of pixels: whole numbers are compared several times faster.
    offset, along_mm = start[-1] - 0.5 - first[-1], size_mm[-1]
    most = int(last[-1] - first[-1])
    from_pixel = np.clip(np.ceil(low / along_mm + offset - ROUNDING_PX), 0, most).astype(np.int16)
    to_pixel = np.clip(np.floor(high / along_mm + offset + ROUNDING_PX), -1, most - 1).astype(np.int16)
    pixel = np.arange(most, dtype=np.int16)
    box = tuple(slice(a, b) for a, b in zip(first, last, strict=True))
    mask[box] |= (pixel >= from_pixel[..., None]) & (pixel <= to_pixel[..., None])


def _pass_through(mask: NDArray[np.bool_], points: NDArray[np.float64]) -> None:
    """Mark the pixels under the line, sampled at every half pixel."""
    steps = np.ceil(2 * np.abs(np.diff(points, axis=0)).max(axis=1, initial=0.0)).astype(np.intp)
    parts = [
        a + (b - a) * np.linspace(0, 1, n + 1)[:, None] for a, b, n in zip(points, points[1:], steps, strict=False)
    ]
    index = np.floor(np.concatenate([points[:1], *parts])).astype(np.intp)
    inside = ((index >= 0) & (index < mask.shape)).all(axis=1)
    mask[tuple(index[inside].T)] = True


def _limits(
    low: NDArray[np.float64], high: NDArray[np.float64], shape: tuple[int, ...]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First pixel, and first one beyond, of the box from `low` to `high`, within the raster."""
    first = np.clip(np.floor(low), 0, shape).astype(np.intp)
    last = np.clip(np.floor(high) + 1, 0, shape).astype(np.intp)
    return first, np.maximum(first, last)
