"""A CT volume turned to what a radiologist expects: axial, patient's right on the left, front at the top."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from hccdesk.domain.geometry import VolumeGeometry

_Scalar = TypeVar("_Scalar", bound=np.generic)
_LONGEST_SIDE_PX = 512
_LPS_OF_PLACE = (2, 1, 0)  # slices run along z, rows along y (to the back), columns along x (to the left)


@dataclass(frozen=True, slots=True)
class AxialView:
    """How a volume's axes are exchanged and flipped for display; nothing oblique is resampled.

    `permutation` brings the volume's axes to (slice, row, column) of the view; `flips` says which of the
    view's axes run the other way; `spacing_mm` is the view's.
    """

    permutation: tuple[int, int, int]
    flips: tuple[bool, bool, bool]
    spacing_mm: tuple[float, float, float]

    def turned(self, volume: NDArray[_Scalar]) -> NDArray[_Scalar]:
        """`volume` (slice, row, column) in the view's order; slices keep the file's order (never flipped)."""
        moved = volume.transpose(self.permutation)
        return moved[:, :: -1 if self.flips[1] else 1, :: -1 if self.flips[2] else 1]

    def from_feet(self, index: int, count: int) -> int:
        """The number, from 1, that the viewer shows for a slice of the file: counted from the feet."""
        return count - index if self.flips[0] else index + 1

    @property
    def keeps_slices(self) -> bool:
        """Whether a slice of the view is a slice of the file."""
        return self.permutation[0] == 0


def axial_view(geometry: VolumeGeometry) -> AxialView:
    """The view of a lattice: each anatomical axis gets the voxel axis closest to it."""
    along = np.asarray(geometry.directions)
    best = max(
        permutations(range(3)), key=lambda p: sum(abs(along[a, lps]) for a, lps in zip(p, _LPS_OF_PLACE, strict=True))
    )
    flips = tuple(bool(along[axis, lps] < 0) for axis, lps in zip(best, _LPS_OF_PLACE, strict=True))
    spacing = tuple(geometry.spacing_mm[axis] for axis in best)
    return AxialView((best[0], best[1], best[2]), (flips[0], flips[1], flips[2]), (spacing[0], spacing[1], spacing[2]))


def body_box(turned_slice_hu: NDArray[np.int16]) -> tuple[slice, slice]:
    """Rows and columns of the largest connected thing denser than air; the whole slice where there is none."""
    labels, count = ndimage.label(turned_slice_hu > -300)
    if count == 0:
        return slice(None), slice(None)
    sizes = np.bincount(labels.ravel())[1:]
    rows, columns = ndimage.find_objects(labels)[int(np.argmax(sizes))]
    return slice(rows.start, rows.stop), slice(columns.start, columns.stop)


def square_pixels(
    image: NDArray[np.float64], spacing_mm: tuple[float, float], order: int, longest_px: int = _LONGEST_SIDE_PX
) -> NDArray[np.float64]:
    """`image` (row, column) with equal pixel spacing both ways and a longest side of `longest_px`."""
    height_mm, width_mm = image.shape[0] * spacing_mm[0], image.shape[1] * spacing_mm[1]
    mm_per_px = max(height_mm, width_mm) / longest_px
    shape = max(1, round(height_mm / mm_per_px)), max(1, round(width_mm / mm_per_px))
    rows = (np.arange(shape[0]) + 0.5) * image.shape[0] / shape[0] - 0.5
    columns = (np.arange(shape[1]) + 0.5) * image.shape[1] / shape[1] - 0.5
    grid = np.meshgrid(rows, columns, indexing="ij")
    return np.asarray(ndimage.map_coordinates(image, grid, order=order, mode="nearest"), dtype=np.float64)
