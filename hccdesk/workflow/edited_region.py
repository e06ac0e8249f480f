"""The record of a tumour region that was changed on the screen: no file holds it any more."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import CtRoi


def with_edited_region(facts: Sequence[InputFact], roi: CtRoi | None) -> tuple[InputFact, ...]:
    """The facts with the region file's replaced by the region's own, its sha256 over shape and packed voxels."""
    others = [fact for fact in facts if fact.role != "ct_roi"]
    if roi is None:
        return tuple(others)
    source = next((fact.name for fact in facts if fact.role == "ct_roi"), None)
    content = repr(roi.mask.shape).encode() + np.packbits(roi.mask).tobytes()
    detail = f"made from {source}" if source else ""
    edited = InputFact("ct_roi", "edited on the screen", hashlib.sha256(content).hexdigest(), detail)
    return (*others, edited)
