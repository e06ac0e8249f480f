"""Acts on a tumour region, and the voxels that one stroke touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VoxelBox = tuple[slice, slice, slice]


@dataclass(frozen=True, slots=True)
class RegionPart:
    """Some voxels of a lattice: `mask` (slice, row, column) within a box whose first voxel is `corner`.

    A box without voxels means that nothing was touched.
    """

    corner: tuple[int, int, int]
    mask: NDArray[np.bool_]

    @property
    def box(self) -> VoxelBox:
        """Where the part lies in the whole lattice."""
        first, size = self.corner, self.mask.shape
        return (
            slice(first[0], first[0] + size[0]),
            slice(first[1], first[1] + size[1]),
            slice(first[2], first[2] + size[2]),
        )

    @property
    def is_empty(self) -> bool:
        """Whether no voxel is touched."""
        return not self.mask.any()

    def add_into(self, whole: NDArray[np.bool_]) -> None:
        """Set these voxels of a mask in place."""
        whole[self.box] |= self.mask

    def remove_from(self, whole: NDArray[np.bool_]) -> None:
        """Clear these voxels of a mask in place."""
        whole[self.box] &= ~self.mask

    def added_to(self, whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A new mask with these voxels."""
        changed = whole.copy()
        self.add_into(changed)
        return changed

    def removed_from(self, whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A new mask without these voxels."""
        changed = whole.copy()
        self.remove_from(changed)
        return changed


@dataclass(frozen=True, slots=True)
class FillBetween:
    """Fill the slices between those that were drawn, along one axis of the lattice (0: slices)."""

    axis: int = 0


@dataclass(frozen=True, slots=True)
class Smooth:
    """Round the surface off: what is finer than `radius_mm` goes, the volume stays."""

    radius_mm: float


@dataclass(frozen=True, slots=True)
class KeepLargest:
    """Keep the largest connected part only."""


@dataclass(frozen=True, slots=True)
class DropIslands:
    """Take away connected parts smaller than `smallest_ml`."""

    smallest_ml: float


@dataclass(frozen=True, slots=True)
class FillHoles:
    """Fill what the region encloses on a slice."""


@dataclass(frozen=True, slots=True)
class Grow:
    """Add what hangs together with `seed` (slice, row, column) in a range of HU, within `radius_mm` of it."""

    seed: tuple[int, int, int]
    lower_hu: float
    upper_hu: float
    radius_mm: float


RegionAct = FillBetween | Smooth | KeepLargest | DropIslands | FillHoles | Grow
