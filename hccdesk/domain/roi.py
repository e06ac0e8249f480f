"""Regions of interest: tumour masks on a CT lattice, polygons on a slide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry

Ring = NDArray[np.float64]
"""A closed ring of vertices, (vertex, 2) as (x, y) in level-0 pixels; the last vertex is not repeated."""


@dataclass(frozen=True, slots=True)
class CtMask:
    """One label of a mask file on its own lattice; `mask` is (slice, row, column), bool."""

    mask: NDArray[np.bool_]
    geometry: VolumeGeometry
    label: str
    referenced_series_uid: str | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CtRoi:
    """A tumour region on the series' own lattice; `mask` is (slice, row, column), bool, read-only.

    `reordered` tells that the file stored the same lattice with axes flipped or permuted.
    """

    mask: NDArray[np.bool_]
    label: str
    reordered: bool = False

    def __post_init__(self) -> None:
        self.mask.setflags(write=False)

    @property
    def slice_indices(self) -> tuple[int, ...]:
        """The slices that hold any of the region."""
        return tuple(int(i) for i in np.flatnonzero(self.mask.any(axis=(1, 2))))


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
