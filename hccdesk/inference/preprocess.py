"""From Hounsfield units and slide pixels to what the networks see; training uses these same functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.ct import CtVolume
from hccdesk.domain.geometry import AxisReordering
from hccdesk.domain.manifest import CtInputSpec, SlideInputSpec
from hccdesk.domain.roi import CtRoi
from hccdesk.inference.axial_order import FILE_ORDER, Box, axial_order, box_in_file, turned

AIR_HU = -1024.0


@dataclass(frozen=True, slots=True)
class CtModelInput:
    """`images` (n, 3, side, side) float32, one per slice of the region, which slices, and what was cut out of each.

    Axial images have the patient's front at the top and the right on the left, however the file keeps its voxels.
    `crop_boxes` are (row0, column0, row1, column1) in the file's voxels, end exclusive; they may overhang the slice.
    """

    images: NDArray[np.float32]
    slice_indices: tuple[int, ...]
    crop_boxes: tuple[Box, ...]


def ct_input(volume: CtVolume, roi: CtRoi, spec: CtInputSpec) -> CtModelInput:
    """Every slice that holds any of the region, cropped, windowed, resampled and normalised as `spec` says.

    Refused (`ValueError`): a region on another lattice.
    """
    boxes = ct_crop_boxes(volume, roi, spec)
    images = ct_images(volume, roi.slice_indices, boxes, spec)
    return CtModelInput(images, roi.slice_indices, boxes)


def ct_crop_boxes(volume: CtVolume, roi: CtRoi, spec: CtInputSpec) -> tuple[Box, ...]:
    """The square (in millimetres) around the region on each of its slices, as boxes of the file's voxels."""
    if roi.mask.shape != volume.hu.shape:
        raise ValueError(f"the region {roi.mask.shape} does not lie on the volume {volume.hu.shape}")
    order = axial_order(volume.geometry)
    # Squares are laid in the networks' order: rounding to whole voxels would otherwise depend on the file's.
    return tuple(_square_in_file(roi.mask[i], volume, order, spec) for i in roi.slice_indices)


def ct_images(
    volume: CtVolume, slice_indices: tuple[int, ...], boxes: tuple[Box, ...], spec: CtInputSpec
) -> NDArray[np.float32]:
    """The network's images (n, 3, side, side) for these slices and boxes of the file's voxels."""
    return grey_images(ct_crops(volume, slice_indices, boxes, spec), spec)


def ct_crops(
    volume: CtVolume, slice_indices: tuple[int, ...], boxes: tuple[Box, ...], spec: CtInputSpec
) -> NDArray[np.float32]:
    """Those slices cropped, windowed to 0..1 and resampled: (n, side, side), in the networks' order."""
    order = axial_order(volume.geometry)
    crops = np.empty((len(boxes), spec.side_px, spec.side_px), np.float32)
    for place, (index, box) in enumerate(zip(slice_indices, boxes, strict=True)):
        crops[place] = _windowed(resampled_crop(volume.hu[index], box, spec.side_px, order), spec.window_hu)
    return crops


def grey_images(crops: NDArray[np.float32], spec: CtInputSpec) -> NDArray[np.float32]:
    """Crops (n, side, side) of 0..1 on the network's three channels, normalised: (n, 3, side, side)."""
    return _normalised(np.repeat(crops[:, None], 3, axis=1), spec.mean, spec.std)


def patch_images(rgb: NDArray[np.uint8], spec: SlideInputSpec) -> NDArray[np.float32]:
    """Patches (n, px, px, 3) as the network's images (n, 3, px, px).

    Refused (`ValueError`): patches of another size or type than `spec` says.
    """
    if rgb.dtype != np.uint8 or rgb.shape[1:] != (spec.patch_px, spec.patch_px, 3):
        raise ValueError(f"patches {rgb.shape} {rgb.dtype} are not (n, {spec.patch_px}, {spec.patch_px}, 3) uint8")
    scaled = np.ascontiguousarray(rgb.transpose(0, 3, 1, 2), dtype=np.float32) / np.float32(255)
    return _normalised(scaled, spec.mean, spec.std)


def resampled_crop(
    plane: NDArray[np.int16], box: Box, side_px: int, order: AxisReordering = FILE_ORDER
) -> NDArray[np.float32]:
    """`box` of `plane`, turned as `order` says, bilinear on (side, side); what overhangs is air.

    Where the crop shrinks, the bilinear tent is widened with it, so that fine noise is averaged, not aliased.
    """
    padded = turned(order, _padded_crop(plane, box))
    down = _tent_weights(padded.shape[0], side_px)
    across = _tent_weights(padded.shape[1], side_px)
    return np.asarray(down @ padded @ across.T, dtype=np.float32)


def _square_in_file(mask: NDArray[np.bool_], volume: CtVolume, order: AxisReordering, spec: CtInputSpec) -> Box:
    _, row_mm, column_mm = (volume.geometry.spacing_mm[axis] for axis in order.permutation)
    seen = turned(order, mask)
    return box_in_file(order, _square_around(seen, row_mm, column_mm, spec), (seen.shape[0], seen.shape[1]))


def _square_around(mask: NDArray[np.bool_], row_mm: float, column_mm: float, spec: CtInputSpec) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    tall_mm = (rows[-1] - rows[0] + 1) * row_mm
    wide_mm = (columns[-1] - columns[0] + 1) * column_mm
    side_mm = max(tall_mm + 2 * spec.margin_mm, wide_mm + 2 * spec.margin_mm, spec.minimum_side_mm)
    row0, row1 = _around(rows[0], rows[-1] + 1, round(side_mm / row_mm))
    column0, column1 = _around(columns[0], columns[-1] + 1, round(side_mm / column_mm))
    return row0, column0, row1, column1


def _around(first: int, end: int, size: int) -> tuple[int, int]:
    start = int(np.floor((int(first) + int(end) - size) / 2))
    return start, start + max(size, 1)


def _padded_crop(plane: NDArray[np.int16], box: Box) -> NDArray[np.float32]:
    row0, column0, row1, column1 = box
    crop = np.full((row1 - row0, column1 - column0), AIR_HU, np.float32)
    top, left = max(row0, 0), max(column0, 0)
    bottom, right = min(row1, plane.shape[0]), min(column1, plane.shape[1])
    if top < bottom and left < right:
        crop[top - row0 : bottom - row0, left - column0 : right - column0] = plane[top:bottom, left:right]
    return crop


def _tent_weights(size: int, wanted: int) -> NDArray[np.float32]:
    """(wanted, size) weights, rows summing to one; pixel centres lie at half-integers on both grids."""
    scale = size / wanted
    centres = (np.arange(wanted) + 0.5) * scale - 0.5
    reach = max(scale, 1.0)
    # Clamping the centre repeats the edge pixel where the outermost samples reach past it.
    distance = np.abs(np.clip(centres, 0, size - 1)[:, None] - np.arange(size)[None])
    weights = np.clip(1 - distance / reach, 0, None)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def _windowed(hu: NDArray[np.float32], window_hu: tuple[float, float]) -> NDArray[np.float32]:
    low, high = window_hu
    return np.asarray(np.clip((hu - low) / (high - low), 0, 1), dtype=np.float32)


def _normalised(
    images: NDArray[np.float32], mean: tuple[float, float, float], std: tuple[float, float, float]
) -> NDArray[np.float32]:
    shape = (3, 1, 1)
    centred = images - np.array(mean, np.float32).reshape(shape)
    return np.asarray(centred / np.array(std, np.float32).reshape(shape), dtype=np.float32)
