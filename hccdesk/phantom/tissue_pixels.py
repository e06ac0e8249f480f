"""From stain planes to pixels: interpolation, texture, light, averaging, JPEG."""

from __future__ import annotations

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import zoom

from hccdesk.phantom.tissue_character import NOISE_SIDE_PX, TissueCharacter

UM_PER_PX = 0.25
COARSE_PX = 4
"""Cytoplasm is computed on every fourth pixel."""
JPEG_QUALITY = 85
LAMP = 243
_STEPS_PER_DENSITY = 2048
_LIGHT = np.rint(LAMP * np.exp(-np.arange(8 * _STEPS_PER_DENSITY) / _STEPS_PER_DENSITY)).astype(np.uint8)
# A table, not exp on every pixel: vectorised exp differs in its last bit between processors.

Plane = NDArray[np.float32]


def stained(character: TissueCharacter, haematoxylin: Plane, eosin: Plane) -> NDArray[np.uint8]:
    """Stain to light by Beer and Lambert: RGB (row, column, 3)."""
    rgb = np.empty((*haematoxylin.shape, 3), dtype=np.uint8)
    for channel in range(3):
        density = haematoxylin * np.float32(character.haematoxylin[channel])
        density += eosin * np.float32(character.eosin[channel])
        steps = np.clip(density * np.float32(_STEPS_PER_DENSITY), 0, len(_LIGHT) - 1)
        rgb[..., channel] = _LIGHT[steps.astype(np.int32)]
    return rgb


def enlarged(coarse: Plane, height_px: int, width_px: int) -> Plane:
    """A coarse plane at full size by linear interpolation, aligned at the first pixel."""
    weight = np.arange(COARSE_PX, dtype=np.float32) / np.float32(COARSE_PX)
    down = coarse[:-1, None] + weight[None, :, None] * (coarse[1:, None] - coarse[:-1, None])
    tall = down.reshape(-1, coarse.shape[1])
    wide = tall[:, :-1, None] + weight * (tall[:, 1:, None] - tall[:, :-1, None])
    return np.ascontiguousarray(wide.reshape(tall.shape[0], -1)[:height_px, :width_px])


def textured(texture: Plane, left_um: float, top_um: float, shape: tuple[int, int]) -> Plane:
    """The part of an endless texture that lies at a place on the sheet."""
    rows = (np.arange(shape[0]) + round(top_um / UM_PER_PX)) % NOISE_SIDE_PX
    columns = (np.arange(shape[1]) + round(left_um / UM_PER_PX)) % NOISE_SIDE_PX
    return np.asarray(texture[rows[:, None], columns[None, :]])


def resized(rgb: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """A square picture at another size: means of whole blocks where these fit, else linear interpolation."""
    factor = rgb.shape[0] / side_px
    if factor == int(factor):
        return halved(rgb, int(factor))
    scaled = zoom(rgb.astype(np.float64), (1 / factor, 1 / factor, 1), order=1, grid_mode=True, mode="nearest")
    return np.asarray(np.clip(np.rint(scaled), 0, 255), dtype=np.uint8)


def halved(rgb: NDArray[np.uint8], factor: int = 2) -> NDArray[np.uint8]:
    """Means of blocks of `factor` pixels a side, rounded; the sides must be multiples of it."""
    height, width = rgb.shape[0] // factor, rgb.shape[1] // factor
    total = rgb.reshape(height, factor, width, factor, 3).sum(axis=(1, 3), dtype=np.uint32)
    return np.asarray((total + factor * factor // 2) // (factor * factor), dtype=np.uint8)


def jpeg_tile(rgb: NDArray[np.uint8]) -> bytes:
    """One tile as baseline JPEG: YCbCr, 4:2:2 chroma, quality 85."""
    return bytes(imagecodecs.jpeg8_encode(np.ascontiguousarray(rgb), level=JPEG_QUALITY, subsampling="422"))


def jpeg_pixels(tile: bytes) -> NDArray[np.uint8]:
    """The RGB pixels of such a tile."""
    return np.asarray(imagecodecs.jpeg8_decode(tile), dtype=np.uint8)
