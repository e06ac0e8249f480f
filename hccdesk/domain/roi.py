"""Regions of interest: tumour masks on a CT lattice, polygons on a slide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.mask_box import holds_nothing, mask_box
from hccdesk.domain.region_edit import RegionPart, VoxelBox

Ring = NDArray[np.float64]
"""A closed ring of vertices, (vertex, 2) as (x, y) in level-0 pixels; the last vertex is not repeated."""


@dataclass(frozen=True, slots=True)
class CtMask:
    """One label of a mask file on its own lattice; `mask` is (slice, row, column), bool."""

    mask: NDArray[np.bool_]
    geometry: VolumeGeometry
    label: str
    referenced_series_uid: str | None = None


class _Boxed:
    """Room for what is found out once; no field, for it follows from the voxels."""

    __slots__ = ("_box", "_packed")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CtRoi(_Boxed):
    """A tumour region on the series' own lattice; `mask` is (slice, row, column), bool, read-only.

    `reordered` tells that the file stored the same lattice with axes flipped or permuted.
    """

    mask: NDArray[np.bool_]
    label: str
    reordered: bool = False

    def __post_init__(self) -> None:
        self.mask.setflags(write=False)

    @staticmethod
    def within(mask: NDArray[np.bool_], label: str, box: VoxelBox, *, reordered: bool = False) -> CtRoi:
        """A region all of whose voxels are known to lie in `box`: the rest of the mask is not looked at."""
        roi = CtRoi(mask, label, reordered)
        object.__setattr__(roi, "_box", mask_box(mask, box))
        return roi

    @property
    def box(self) -> VoxelBox:
        """The smallest box around the region; looked for once."""
        try:
            found: VoxelBox = object.__getattribute__(self, "_box")
        except AttributeError:
            found = mask_box(self.mask)
            object.__setattr__(self, "_box", found)
        return found

    @property
    def part(self) -> RegionPart:
        """The region without the rest of the lattice."""
        z, y, x = self.box
        return RegionPart((z.start, y.start, x.start), self.mask[self.box])

    @property
    def is_empty(self) -> bool:
        """Whether it has no voxel."""
        return holds_nothing(self.box)

    @property
    def slice_indices(self) -> tuple[int, ...]:
        """The slices that hold any of the region."""
        first = self.box[0].start
        return tuple(first + int(i) for i in np.flatnonzero(self.mask[self.box].any(axis=(1, 2))))


@dataclass(frozen=True, slots=True)
class RoiMeasurements:
    """Size of a region: volume, longest diameter within one axial slice, and largest diameter in three dimensions."""

    volume_ml: float
    longest_axial_diameter_mm: float
    largest_3d_diameter_mm: float
    slice_count: int


@dataclass(frozen=True, slots=True)
class Polygon:
    """An outline with holes, level-0 pixels."""

    outline: Ring
    holes: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class SlideRoi:
    """The outlined tissue of a slide: a union of polygons, level-0 pixels of the whole slide."""

    polygons: tuple[Polygon, ...]
    source: str
    """`asap-xml`, `qupath-geojson`, or `drawn` once it was edited on the screen."""
    classes: tuple[str, ...] = ()
    """Classes the outlines carry, where they might not all be tumour; all were taken."""
