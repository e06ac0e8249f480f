"""A rounder region without crumbs and holes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence
from hccdesk.roi.crop import box_of, pad_of

_TOUCHING = np.ones((3, 3, 3), dtype=np.bool_)
_WITHIN_SLICE = np.array([[[0] * 3] * 3, [[0, 1, 0], [1, 1, 1], [0, 1, 0]], [[0] * 3] * 3], dtype=np.bool_)
_LEVELS = (0.35, 0.65)
"""The blurred region is cut where the volume stays, but never so far from the middle that the shape runs away."""


def smoothed(mask: NDArray[np.bool_], spacing_mm: tuple[float, float, float], radius_mm: float) -> NDArray[np.bool_]:
    """The region with what is finer than `radius_mm` rounded off, by a Gaussian of half that width; volume kept.

    Refused, in words: a radius that would leave nothing.
    """
    box = box_of(mask, pad_of(2 * radius_mm, spacing_mm))
    if box is None:
        return mask.copy()
    part = mask[box]
    sigma = [radius_mm / 2 / spacing for spacing in spacing_mm]
    blurred = ndimage.gaussian_filter(part.astype(np.float32), sigma, mode="nearest", truncate=3.0)
    count = int(np.count_nonzero(part))
    keeping = float(np.partition(blurred, -count, axis=None)[-count])
    level = min(max(keeping, _LEVELS[0]), _LEVELS[1])
    # A symmetric region has many voxels at the very level: all of them or none, whichever is nearer to the volume.
    rounded = min((blurred >= level, blurred > level), key=lambda cut: abs(int(np.count_nonzero(cut)) - count))
    if not rounded.any():
        raise InputError(
            Sentence.of("Smoothing by {radius_mm:g} mm would leave nothing of the region.", radius_mm=radius_mm),
            what_to_do="Choose a smaller radius.",
        )
    return _placed(mask, box, rounded)


def largest_part(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest connected part; voxels that touch by a corner are connected."""
    return _parts_of_size(mask, None)


def without_islands(mask: NDArray[np.bool_], voxel_volume_mm3: float, smallest_ml: float) -> NDArray[np.bool_]:
    """The region without connected parts smaller than `smallest_ml`; refused where none is as large."""
    kept = _parts_of_size(mask, smallest_ml * 1000.0 / voxel_volume_mm3)
    if mask.any() and not kept.any():
        raise InputError(
            Sentence.of("Every part of the region is smaller than {smallest_ml:g} ml.", smallest_ml=smallest_ml),
            what_to_do="Choose a smaller volume.",
        )
    return kept


def holes_filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The region with all that it encloses on a slice, and so all that it encloses in three dimensions."""
    box = box_of(mask)
    if box is None:
        return mask.copy()
    padded = np.pad(~mask[box], ((0, 0), (1, 1), (1, 1)), constant_values=True)
    labels, _ = ndimage.label(padded, _WITHIN_SLICE)
    # The frame of padding is one background part a slice: all that hangs together with it is outside.
    outside = labels == labels[:, :1, :1]
    return _placed(mask, box, ~outside[:, 1:-1, 1:-1])


def _parts_of_size(mask: NDArray[np.bool_], smallest_voxels: float | None) -> NDArray[np.bool_]:
    box = box_of(mask)
    if box is None:
        return mask.copy()
    labels, _ = ndimage.label(mask[box], _TOUCHING)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    kept = sizes >= smallest_voxels if smallest_voxels is not None else np.arange(len(sizes)) == sizes.argmax()
    kept[0] = False
    return _placed(mask, box, kept[labels])


def _placed(mask: NDArray[np.bool_], box: tuple[slice, slice, slice], part: NDArray[np.bool_]) -> NDArray[np.bool_]:
    whole = np.zeros_like(mask)
    whole[box] = part
    return whole
