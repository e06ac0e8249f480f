"""Regions as the models are given them, and the record of those that were changed on the screen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from hccdesk.domain.case import CtInput
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.domain.roi_set import RoiSet, union
from hccdesk.domain.sentence import Sentence


def with_margins(rois: RoiSet, ct: CtInput) -> CtRoi | None:
    """All lesions together, each with its margin of surrounding tissue, within the volume; None without any."""
    tumour = rois.tumour
    if tumour is None or not any(lesion.margin_mm > 0 for lesion in rois.lesions):
        return tumour
    from hccdesk.roi.margin import dilated  # noqa: PLC0415 - scipy takes long to load

    spacing_mm = ct.volume.geometry.spacing_mm
    wider = [dilated(lesion.roi.mask, spacing_mm, lesion.margin_mm) for lesion in rois.lesions]
    return union([CtRoi(mask, "", tumour.reordered) for mask in wider], tumour.label)


def with_edited_region(
    facts: Sequence[InputFact], roi: CtRoi | None, margins_mm: Sequence[float] = ()
) -> tuple[InputFact, ...]:
    """The facts with the region file's replaced by the region's own, its sha256 over shape and packed voxels."""
    content = b"" if roi is None else repr(roi.mask.shape).encode() + np.packbits(roi.mask).tobytes()
    return _with_edited(facts, "ct_roi", content, _margin_words(margins_mm))


def with_edited_outline(facts: Sequence[InputFact], roi: SlideRoi | None) -> tuple[InputFact, ...]:
    """The facts with the outline file's replaced by the outline's own, its sha256 over all vertices, level-0 px."""
    rings = [ring for polygon in roi.polygons for ring in (polygon.outline, *polygon.holes)] if roi else []
    content = b"".join(repr(ring.shape).encode() + np.ascontiguousarray(ring, "<f8").tobytes() for ring in rings)
    return _with_edited(facts, "slide_roi", content)


def _with_edited(
    facts: Sequence[InputFact], role: str, content: bytes, words: Sentence | None = None
) -> tuple[InputFact, ...]:
    others = tuple(fact for fact in facts if fact.role != role)
    if not content:
        return others
    source = next((fact.name for fact in facts if fact.role == role), None)
    made_from = Sentence.of("made from {source}", source=source) if source else None
    told = [said for said in (made_from, words) if said]
    detail = Sentence.listed(told, ", ") if told else ""
    return (*others, InputFact(role, "edited on the screen", hashlib.sha256(content).hexdigest(), detail))


def _margin_words(margins_mm: Sequence[float]) -> Sentence | None:
    different = sorted(set(margins_mm))
    if not different or different[-1] <= 0:
        return None
    if len(different) == 1:
        return Sentence.of("with a margin of {margin_mm:g} mm", margin_mm=different[0])
    return Sentence.of("with margins of {least_mm:g} to {most_mm:g} mm", least_mm=different[0], most_mm=different[-1])
