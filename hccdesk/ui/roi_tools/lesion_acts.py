"""What is done to the list of lesions, each act a new `RoiSet`. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.ui.ct_viewer.slice_marks import LESION_ROLES
from hccdesk.ui.roi_tools.toolbox import NewLesion, RoiToolbox


def colour_of(lesion: Lesion, place: int) -> int:
    """A lesion keeps the colour it was given; one without has that of its place in the list."""
    return place if lesion.colour is None else lesion.colour


def coloured(rois: RoiSet) -> RoiSet:
    """Each lesion with the colour it is seen in, so that it keeps it when others go."""
    if all(lesion.colour is not None for lesion in rois.lesions):
        return rois
    fixed = tuple(replace(lesion, colour=colour_of(lesion, place)) for place, lesion in enumerate(rois.lesions))
    return replace(rois, lesions=fixed)


def next_lesion(lesions: Sequence[Lesion]) -> NewLesion:
    """The first free name of T1, T2 …, and the first colour that no lesion has, else the one used least."""
    taken = {lesion.name for lesion in lesions}
    number = next(n for n in range(1, len(taken) + 2) if f"T{n}" not in taken)
    used = [colour_of(lesion, place) % len(LESION_ROLES) for place, lesion in enumerate(lesions)]
    return NewLesion(f"T{number}", min(range(len(LESION_ROLES)), key=used.count))


def active_lesion(lesions: Sequence[Lesion], toolbox: RoiToolbox) -> Lesion | None:
    """The lesion that is drawn: the one chosen, else the last; None where a new one is to be begun."""
    if toolbox.new_lesion or not lesions:
        return None
    return next((lesion for lesion in lesions if lesion.name == toolbox.active_name), lesions[-1])


def neighbour(lesions: Sequence[Lesion], active: Lesion | None, step: int) -> str | None:
    """The name of the lesion so many places on, round the end."""
    if not lesions:
        return None
    names = [lesion.name for lesion in lesions]
    at = names.index(active.name) if active else (-1 if step > 0 else 0)
    return names[(at + step) % len(names)]


def redrawn(rois: RoiSet, lesion: Lesion, region: CtRoi) -> RoiSet:
    """The lesion with another region, and shown; without any voxel it is gone."""
    base = coloured(rois)
    if region.is_empty:
        return base.without_lesion(lesion.name)
    colour = next((old.colour for old in base.lesions if old.name == lesion.name), lesion.colour)
    return base.with_lesion(replace(lesion, roi=region, shown=True, colour=colour))


def removed(rois: RoiSet, name: str) -> RoiSet:
    """Without that lesion; the others keep their colours."""
    return coloured(rois).without_lesion(name)


def changed(rois: RoiSet, name: str, **facts: object) -> RoiSet:
    """One lesion with other facts (`shown`, `locked`, `margin_mm`)."""
    lesions = (replace(old, **facts) if old.name == name else old for old in rois.lesions)  # type: ignore[arg-type]
    return replace(rois, lesions=tuple(lesions))
