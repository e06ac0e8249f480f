"""A kept case as it would be analysed on the desk: its images read again, its regions as they were left."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hccdesk.ct.series_finder import find_series
from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SlideSource
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import Suitability
from hccdesk.domain.ct_set_aside import only_looked_at
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import CtRoi, SlideRoi
from hccdesk.domain.roi_set import RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.batch_digest import batch_digest
from hccdesk.workflow.batch_line import BatchItem
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.edited_case import edited_case
from hccdesk.workflow.open_case import HOW_TO_GO_ON, case_of
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.open_slide import describe_slide

_LETTERS_OF_NAME = 12


def batch_case(number: int, case_id: str, kept: CaseSnapshot, workbench: Workbench) -> BatchItem:
    """The case as the next one of a batch; its folder has the random name that it has in the library.

    Opening it refuses images that are not there, that cannot be read, or that are others than when it was kept: what
    was drawn on those may not be true of these.
    """
    files = _files(kept)
    chosen = [kept.regimen.value, asdict(kept.clinical), kept.mismatch_reason, _sources(kept), _regions(kept.rois)]
    return BatchItem(
        number,
        f"case-{case_id[:_LETTERS_OF_NAME]}",
        kept.patient.patient_id or "",
        partial(batch_digest, files, chosen, workbench),
        partial(_open, kept, workbench),
        files,
    )


def _files(kept: CaseSnapshot) -> dict[str, Path]:
    named: dict[str, Path | None] = {}
    if kept.ct:
        named |= {"ct": kept.ct.root, "ct_roi": _there(kept.ct.mask)}
    if kept.slide:
        named |= {"slide": kept.slide.path, "slide_roi": _there(kept.slide.outline)}
    return {role: path for role, path in named.items() if path}


def _there(region: Path | None) -> Path | None:
    """A region's file is only where the kept region once came from: the case can do without it."""
    return region if region and region.exists() else None


def _sources(kept: CaseSnapshot) -> list[Any]:
    ct, slide = kept.ct, kept.slide
    return [
        [ct.series_instance_uid, ct.mask_label] if ct else None,
        slide.stated_um_per_px if slide else None,
        sorted((fact.role, fact.sha256) for fact in kept.facts),
    ]


def _regions(rois: RoiSet) -> list[Any]:
    lesions = [
        [lesion.roi.mask.shape, _sha256(np.packbits(lesion.roi.mask)), lesion.margin_mm] for lesion in rois.lesions
    ]
    return [lesions, [_sha256(ring) for ring in _rings(rois.slide)]]


def _rings(outline: SlideRoi | None) -> list[Any]:
    return [ring for one in outline.polygons for ring in (one.outline, *one.holes)] if outline else []


def _sha256(values: Any) -> str:
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def _open(kept: CaseSnapshot, workbench: Workbench, progress: Progress) -> Case:
    ct, ct_facts, set_aside = _ct(kept, kept.ct, workbench, progress) if kept.ct else (None, (), None)
    slide, slide_facts = _slide(kept, kept.slide, workbench, progress) if kept.slide else (None, ())
    facts = (*ct_facts, *slide_facts)
    _refuse_changed(kept, facts)
    if ct and any(lesion.roi.mask.shape != ct.volume.hu.shape for lesion in kept.rois.lesions):
        raise InputError(
            "the CT has other slices now: its regions fit no more.", where=kept.ct.root if kept.ct else None
        )
    rois = _recognised(kept.rois, ct, slide)
    return edited_case(kept.regimen, kept.clinical, ct, slide, rois, facts, kept.mismatch_reason, set_aside)


def _ct(
    kept: CaseSnapshot, source: CtSource, workbench: Workbench, progress: Progress
) -> tuple[CtInput | None, Sequence[InputFact], Sentence | None]:
    """The CT, or why it can only be looked at."""
    if not source.root.exists():
        raise InputError("there is no such file or folder.", where=source.root)
    found = workbench.sandbox.call(find_series, source.root, progress=progress).series
    series = next((one for one in found if one.series_instance_uid == source.series_instance_uid), None)
    if series is not None and series.verdict.suitability is not Suitability.INFER:
        return None, (), only_looked_at(series)
    request = CaseRequest(kept.regimen, ct=source.root, series=source.series_instance_uid)
    with_region = replace(request, ct_roi=_there(source.mask), ct_roi_label=source.mask_label)
    case = _without_lost_region(with_region if with_region.ct_roi else request, request, workbench, progress)
    return case.ct, case.inputs, None


def _slide(
    kept: CaseSnapshot, source: SlideSource, workbench: Workbench, progress: Progress
) -> tuple[SlideInput | None, Sequence[InputFact]]:
    """The slide, at the resolution that a reader told."""
    request = CaseRequest(kept.regimen, slide=source.path)
    with_region = replace(request, slide_roi=_there(source.outline))
    case = _without_lost_region(with_region, request, workbench, progress)
    if case.slide is None or source.stated_um_per_px is None:
        return case.slide, case.inputs
    facts = workbench.sandbox.call(describe_slide, source.path, source.stated_um_per_px, progress=progress)
    told = Sentence.of("{um_per_px:g} µm/px stated by the user", um_per_px=source.stated_um_per_px)
    inputs = tuple(replace(fact, detail=told) if fact.role == "slide" else fact for fact in case.inputs)
    return SlideInput(facts, case.slide.roi), inputs


def _without_lost_region(request: CaseRequest, alone: CaseRequest, workbench: Workbench, progress: Progress) -> Case:
    """The image with its region's file; without it where that cannot be used: the kept region counts."""
    try:
        return case_of(request, ClinicalRecord(), workbench, progress, how_to_go_on=HOW_TO_GO_ON)
    except InputError:
        if request == alone:
            raise
        return case_of(alone, ClinicalRecord(), workbench, progress, how_to_go_on=HOW_TO_GO_ON)


def _refuse_changed(kept: CaseSnapshot, facts: Sequence[InputFact]) -> None:
    now = {fact.role: fact.sha256 for fact in facts}
    for fact in kept.facts:
        if fact.role in ("ct", "slide") and now.get(fact.role, fact.sha256) != fact.sha256:
            raise InputError(
                Sentence.of("the files of the {image} have changed since the case was saved.", image=fact.role),
                where=_files(kept).get(fact.role),
                what_to_do="Open the case, check its regions against the images, and score it again.",
            )


def _recognised(rois: RoiSet, ct: CtInput | None, slide: SlideInput | None) -> RoiSet:
    """A region that is still as its file has it counts as read from there, not as drawn."""
    lesions = tuple(
        replace(lesion, roi=ct.roi) if ct and ct.roi and _is_same(lesion.roi, ct.roi) else lesion
        for lesion in rois.lesions
    )
    file_outline = slide.roi if slide else None
    ours, theirs = _rings(rois.slide), _rings(file_outline)
    same = len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))
    return replace(rois, lesions=lesions, slide=file_outline if same else rois.slide)


def _is_same(region: CtRoi, other: CtRoi) -> bool:
    return np.array_equal(region.mask, other.mask)
