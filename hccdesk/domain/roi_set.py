"""Every region of a case as one immutable value: an edit makes a new one, undo goes back to the old."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hccdesk.domain.roi import CtRoi, SlideRoi


@dataclass(frozen=True, slots=True)
class Lesion:
    """A named tumour region on the CT's lattice; `shown` tells whether it is drawn (it always counts)."""

    name: str
    roi: CtRoi
    shown: bool = True


@dataclass(frozen=True, slots=True)
class RoiSet:
    """The lesions of the CT, in the order of the list, and the outlined tissue of the slide.

    Refused when built: two lesions of one name, masks of different shapes.
    """

    lesions: tuple[Lesion, ...] = ()
    slide: SlideRoi | None = None

    def __post_init__(self) -> None:
        if len({lesion.name for lesion in self.lesions}) < len(self.lesions):
            raise ValueError("two lesions carry one name")
        if len({lesion.roi.mask.shape for lesion in self.lesions}) > 1:
            raise ValueError("the lesions lie on different lattices")

    @property
    def tumour(self) -> CtRoi | None:
        """All lesions together, which is what the models see; None without any."""
        if not self.lesions:
            return None
        if len(self.lesions) == 1:
            return self.lesions[0].roi
        mask = np.logical_or.reduce([lesion.roi.mask for lesion in self.lesions])
        return CtRoi(mask, " + ".join(lesion.name for lesion in self.lesions))

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
