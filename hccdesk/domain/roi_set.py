"""Every region of a case as one immutable value: an edit makes a new one, undo goes back to the old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hccdesk.domain.mask_box import NOTHING, hull
from hccdesk.domain.measurement import Measurement
from hccdesk.domain.roi import CtRoi, SlideRoi


@dataclass(frozen=True, slots=True)
class Lesion:
    """A named tumour region on the CT's lattice; `shown` tells whether it is drawn (it always counts).

    `colour` is its place in the list of lesion colours, None: its place in the list of lesions. A `locked` lesion is
    not edited. `margin_mm` is the ring of surrounding tissue that the models are given with it; sizes are without.
    """

    name: str
    roi: CtRoi
    shown: bool = True
    colour: int | None = None
    locked: bool = False
    margin_mm: float = 0.0


@dataclass(frozen=True, slots=True, weakref_slot=True)
class RoiSet:
    """The lesions of the CT, in the order of the list, the outlined tissue of the slide, and what was measured.

    Refused when built: two lesions of one name, masks of different shapes.
    """

    lesions: tuple[Lesion, ...] = ()
    slide: SlideRoi | None = None
    measurements: tuple[Measurement, ...] = ()

    def __post_init__(self) -> None:
        if len({lesion.name for lesion in self.lesions}) < len(self.lesions):
            raise ValueError("two lesions carry one name")
        if len({lesion.roi.mask.shape for lesion in self.lesions}) > 1:
            raise ValueError("the lesions lie on different lattices")

    @property
    def has_tumour(self) -> bool:
        """Whether there is any lesion; no voxel is looked at."""
        return bool(self.lesions)

    @property
    def tumour(self) -> CtRoi | None:
        """All lesions together, which is what the models see; None without any. Voxels are copied: for jobs."""
        if not self.lesions:
            return None
        if len(self.lesions) == 1:
            return self.lesions[0].roi
        return union([lesion.roi for lesion in self.lesions], " + ".join(lesion.name for lesion in self.lesions))

    def with_lesion(self, lesion: Lesion) -> RoiSet:
        """The lesion of that name replaced, or a new one at the end."""
        others = [lesion if old.name == lesion.name else old for old in self.lesions]
        if lesion not in others:
            others.append(lesion)
        return replace(self, lesions=tuple(others))

    def without_lesion(self, name: str) -> RoiSet:
        """Everything but the lesion of that name."""
        return replace(self, lesions=tuple(lesion for lesion in self.lesions if lesion.name != name))

    def renamed(self, name: str, new_name: str) -> RoiSet:
        """The lesion under another name."""
        renamed = (replace(old, name=new_name) if old.name == name else old for old in self.lesions)
        return replace(self, lesions=tuple(renamed))

    def with_slide(self, roi: SlideRoi | None) -> RoiSet:
        """Another outline on the slide, or none."""
        return replace(self, slide=roi)

    def with_measurements(self, measurements: tuple[Measurement, ...]) -> RoiSet:
        """Other measurements."""
        return replace(self, measurements=measurements)

    def same_to_models(self, other: RoiSet) -> bool:
        """Whether a model would see the same: names, colours, locks and measurements make no difference to it."""
        ours = [(lesion.roi, lesion.margin_mm) for lesion in self.lesions]
        theirs = [(lesion.roi, lesion.margin_mm) for lesion in other.lesions]
        same = len(ours) == len(theirs) and all(
            a is b and margin == other_margin for (a, margin), (b, other_margin) in zip(ours, theirs, strict=True)
        )
        return same and self.slide is other.slide


def union(regions: Sequence[CtRoi], label: str) -> CtRoi:
    """At least one region, all together; only where they lie is looked at. Reordered where one of them was."""
    mask, box = np.zeros(regions[0].mask.shape, np.bool_), NOTHING
    for roi in regions:
        mask[roi.box] |= roi.mask[roi.box]
        box = hull(box, roi.box)
    return CtRoi.within(mask, label, box, reordered=any(roi.reordered for roi in regions))
