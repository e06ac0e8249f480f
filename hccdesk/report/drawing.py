"""Painting on RGB arrays: outlines, polygons, bars and the two letters that say right and left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Rgb = NDArray[np.uint8]
_PX_PER_STEP = 400  # a line as wide on paper whatever the picture's size
_LETTERS = {
    "R": ("####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"),
    "L": ("#....", "#....", "#....", "#....", "#....", "#....", "#####"),
}


def rgb_of(hex_colour: str) -> NDArray[np.uint8]:
    """`#RRGGBB` as three bytes."""
    return np.array([int(hex_colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.uint8)


def outlined(image: Rgb, mask: NDArray[np.bool_], colour: NDArray[np.uint8], width_px: int = 2) -> Rgb:
    """`image` with the inner edge of `mask` (same rows and columns) painted `width_px` wide."""
    edge = mask & ~ndimage.binary_erosion(mask, ndimage.generate_binary_structure(2, 2), iterations=width_px)
    painted = image.copy()
    painted[edge] = colour
    return painted


def with_rings(image: Rgb, rings: list[NDArray[np.float64]], colour: NDArray[np.uint8]) -> Rgb:
    """`image` with closed rings, (vertex, 2) as (x, y) in its own pixels, on a thin white ground."""
    line = np.zeros(image.shape[:2], dtype=bool)
    for ring in rings:
        _trace(line, ring)
    ball = ndimage.generate_binary_structure(2, 2)
    thick = ndimage.binary_dilation(line, ball, iterations=max(1, round(max(line.shape) / _PX_PER_STEP)))
    painted = image.copy()
    painted[ndimage.binary_dilation(thick, ball)] = 255
    painted[thick] = colour
    return painted


def _trace(line: NDArray[np.bool_], ring: NDArray[np.float64]) -> None:
    ends = np.roll(ring, -1, axis=0)
    steps = np.clip(np.ceil(np.abs(ends - ring).max(axis=1)), 1, max(line.shape) * 2).astype(int)
    which = np.repeat(np.arange(len(ring)), steps)
    share = (np.arange(steps.sum()) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[which]
    points = ring[which] + (ends - ring)[which] * share[:, None]
    x, y = np.floor(points).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < line.shape[1]) & (y < line.shape[0])
    line[y[inside], x[inside]] = True


def with_letter(image: Rgb, letter: str, row: int, column: int, scale: int = 3) -> Rgb:
    """`image` with R or L in white on black, its top left corner at (row, column)."""
    bits = np.array([[c == "#" for c in line] for line in _LETTERS[letter]])
    glyph = np.kron(np.pad(bits, 1), np.ones((scale, scale), dtype=bool))
    painted = image.copy()
    window = painted[row : row + glyph.shape[0], column : column + glyph.shape[1]]
    window[:] = np.where(glyph[: window.shape[0], : window.shape[1], None], 255, 0)
    return painted


def with_bar(image: Rgb, length_px: int, margin_px: int = 12, thickness_px: int = 5) -> Rgb:
    """`image` with a black scale bar on a white ground in the lower left corner."""
    painted = image.copy()
    bottom = image.shape[0] - margin_px
    painted[bottom - thickness_px - 2 : bottom + 2, margin_px - 2 : margin_px + length_px + 2] = 255
    painted[bottom - thickness_px : bottom, margin_px : margin_px + length_px] = 0
    return painted
