"""Regions that are only kept: the bits of a box instead of a byte for every voxel of the series."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.measurement import Measurement
from hccdesk.domain.region_edit import VoxelBox
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet

Shape = tuple[int, int, int]
Box = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


class _Kept:
    """Room to find the very object that was packed, where somebody, such as the last result, still has it; no field."""

    __slots__ = ("_living",)

    def _whole(self) -> Any:
        try:
            return object.__getattribute__(self, "_living")()
        except AttributeError:
            return None

    def _remember(self, whole: Any) -> None:
        object.__setattr__(self, "_living", weakref.ref(whole))


@dataclass(frozen=True, slots=True)
class PackedRegion(_Kept):
    """A `CtRoi`: lattice, the box around it (start and stop by axis), and the bits of that box, row after row.

    Refused when built: a box outside the lattice, too few or too many bits.
    """

    label: str
    reordered: bool
    shape: Shape
    box: Box
    bits: NDArray[np.uint8]

    def __post_init__(self) -> None:
        inside = all(0 <= start <= stop <= size for (start, stop), size in zip(self.box, self.shape, strict=True))
        if not inside or self.bits.shape != (-(-self._count // 8),):
            raise ValueError("packed voxels that do not fit their lattice")

    @staticmethod
    def of(roi: CtRoi) -> PackedRegion:
        """The region; only where it lies is looked at, and only once."""
        try:
            known: PackedRegion = object.__getattribute__(roi, "_packed")
        except AttributeError:
            known = PackedRegion._packed(roi)
            known.is_of(roi)
        return known

    @staticmethod
    def _packed(roi: CtRoi) -> PackedRegion:
        z, y, x = roi.box
        shape = roi.mask.shape[0], roi.mask.shape[1], roi.mask.shape[2]
        box = (int(z.start), int(z.stop)), (int(y.start), int(y.stop)), (int(x.start), int(x.stop))
        return PackedRegion(roi.label, roi.reordered, shape, box, np.packbits(roi.mask[roi.box]))

    @property
    def _sizes(self) -> Shape:
        (z0, z1), (y0, y1), (x0, x1) = self.box
        return z1 - z0, y1 - y0, x1 - x0

    @property
    def _count(self) -> int:
        depth, height, width = self._sizes
        return depth * height * width

    @property
    def _place(self) -> VoxelBox:
        z, y, x = (slice(start, stop) for start, stop in self.box)
        return z, y, x

    def is_of(self, roi: CtRoi) -> None:
        """`roi` is what unpacking gives, as long as anybody has it."""
        object.__setattr__(roi, "_packed", self)
        self._remember(roi)

    def unpacked(self) -> CtRoi:
        """The region again; the very object, where it is still alive."""
        living: CtRoi | None = self._whole()
        if living is None:
            living = self._unpacked()
            self.is_of(living)
        return living

    def _unpacked(self) -> CtRoi:
        mask = np.zeros(self.shape, np.bool_)
        mask[self._place] = np.unpackbits(self.bits, count=self._count).reshape(self._sizes).view(np.bool_)
        return CtRoi.within(mask, self.label, self._place, reordered=self.reordered)

    def same_as(self, other: PackedRegion) -> bool:
        """Whether both are the same voxels under one label."""
        told = (self.label, self.reordered, self.shape, self.box)
        return told == (other.label, other.reordered, other.shape, other.box) and np.array_equal(self.bits, other.bits)


@dataclass(frozen=True, slots=True)
class PackedLesion:
    """A `Lesion`."""

    name: str
    region: PackedRegion
    shown: bool = True
    colour: int | None = None
    locked: bool = False
    margin_mm: float = 0.0

    @staticmethod
    def of(lesion: Lesion, region: PackedRegion) -> PackedLesion:
        """The lesion, whose packed region is at hand."""
        return PackedLesion(lesion.name, region, lesion.shown, lesion.colour, lesion.locked, lesion.margin_mm)

    def around(self, roi: CtRoi) -> Lesion:
        """The lesion again, with its region unpacked."""
        return Lesion(self.name, roi, self.shown, self.colour, self.locked, self.margin_mm)


@dataclass(frozen=True, slots=True)
class PackedRegions(_Kept):
    """A `RoiSet`. Regions that several states share are one object in all of them."""

    lesions: tuple[PackedLesion, ...] = ()
    slide: SlideRoi | None = None
    measurements: tuple[Measurement, ...] = ()

    @staticmethod
    def of(rois: RoiSet) -> PackedRegions:
        """The regions."""
        lesions = tuple(PackedLesion.of(lesion, PackedRegion.of(lesion.roi)) for lesion in rois.lesions)
        packed = PackedRegions(lesions, rois.slide, rois.measurements)
        packed._remember(rois)
        return packed

    def unpacked(self) -> RoiSet:
        """The regions again; the very object, where it is still alive."""
        living: RoiSet | None = self._whole()
        if living is None:
            lesions = tuple(one.around(one.region.unpacked()) for one in self.lesions)
            living = RoiSet(lesions, self.slide, self.measurements)
            self._remember(living)
        return living

    def with_slide(self, slide: SlideRoi | None) -> PackedRegions:
        """With another outline."""
        return replace(self, slide=slide)
