"""Regions that are only kept to go back to: the bits of a box instead of a byte for every voxel of the series."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet


@dataclass(frozen=True, slots=True)
class _PackedRoi:
    """One region; `alive` finds the very object where somebody, such as the last result, still has it."""

    label: str
    reordered: bool
    shape: tuple[int, int, int]
    box: tuple[slice, slice, slice]
    bits: NDArray[np.uint8]
    alive: weakref.ref[CtRoi]

    def unpacked(self) -> CtRoi:
        """The region again."""
        living = self.alive()
        if living is not None:
            return living
        mask = np.zeros(self.shape, np.bool_)
        size = tuple(part.stop - part.start for part in self.box)
        count = int(np.prod(size))
        mask[self.box] = np.unpackbits(self.bits, count=count).reshape(size).view(np.bool_)
        return CtRoi.within(mask, self.label, self.box, reordered=self.reordered)


class PackedRois:
    """A `RoiSet` that takes little room, and gives the same values back; the very object, where it is still alive."""

    def __init__(self, rois: RoiSet, neighbour: PackedRois | None = None) -> None:
        """Pack `rois`; what `neighbour`, the state before or after, has packed already is shared with it."""
        known = [packed for _, packed in neighbour._lesions] if neighbour else []
        self._alive = weakref.ref(rois)
        self._rest = replace(rois, lesions=())
        self._lesions: tuple[tuple[Lesion, _PackedRoi], ...] = tuple(
            (replace(one, roi=_NOTHING), _packed(one.roi, known)) for one in rois.lesions
        )

    def unpacked(self) -> RoiSet:
        """The regions again."""
        living = self._alive()
        if living is not None:
            return living
        lesions: tuple[Lesion, ...] = tuple(replace(one, roi=packed.unpacked()) for one, packed in self._lesions)
        return replace(self._rest, lesions=lesions)


_NOTHING = CtRoi(np.zeros((0, 0, 0), np.bool_), "")


def _packed(roi: CtRoi, known: Sequence[_PackedRoi]) -> _PackedRoi:
    shared = next((packed for packed in known if packed.alive() is roi), None)
    if shared:
        return shared
    shape = (roi.mask.shape[0], roi.mask.shape[1], roi.mask.shape[2])
    return _PackedRoi(roi.label, roi.reordered, shape, roi.box, np.packbits(roi.mask[roi.box]), weakref.ref(roi))
