"""The signed explanation map of the CT model laid over its slice: blue speaks for response, orange against it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk import resources
from hccdesk.domain.signed_scale import colour, opacity, strength
from hccdesk.report.drawing import Rgb, rgb_of

_STRONGEST = 0.75
_SCALE_ROWS_PX = 14


def map_on_slice(
    grid: NDArray[np.float32], box: tuple[int, int, int, int], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """The map of one slice, (row, column) on the feature grid, at the voxels of the slice; 0 outside its crop.

    `box` is (row0, column0, row1, column1) in voxels and may overhang. Bilinear between cell centres.
    """
    row0, column0, row1, column1 = box
    rows = (np.arange(shape[0]) + 0.5 - row0) / max(row1 - row0, 1) * grid.shape[0] - 0.5
    columns = (np.arange(shape[1]) + 0.5 - column0) / max(column1 - column0, 1) * grid.shape[1] - 0.5
    full = np.zeros(shape)
    inside = np.ix_(_within(rows, grid.shape[0]), _within(columns, grid.shape[1]))
    full[inside] = _bilinear(grid, rows[inside[0].ravel()], columns[inside[1].ravel()])
    return full


def _within(places: NDArray[np.float64], cells: int) -> NDArray[np.bool_]:
    return (places >= -0.5) & (places < cells - 0.5)


def _bilinear(
    grid: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float64]:
    r, c = np.clip(rows, 0, grid.shape[0] - 1), np.clip(columns, 0, grid.shape[1] - 1)
    r0, c0 = np.floor(r).astype(int), np.floor(c).astype(int)
    r1, c1 = np.minimum(r0 + 1, grid.shape[0] - 1), np.minimum(c0 + 1, grid.shape[1] - 1)
    dr, dc = (r - r0)[:, None], (c - c0)[None, :]
    upper = grid[np.ix_(r0, c0)] * (1 - dc) + grid[np.ix_(r0, c1)] * dc
    lower = grid[np.ix_(r1, c0)] * (1 - dc) + grid[np.ix_(r1, c1)] * dc
    return np.asarray(upper * (1 - dr) + lower * dr, dtype=np.float64)


def laid_over(image: Rgb, signed: NDArray[np.float64], largest: float, ground: str = "dark") -> Rgb:
    """`image` tinted by `signed` (row, column), clearer the nearer to zero; `largest` is the end of the scale.

    `ground` names the theme whose colours stand out on the image: "dark" for a CT, "light" for a slide.
    """
    share = strength(signed, largest)
    tint, alpha = blue_white_orange(share, ground), opacity(share)[..., None] * _STRONGEST
    return np.asarray(np.round(image * (1 - alpha) + tint * alpha), dtype=np.uint8)


def with_scale(image: Rgb, ground: str = "dark") -> Rgb:
    """`image` with the colour scale under it: against response on the left, zero in the middle, for it on the right."""
    ramp = blue_white_orange(np.linspace(-1, 1, image.shape[1]), ground)
    band = np.broadcast_to(ramp, (_SCALE_ROWS_PX, *ramp.shape))
    gap = np.full((4, image.shape[1], 3), 255)
    return np.asarray(np.concatenate([image, gap, band]), dtype=np.uint8)


def blue_white_orange(strengths: NDArray[np.float64], ground: str = "dark") -> NDArray[np.float64]:
    """Colours (…, 3) of strengths on -1..1: orange at -1, white at 0, blue at 1."""
    theme = resources.theme_tokens()[ground]
    return colour(strengths, rgb_of(theme["favours_no_response"]), rgb_of(theme["favours_response"]))
